using System.Globalization;
using CsCheck;
using GunMane.Spatial.Filtering;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Filtering;

/// <summary>CQL2 text and JSON (OGC 21-065r2): what is written is read back, what is broken is refused with its place.</summary>
public sealed class CqlTests
{
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("GUNMANE_FUZZ") ?? "1000", CultureInfo.InvariantCulture);

    private static readonly Dictionary<string, string[]> Properties = new()
    {
        ["text"] = ["name", "and", "two words", "分野", "a\"b"], ["number"] = ["n", "div"], ["geometry"] = ["geometry"], ["moment"] = ["starts_on", "ends_on"],
        ["list"] = ["contractors"], ["boolean"] = ["yes"],
    };

    [Fact]
    public void What_is_written_is_read_back() => Gen.Int.Sample(seed =>
    {
        var filter = new RandomFilter(seed, Properties).Filter();
        Assert.Equal(filter, CqlTextParser.Parse(CqlTextWriter.Write(filter)));
        Assert.Equal(filter, CqlJsonReader.Parse(CqlJsonWriter.Write(filter)));
    }, iter: 2000);

    [Fact]
    public void Damaged_filters_are_read_or_refused_with_a_place() => Gen.Int.Sample(seed =>
    {
        var (random, filter) = (new Random(seed), new RandomFilter(seed, Properties).Filter());
        foreach (var (text, parse) in new (string, Func<string, CqlNode>)[] { (CqlTextWriter.Write(filter), CqlTextParser.Parse), (CqlJsonWriter.Write(filter), CqlJsonReader.Parse) })
        {
            var damaged = Damage(random, text);
            try
            {
                Assert.NotNull(parse(damaged));
            }
            catch (GunManeException refusal)
            {
                Assert.Equal((Refusal.BadInput, "filter"), (refusal.Refusal, refusal.Parameter));
                Assert.True(refusal.Details.ContainsKey("position"));
            }
        }
    }, iter: Rounds);

    [Theory]
    [InlineData("a = 1 OR b = 2 AND NOT c = 3", "a = 1 OR ((b = 2) AND (NOT (c = 3)))")]
    [InlineData("name NOT LIKE 'a%' and x NOT IN (1,2)", "NOT (name LIKE 'a%') AND NOT (x IN (1, 2))")]
    [InlineData("x NOT BETWEEN -1 AND 1.5e2", "NOT (x BETWEEN -1 AND 150)")]
    [InlineData("x is not null", "NOT (x IS NULL)")]
    [InlineData("1 + 2 * 3 ^ 2 - 4 < x", "((1 + (2 * (3 ^ 2))) - 4) < x")]
    [InlineData("name = 'it''s' or name = 'it\\'s'", "(name = 'it''s') OR (name = 'it''s')")]
    [InlineData("S_INTERSECTS(geometry,POLYGON((0 0,1 0,1 1,0 0)))", "S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1, 0 0)))")]
    [InlineData("s_within(geometry, MULTIPOINT(1 2, (3 4)))", "S_WITHIN(geometry, MULTIPOINT((1 2), (3 4)))")]
    [InlineData("S_INTERSECTS(geometry,POINT Z(1 2 3))", "S_INTERSECTS(geometry, POINT(1 2))")]
    [InlineData("S_INTERSECTS(geometry,BBOX(1,2,-9,3,4,9))", "S_INTERSECTS(geometry, BBOX(1,2,3,4))")]
    [InlineData("T_DURING(INTERVAL(starts_on, ends_on), INTERVAL('2005-01-10', '..'))", "T_DURING(INTERVAL(starts_on, ends_on), INTERVAL('2005-01-10', '..'))")]
    [InlineData("A_CONTAINS(contractors, ('甲'))", "A_CONTAINS(contractors, ('甲'))")]
    [InlineData("Fiscal_Year(ends_on)=2026 and GEOMETRY_AREA_M2(BBOX(1,2,3,4))/2 > 1", "(fiscal_year(ends_on) = 2026) AND ((geometry_area_m2(BBOX(1,2,3,4)) / 2) > 1)")]
    [InlineData("year = 3 and year(year) = 3", "(year = 3) AND (year(year) = 3)")]
    [InlineData("CASEI(\"two words\") = casei('A')", "CASEI(\"two words\") = CASEI('A')")]
    [InlineData("updated >= TIMESTAMP('2012-08-10T05:30:00.000000Z')", "updated >= TIMESTAMP('2012-08-10T05:30:00Z')")]
    public void A_text_means(string text, string same)
    {
        Assert.Equal(CqlTextParser.Parse(same), CqlTextParser.Parse(text));
        Assert.Equal(CqlTextParser.Parse(text), CqlTextParser.Parse(CqlTextWriter.Write(CqlTextParser.Parse(text))));
    }

    [Theory]
    [InlineData("""{"op":"and","args":[{"op":">=","args":[{"property":"x"},1]},{"op":"isNull","args":[{"property":"y"}]}]}""", "x >= 1 AND y IS NULL")]
    [InlineData("""{"op":"t_during","args":[{"interval":[{"property":"a"},{"property":"b"}]},{"interval":["2017-06-10","2017-09-30T00:00:00Z"]}]}""", "T_DURING(INTERVAL(a, b), INTERVAL('2017-06-10', '2017-09-30T00:00:00Z'))")]
    [InlineData("""{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,2,3,4]}]}""", "S_INTERSECTS(geometry, BBOX(1,2,3,4))")]
    [InlineData("""{"op":"like","args":[{"op":"casei","args":[{"property":"n"}]},{"op":"casei","args":["a%"]}]}""", "CASEI(n) LIKE CASEI('a%')")]
    [InlineData("""{"op":">","args":[{"op":"days_between","args":[{"property":"a"},{"date":"2026-04-01"}]},{"op":"char_length","args":["甲"]}]}""", "days_between(a, DATE('2026-04-01')) > char_length('甲')")]
    [InlineData("""{"op":"a_containedby","args":[{"property":"l"},["a","b"]]}""", "A_CONTAINEDBY(l, ('a', 'b'))")]
    public void Json_means_what_the_text_means(string json, string text) => Assert.Equal(CqlTextParser.Parse(text), CqlJsonReader.Parse(json));

    [Theory]
    [InlineData("", "1 文字目")]
    [InlineData("name", "1 文字目")]
    [InlineData("name = ", "8 文字目")]
    [InlineData("name = 'a", "8 文字目")]
    [InlineData("name = 'a' name", "12 文字目")]
    [InlineData("name = 'a'; DROP TABLE x", "11 文字目")]
    [InlineData("name LIKE 'a\\\\\\", "11 文字目")]
    [InlineData("x IN ()", "6 文字目")]
    [InlineData("x = DATE('2026-02-30')", "10 文字目")]
    [InlineData("T_AFTER(x, INTERVAL('2026-02-02', '2026-02-01'))", "12 文字目")]
    [InlineData("S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1)))", "31 文字目")]
    [InlineData("S_INTERSECTS(geometry, POLYGON((0 0, 2 2, 2 0, 0 2, 0 0)))", "24 文字目")]
    [InlineData("S_NEAR(geometry, POINT(1 2))", "1 文字目")]
    [InlineData("(a = 1) = (b = 2)", "4 文字目")]
    [InlineData("pg_sleep(10) = 1", "1 文字目")]
    [InlineData("year(starts_on)", "1 文字目")]
    [InlineData("year() = 1", "1 文字目")]
    [InlineData("year(starts_on, ends_on) = 2026", "1 文字目")]
    [InlineData("year(5) = 2026", "6 文字目")]
    [InlineData("char_length(geometry_area_m2(geometry)) = 3", "13 文字目")]
    [InlineData("geometry_length_m('甲') > 3", "19 文字目")]
    [InlineData("geometry_length_m(BBOX(1,2,3)) > 3", "19 文字目")]
    [InlineData("char_length(a = 1) = 3", "15 文字目")]
    [InlineData("name LIKE nfkc('%')", "11 文字目")]
    [InlineData("CASEI(year(starts_on)) = 'a'", "7 文字目")]
    [InlineData("nfkc(name) + 1 = 2", "1 文字目")]
    [InlineData("T_AFTER(year(starts_on), DATE('2026-04-01'))", "9 文字目")]
    public void A_broken_text_is_refused_at(string text, string place)
    {
        var refusal = Assert.Throws<GunManeException>(() => CqlTextParser.Parse(text));
        Assert.Equal(("filter", place), (refusal.Parameter, (string?)refusal.Details["position"]));
    }

    [Theory]
    [InlineData("{", "1 行 2 バイト目")]
    [InlineData("""{"op":"=","args":[{"op":"year","args":[[1]]},1]}""", "$.args[0].args[0]")]
    [InlineData("""{"op":"=","args":[{"op":"year","args":[]},1]}""", "$.args[0]")]
    [InlineData("""{"op":"=","args":[{"property":"x"},null]}""", "$.args[1]")]
    [InlineData("""{"op":"=","args":[{"property":"x"}]}""", "$")]
    [InlineData("""{"op":"sleep","args":[1]}""", "$.op")]
    [InlineData("""{"op":"s_within","args":[{"property":"g"},{"type":"LineString","coordinates":[[0,0]]}]}""", "$.args[1]")]
    public void A_broken_json_is_refused_at(string json, string place) =>
        Assert.Equal(place, Assert.Throws<GunManeException>(() => CqlJsonReader.Parse(json)).Details["position"]);

    [Fact]
    public void An_unknown_function_is_refused_with_those_that_there_are()
    {
        var refusal = Assert.Throws<GunManeException>(() => CqlTextParser.Parse("age(built_year) > 50"));
        Assert.All(CqlFunctions.All, function => Assert.Contains(function.Signature, refusal.Message, StringComparison.Ordinal));
        Assert.Contains("fiscal_year(date: datetime)", Assert.Throws<GunManeException>(() => CqlTextParser.Parse("fiscal_year(1, 2) = 3")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", "a = 1", ")")]
    [InlineData("NOT (", "a = 1", ")")]
    [InlineData("CASEI(", "a", ")")]
    [InlineData("", "a = 1", " + 1")]
    [InlineData("a = 1 AND ", "a = 1", "")]
    [InlineData("{\"op\":\"not\",\"args\":[", "true", "]}")]
    public void Deep_and_long_filters_are_refused_at_once(string before, string inside, string after)
    {
        var text = string.Concat(Enumerable.Repeat(before, 4000)) + inside + string.Concat(Enumerable.Repeat(after, 4000));
        Assert.Throws<GunManeException>(() => before.StartsWith('{') ? CqlJsonReader.Parse(text) : CqlTextParser.Parse(text));
    }

    private static string Damage(Random random, string text)
    {
        const string signs = "()'\"\\,.<>=+-*/%^{}[]: \u0000\ud800aZ09é分";
        for (var times = 1 + random.Next(3); times > 0 && text.Length > 0; times--)
        {
            var (at, length) = (random.Next(text.Length), random.Next(4));
            text = random.Next(4) switch
            {
                0 => text[..at],
                1 => text.Remove(at, Math.Min(length, text.Length - at)),
                2 => text.Insert(at, text.Substring(at, Math.Min(8, text.Length - at))),
                _ => text.Insert(at, signs[random.Next(signs.Length)].ToString()),
            };
        }

        return text;
    }
}
