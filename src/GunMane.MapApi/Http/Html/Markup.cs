using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace GunMane.MapApi.Http.Html;

/// <summary>
/// A piece of HTML. Made from interpolated strings only: every value put into one is encoded unless it is markup itself, so that no data
/// can become elements, attributes (templates quote them) or scripts.
/// </summary>
internal sealed class Markup
{
    private readonly string text;

    private Markup(string text) => this.text = text;

    /// <summary>Nothing.</summary>
    public static Markup None { get; } = new("");

    /// <summary>A template with its values encoded.</summary>
    public static Markup Of(MarkupBuilder template) => new(template.Text);

    /// <summary>Pieces one after the other.</summary>
    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(piece => piece.text)));

    /// <inheritdoc/>
    public override string ToString() => text;
}

/// <summary>Puts templates together: what stands in the source as it is, values encoded.</summary>
[InterpolatedStringHandler]
internal readonly struct MarkupBuilder
{
    // Japanese stays readable; what means something to HTML is always encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly StringBuilder text;

    public MarkupBuilder(int literals, int values) => text = new StringBuilder(literals + (16 * values));

    public string Text => text.ToString();

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted(string? value) => text.Append(Encoder.Encode(value ?? ""));

    public void AppendFormatted(Markup value) => text.Append(value);

    public void AppendFormatted(Guid value) => text.Append(value.ToString("D"));

    public void AppendFormatted(long value) => text.Append(value.ToString("#,0", CultureInfo.InvariantCulture));
}
