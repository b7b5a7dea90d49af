using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Placemarks of a KML document (OGC 12-007r2), also .gz, or packed as KMZ: one in memory at a time. Its folders' names, its
/// own simple elements and its ExtendedData are columns. KML is always longitude/latitude WGS 84.
/// </summary>
public sealed partial class KmlSource : IRowSource
{
    private const long LargestDocument = 4L << 30;
    private const string FolderColumn = "Folder";
    private static readonly string[] Unstored = ["styleUrl", "visibility", "open", "Snippet"];
    private static readonly string[] NotFeatures = ["NetworkLink", "GroundOverlay", "PhotoOverlay", "ScreenOverlay", "Tour"];
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true, MaxCharactersInDocument = LargestDocument,
    };

    private readonly DataFile file;
    private readonly ZipArchive? archive;
    private readonly Stream stream;
    private readonly XmlReader xml;
    private readonly Dictionary<string, long> skipped = [];
    private readonly List<Bilingual> notes = [];
    private readonly Stack<(int Depth, string? Name)> folders = new();

    /// <summary>Opens a document.</summary>
    /// <param name="file">The .kml or .kmz.</param>
    /// <param name="encoding">Its encoding; null to take the one it states, else to find it.</param>
    /// <exception cref="Model.GunManeException">It is no KML, or damaged.</exception>
    public KmlSource(DataFile file, Encoding? encoding)
    {
        this.file = file;
        archive = file.Path.EndsWith(".kmz", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".kmz", StringComparison.OrdinalIgnoreCase) ? OpenArchive() : null;
        var entry = archive is null ? null : Main(archive);
        Stream Text() => entry?.Open() ?? file.OpenText();
        try
        {
            encoding ??= Guard(() => Stated(Text) ?? Detected(Text));
            Encoding = TextEncoding.NameOf(encoding);
            stream = Text();
            xml = XmlReader.Create(new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true), Settings);
            if (Guard(xml.MoveToContent) != XmlNodeType.Element || xml.LocalName != "kml") throw file.Refuse("KML ではありません。", "not a KML document");
        }
        catch
        {
            archive?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ColumnSet Columns { get; } = new();

    /// <inheritdoc/>
    public string Encoding { get; }

    /// <inheritdoc/>
    public int? StatedCrs => Crs.EpsgOf(Crs.Crs84Uri);

    /// <inheritdoc/>
    public IReadOnlyList<Bilingual> Notes => [.. notes, .. skipped.Select(kind => new Bilingual(
        $"{kind.Key}(地物ではないもの)が {kind.Value:N0} 個あり、読みませんでした。", FormattableString.Invariant($"{kind.Value} elements {kind.Key} are no features and were not read.")))];

    /// <inheritdoc/>
    public IEnumerable<SourceRow> Rows()
    {
        var number = 0L;
        while (Guard(Next) is { } placemark) yield return Row(++number, placemark);
        if (number == 0) throw file.Refuse("地物(Placemark)がありません。", "there is no Placemark in it");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        xml.Dispose();
        stream.Dispose();
        archive?.Dispose();
    }

    // Moves to the next placemark and returns it; what it holds is read, what follows is not.
    private XElement? Next()
    {
        while (!xml.EOF)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Placemark") return (XElement)XNode.ReadFrom(xml);
            if (xml.NodeType == XmlNodeType.Element && Array.IndexOf(NotFeatures, xml.LocalName) >= 0)
            {
                skipped[xml.LocalName] = skipped.GetValueOrDefault(xml.LocalName) + 1;
                xml.Skip();
                continue;
            }

            FollowFolders();
            if (!xml.Read()) break;
        }

        return null;
    }

    private void FollowFolders()
    {
        while (folders.Count > 0 && xml.Depth <= folders.Peek().Depth && xml.NodeType == XmlNodeType.EndElement) folders.Pop();
        if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Folder" && !xml.IsEmptyElement) folders.Push((xml.Depth, null));
        else if (xml.NodeType == XmlNodeType.Text && folders.Count > 0 && folders.Peek() is { Name: null } folder && xml.Depth == folder.Depth + 2 && inName)
        {
            folders.Pop();
            folders.Push((folder.Depth, xml.Value.Trim()));
        }

        inName = xml.NodeType == XmlNodeType.Element && xml.LocalName == "name";
    }

    private bool inName;

    private SourceRow Row(long number, XElement placemark)
    {
        var values = new List<string?>();
        if (folders.Count > 0) Put(values, FolderColumn, string.Join('/', folders.Reverse().Select(folder => folder.Name).Where(name => !string.IsNullOrEmpty(name))));
        if (placemark.Attribute("id") is { } id) Put(values, "id", id.Value);
        foreach (var (name, value) in Own(placemark).Concat(Extended(placemark))) Put(values, name, value);
        var (place, raw) = ($"Placemark {number}", placemark.ToString(SaveOptions.DisableFormatting));
        var unreadable = TextEncoding.IsFaulty(raw) || values.Exists(value => value is not null && TextEncoding.IsFaulty(value));
        try
        {
            return new SourceRow(number, place, [.. values], KmlGeometry.Of(placemark), raw, unreadable ? "読めない文字があります (unreadable bytes)" : null);
        }
        catch (Exception e) when (FeatureRow.IsFault(e))
        {
            return new SourceRow(number, place, [.. values], null, raw, $"図形として読めません: {e.Message} (not a readable geometry)");
        }
    }

    // Simple elements, descriptions also where their HTML is not wrapped, and times.
    private static IEnumerable<(string Name, string Value)> Own(XElement placemark) => placemark.Elements()
        .SelectMany(child => child.Name.LocalName is "TimeStamp" or "TimeSpan" ? child.Elements() : [child])
        .Where(child => (!child.HasElements || child.Name.LocalName == "description") && Array.IndexOf(Unstored, child.Name.LocalName) < 0)
        .Select(child => (child.Name.LocalName, child.HasElements ? string.Concat(child.Nodes()) : child.Value));

    private static IEnumerable<(string Name, string Value)> Extended(XElement placemark)
    {
        foreach (var item in placemark.Elements().Where(child => child.Name.LocalName == "ExtendedData").Elements())
        {
            var own = item.Attribute("name")?.Value ?? item.Name.LocalName;
            if (item.Name.LocalName == "Data") yield return (own, item.Elements().FirstOrDefault(child => child.Name.LocalName == "value")?.Value ?? "");
            else if (item.HasElements) foreach (var simple in item.Elements()) yield return (simple.Attribute("name")?.Value ?? simple.Name.LocalName, simple.Value);
            else yield return (own, item.Value);
        }
    }

    // A name that the placemark has used already gets a number: two values never share a column.
    private void Put(List<string?> values, string name, string value)
    {
        if (string.IsNullOrWhiteSpace(value)) return;
        var at = Columns.Add(name);
        for (var again = 2; at < values.Count && values[at] is not null; again++) at = Columns.Add($"{name}_{again}");
        while (values.Count <= at) values.Add(null);
        values[at] = value.Trim();
    }

    private ZipArchive OpenArchive()
    {
        ZipFiles.Verify(file, LargestDocument);
        return ZipFile.OpenRead(file.Path);
    }

    // The first .kml at the root counts (KML 2.3, annex C); others are only reached by links from it.
    private ZipArchiveEntry Main(ZipArchive kmz)
    {
        var documents = kmz.Entries.Where(entry => entry.Name.EndsWith(".kml", StringComparison.OrdinalIgnoreCase)).OrderBy(entry => entry.FullName.Count(letter => letter == '/')).ToList();
        if (documents.Count > 1) notes.Add(new($"KMZ の中の「{documents[0].FullName}」を読みました。ほかの KML は読んでいません: {string.Join("、", documents.Skip(1).Select(other => other.FullName))}", $"Only {documents[0].FullName} of the KMZ was read."));
        return documents.Count > 0 ? documents[0] : throw file.Refuse("KMZ の中に KML がありません。", "there is no KML in the KMZ");
    }

    private static Encoding? Stated(Func<Stream> open)
    {
        using var text = open();
        var head = new byte[256];
        var beginning = System.Text.Encoding.Latin1.GetString(head, 0, text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        return Declaration().Match(beginning) is { Success: true } match ? TextEncoding.Named(match.Groups[1].Value) : null;
    }

    private static Encoding Detected(Func<Stream> open)
    {
        using var text = open();
        return TextEncoding.Detect(text);
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException e)
        {
            throw file.Refuse($"{e.LineNumber} 行目で XML が壊れているか、読めない文字があります。もう一度入手してください。", $"broken XML or unreadable letters at line {e.LineNumber}", e);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or InvalidOperationException)
        {
            throw file.Refuse("KML として読めません。もう一度入手してください。", "not a readable KML document", e);
        }
    }

    [GeneratedRegex("""<\?xml[^>]*\sencoding\s*=\s*["']([^"']+)["']""")]
    private static partial Regex Declaration();
}
