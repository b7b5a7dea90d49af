using System.Globalization;
using System.Xml.Linq;
using GunMane.Spatial.Model;

namespace GunMane.MapApi.Styles;

/// <summary>The same looks as QGIS keeps them for a vector layer (.qml, symbology only, as QGIS 3.18 and later read it).</summary>
internal static class QgisStyle
{
    /// <summary>Kinds of geometry that a QGIS layer may have: one layer has one.</summary>
    public static string[] Geometries { get; } = ["point", "line", "polygon"];

    /// <summary>Millimetres of a pixel at 96 dpi: QGIS measures symbols in millimetres.</summary>
    private const double PixelMm = 25.4 / 96;

    /// <summary>The style of a collection whose layer has one kind of geometry; null if it has none.</summary>
    public static XDocument? Of(string layer, string geometry) => layer switch
    {
        "assets" => Categorised("sector", [.. Looks.Sectors.Select(look => (look.Sector.Key(), look.Sector.JapaneseName(), Symbol(geometry, look.Colour, look.Width, 0.35)))]),
        "groups" => Categorised($"(\"number\" - 1) % {Looks.Groups.Count}", [.. Looks.Groups.Select((colour, at) => ($"{at}", $"{at + 1}, {at + 1 + Looks.Groups.Count}, …", Symbol("polygon", colour, 1.75, 0.1)))]),
        "zones" => Document(new XElement("renderer-v2", new XAttribute("type", "singleSymbol"), new XElement("symbols", Named(Symbol("polygon", Looks.Zone, 2.5, 0.07), "0")))),
        _ => null,
    };

    private static XDocument Categorised(string attribute, IReadOnlyList<(string Value, string Label, XElement Symbol)> categories) => Document(new XElement("renderer-v2",
        new XAttribute("type", "categorizedSymbol"), new XAttribute("attr", attribute), new XAttribute("symbollevels", "0"), new XAttribute("enableorderby", "0"),
        new XElement("categories", categories.Select((one, at) => new XElement("category",
            new XAttribute("render", "true"), new XAttribute("symbol", at), new XAttribute("value", one.Value), new XAttribute("label", one.Label)))),
        new XElement("symbols", categories.Select((one, at) => Named(one.Symbol, $"{at}")))));

    private static XDocument Document(XElement renderer) =>
        new(new XDocumentType("qgis", "http://mrcc.com/qgis.dtd", "SYSTEM", null), new XElement("qgis", new XAttribute("version", "3.22.0"), new XAttribute("styleCategories", "Symbology"), renderer));

    private static XElement Named(XElement symbol, string name)
    {
        symbol.SetAttributeValue("name", name);
        return symbol;
    }

    private static XElement Symbol(string geometry, string colour, double pixels, double opacity) => geometry switch
    {
        "point" => Symbol("marker", "SimpleMarker", ("name", "circle"), ("color", Rgba(colour, 1)), ("outline_color", Rgba("#ffffff", 1)), ("outline_width", Mm(1)), ("size", Mm(10)), ("size_unit", "MM")),
        "line" => Symbol("line", "SimpleLine", ("line_color", Rgba(colour, 1)), ("line_width", Mm(pixels)), ("line_width_unit", "MM")),
        _ => Symbol("fill", "SimpleFill", ("color", Rgba(colour, opacity)), ("style", "solid"), ("outline_color", Rgba(colour, 1)), ("outline_style", "solid"), ("outline_width", Mm(pixels)), ("outline_width_unit", "MM")),
    };

    private static XElement Symbol(string type, string layer, params (string Name, string Value)[] options) => new("symbol",
        new XAttribute("type", type), new XAttribute("alpha", "1"), new XAttribute("clip_to_extent", "1"), new XAttribute("force_rhr", "0"),
        new XElement("layer", new XAttribute("class", layer), new XAttribute("enabled", "1"), new XAttribute("pass", "0"), new XAttribute("locked", "0"),
            new XElement("Option", new XAttribute("type", "Map"),
                options.Select(one => new XElement("Option", new XAttribute("type", "QString"), new XAttribute("name", one.Name), new XAttribute("value", one.Value))))));

    private static string Mm(double pixels) => (pixels * PixelMm).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Rgba(string colour, double opacity) => string.Join(',',
        Convert.FromHexString(colour[1..]).Append((byte)Math.Round(opacity * byte.MaxValue)).Select(part => part.ToString(CultureInfo.InvariantCulture)));
}
