using System.Text;
using CsCheck;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Loading;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Import;

/// <summary>The fast GeoJSON reader and what is made of its rows agree with a plain reading of the same document.</summary>
public sealed class GeoJsonAgreesTests : IDisposable
{
    private const int Piece = 80_000;
    private static readonly UTF8Encoding Utf8 = new(false);

    // Raw JSON of property values: escapes, blanks of all kinds, nested values, numbers as nobody should write them.
    private static readonly string[] Awkward =
    [
        "null", "true", "false", "0", "-0.0", "1e400", "1.50", "123456789012345678901234567890", "\"\"", "\" \"", "\"　\"", "\"\u3000甲\u00a0 \"", "\"a\\u0000b\"",
        "\"\\u0020\"", "\"\\\"引用\\\"\"", "\"\\\\\"", "\"\\n\\t\"", "\"\\u9ad9\\u304b\"", "\"\\ud83c\\udf0a\"", "\"🌊 髙﨑\"", "\"\u007f\u0080\"", "[]", "{}", "[1, {\"a\": [\"b\"]}]", "{ \"x\" : null }",
        "\"<&'+>\"", "\" 前後 \"", "\"見本橋\"", "\"B-0000001\"",
    ];

    private static readonly string[] Shapes =
    [
        "null", "{}", "5", "[]", "\"Point\"", """{"type":"Point","coordinates":[138.25,34.5]}""", """{"coordinates":[138.25,34.5,12.5,7],"type":"Point"}""",
        """{"type":"Point","coordinates":[138.25]}""", """{"type":"Point","coordinates":[]}""", """{"type":"Point","coordinates":["138","34"]}""", """{"type":"Point","coordinates":null}""",
        """{"type":"Point"}""", """{"type":"Punkt","coordinates":[1,2]}""", """{"type":"1","coordinates":[1,2]}""", """{"type":7,"coordinates":[1,2]}""", """{"type":"GeometryCollection","geometries":[]}""",
        """{"type":"Point","bbox":[1,2,3,4],"crs":{"a":[{}]},"coordinates":[-1.5E+2,3e-7]}""", """{"type":"LineString","type":"Point","coordinates":[[1,2]],"coordinates":[3,4]}""",
        """{"type":"LineString","coordinates":[[1,2],[3,4],[5,6,7]]}""", """{"type":"LineString","coordinates":[[1,2]]}""", """{"type":"LineString","coordinates":[]}""", """{"type":"LineString","coordinates":[1,2]}""",
        """{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]],[[1,1],[2,1],[2,2],[1,1,9]]]}""", """{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,1]]]}""", """{"type":"Polygon","coordinates":[[[0,0],[4,0],[0,0]]]}""",
        """{"type":"Polygon","coordinates":[]}""", """{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[-0.0,0]]]}""", """{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}""", """{"type":"MultiPoint","coordinates":[]}""",
        """{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8],[9,10]]]}""", """{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}""", """{"type":"MultiPolygon","coordinates":[]}""",
    ];

    private static readonly Gen<string> Blank = Gen.OneOf("", "", " ", "\n", "\r\n", "\t", "  ");

    private static readonly Gen<string> Text = Gen.String[0, 12].Select(text => System.Text.Json.JsonSerializer.Serialize(text));

    private static readonly Gen<string> Value = Gen.OneOf(Gen.OneOf(Awkward), Text, Gen.Double.Select(number => FormattableString.Invariant($"{(double.IsFinite(number) ? number : 0):R}")));

    private static readonly Gen<string> Name = Gen.OneOf("名称", "分野", "種別", "供用年度", "延長", "施設番号", "所管課", "備考", "メモ", "a\\\"b", "\\u540d\\u79f0", "", "x", "y");

    private static readonly Gen<string> Properties = Gen.OneOf(Gen.OneOf("null", "{}", "[]", "7"),
        Gen.Select(Name, Blank, Value, (name, blank, value) => $"{blank}\"{name}\"{blank}:{blank}{value}{blank}").Array[0, 9].Select(members => "{" + string.Join(',', members) + "}"),
        Gen.Select(Value.Array[7], values => "{" + string.Join(',', values.Select((value, at) => $"\"{new[] { "名称", "分野", "種別", "供用年度", "延長", "施設番号", "備考" }[at]}\":{value}")) + "}"));

    private static readonly Gen<string> Member = Gen.OneOf(
        Properties.Select(text => $"\"properties\":{text}"), Gen.OneOf(Shapes).Select(text => $"\"geometry\":{text}"), Gen.OneOf("\"type\":\"Feature\"", "\"id\":[1,{\"properties\":{}}]", "\"\\u0067eometry\":null"));

    private static readonly Gen<string> Feature = Gen.Frequency(
        (1, Gen.OneOf("null", "[]", "3", "\"x\"", "{}")),
        (6, Gen.Select(Properties, Gen.OneOf(Shapes), Gen.Bool, Blank, (properties, shape, first, blank) => first
            ? $"{{\"type\":\"Feature\",{blank}\"properties\":{properties},{blank}\"geometry\":{shape}}}"
            : $"{{{blank}\"geometry\"{blank}:{shape},\"bbox\":[1],\"properties\":{blank}{properties}{blank}}}")),
        (2, Member.Array[0, 5].Select(members => "{" + string.Join(',', members) + "}")));

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gunmane-agrees-");

    [Fact]
    public void Both_readers_find_the_same_rows() =>
        Gen.Select(Feature.Array[0, 12], Blank, Gen.Bool).Sample((features, blank, mark) =>
            Compare((mark ? "\uFEFF" : "") + "{\"type\":\"FeatureCollection\",\"features\":[" + string.Join(blank + ",", features) + "]" + blank + "}"), iter: 2_000, threads: 1);

    [Fact]
    public void Each_awkward_shape_and_value_is_read_as_the_plain_reader_does() => Compare(
        "{\"type\":\"FeatureCollection\",\"features\":[" + string.Join(",\r\n", Shapes.SelectMany(shape => Awkward.Select(value =>
            $"{{\"properties\":{{\"名称\":{value},\"備考\":{value}}},\"geometry\":{shape}}}"))) + "]}");

    // Features as one program writes them, now and then one that differs: what is taken by the pattern and what is not must not show.
    private static readonly Gen<string[]> Alike = Gen.Select(Blank, Blank, Gen.Bool, Gen.Int[0, 2], (blank, inner, first, id) => (blank, inner, first, id)).SelectMany(style =>
        Gen.Select(Gen.OneOf(Value, Text, Gen.OneOf("\"見本橋\"", "1999", "-0.5", "1.2345678901234567", "12345678901234567890", "0.1e1", "01", "1.", "-", "null", "true")).Array[3], Gen.OneOf(Shapes), Gen.Frequency((9, Gen.Const("")), (1, Gen.OneOf("\"bbox\":[1],", "\"type\":\"Feature\",", "\"properties\":{\"名称\":1},", "\"id\":7,"))),
            (values, shape, odd) =>
            {
                var properties = $"\"properties\":{style.blank}{{{style.inner}\"名称\":{values[0]},{style.inner}\"供用年度\" : {values[1]}, \"備考\":{values[2]}{style.blank}}}";
                var id = style.id == 0 ? "" : style.id == 1 ? "\"id\":\"a\"," : "\"id\":5,";
                return $"{{{odd}\"type\":\"Feature\",{style.blank}{id}{(style.first ? $"{properties},\"geometry\":{shape}" : $"\"geometry\" : {shape},{style.inner}{properties}")}}}";
            }).Array[1, 40]);

    [Fact]
    public void Features_written_alike_are_read_as_the_plain_reader_does() =>
        Alike.Sample(features => Compare("{\"type\":\"FeatureCollection\",\"features\":[" + string.Join(",\n", features.Where(IsJson)) + "]}"), iter: 2_000, threads: 1);

    [Fact]
    public void Numbers_are_the_nearest_doubles() =>
        Gen.OneOf(Gen.Double.Select(number => double.IsFinite(number) ? number.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "0"),
            Gen.Decimal.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Gen.Select(Gen.Long, Gen.Int[0, 18], (whole, digits) => FormattableString.Invariant($"{whole / 1000}.{Math.Abs(whole % 1000)}{new string('7', digits)}"))).Sample(text =>
        {
            var (at, bytes) = (0, Utf8.GetBytes(text.Replace("E", "e", StringComparison.Ordinal) + "]"));
            Assert.True(JsonNumber.TryRead(bytes, ref at, out var read), text);
            Assert.Equal(bytes.Length - 1, at);
            Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(read));
        }, iter: 20_000);

    private static bool IsJson(string text)
    {
        try
        {
            System.Text.Json.JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    [Fact]
    public void A_feature_may_be_cut_by_the_end_of_a_piece_at_every_byte()
    {
        var feature = """{"type":"Feature","properties":{"名称":"見本\u6a4b🌊","供用年度":1999,"備考":{"a":[1,"二"]}},"geometry":{"type":"LineString","coordinates":[[138.25,34.5],[138.5,34.75]]}}""";
        const string Head = "{\"type\":\"FeatureCollection\",\"features\":[";
        for (var cut = 0; cut <= Utf8.GetByteCount(feature); cut++)
            Compare(Head + new string(' ', Piece - Head.Length - cut) + feature + "," + feature + "]}");
    }

    [Fact]
    public void Half_a_letter_and_foreign_bytes_cost_one_feature()
    {
        var text = Utf8.GetBytes("""{"type":"FeatureCollection","features":[{"properties":{"名称":"\ud800"}},{"properties":{"名称":"?橋"}},{"properties":{"名称":"良"}}]}""");
        text[Array.IndexOf(text, (byte)'?')] = 0xFF;
        using var source = new GeoJsonSource(Write(text));
        var rows = source.Rows().ToList();
        Assert.Equal([true, true, false], rows.Select(row => row.Fault is not null));
        Assert.Equal("""{"properties":{"名称":"\xFF橋"}}""", rows[1].Raw);
        Assert.Equal("良", rows[2].Value(0));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Compare(string document)
    {
        using var source = new GeoJsonSource(Write(Utf8.GetBytes(document)));
        var columns = new ColumnSet();
        var (fast, plain) = (source.Rows().ToList(), PlainGeoJson.Rows(document, columns));
        Assert.Equal(plain.Count, fast.Count);
        var (ofFast, ofPlain) = (new AssetMapper(Context(), source.Columns), new AssetMapper(Context(), columns));
        for (var at = 0; at < plain.Count; at++)
        {
            Assert.Equal(Said(plain[at], columns), Said(fast[at], source.Columns));
            if (plain[at].Fault is null) Assert.Equal(Mapped(ofPlain, plain[at]), Mapped(ofFast, fast[at]));
        }
    }

    // Columns by name: the order in which names were seen first may differ where a member stands twice.
    private static string Said(SourceRow row, ColumnSet columns) => string.Join('\n', [
        $"{row.Number} {row.Place} {row.Fault is not null}", row.Raw, row.Fault is null && row.Shape is { } shape ? $"{Convert.ToHexString(shape.Wkb)} {shape.Traits & ~ShapeTraits.Heights} {Plus(shape.Box)} {shape.Geometry.AsText()}" : "-",
        .. columns.Names.Select((name, at) => $"{name}={row.Value(at)}|{(at < row.Values.Length ? row.Values[at] : null)}").Where(text => !text.EndsWith("=|", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]);

    // 0 and −0 are one place.
    private static FileBox Plus(FileBox box) => new(box.MinX + 0.0, box.MinY + 0.0, box.MaxX + 0.0, box.MaxY + 0.0);

    private static string Mapped(AssetMapper mapper, SourceRow row)
    {
        var notes = new RowNotes();
        var draft = mapper.Map(row, notes);
        var attributes = System.Text.Json.JsonSerializer.Deserialize<SortedDictionary<string, string>>(draft.Attributes.Span)!;
        return string.Join('\n', [.. draft.Texts.Strings, Utf8.GetString(draft.Identity.Key.Span), Convert.ToHexString(draft.Identity.Content.Span), draft.Identity.Id.ToString(), $"{draft.BuiltYear} {draft.StatedLength} {draft.Owner}",
            $"{notes.Reason} {notes.Repair}", .. attributes.Select(pair => $"{pair.Key}={pair.Value}")]);
    }

    private static ImportContext Context() => new(null!, new StudyArea(new StudyAreaId(1), "test", "試験", "Test", true, null, "", 0), 1,
        ProfileCatalogue.Named("feature-assets"), new ImportOptions(), new DataFile("x", "x.geojson", FileFormat.GeoJson), CancellationToken.None);

    private DataFile Write(byte[] bytes)
    {
        var path = Path.Combine(folder.FullName, "x.geojson");
        File.WriteAllBytes(path, bytes);
        return new DataFile(path, "x.geojson", FileFormat.GeoJson);
    }
}
