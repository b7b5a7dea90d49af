using System.Text;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Import.Formats;

/// <summary>Separated text as towns write it.</summary>
public sealed class TableTextTests : IDisposable
{
    private readonly MadeFiles made = new();

    public void Dispose() => made.Dispose();

    [Theory]
    [InlineData("名称,緯度,経度\n\"甲;公園\",34.8,138.3\n")]
    [InlineData("名称;緯度;経度\n甲;34,8;138,3\n乙;34,8;138,3\n")]
    [InlineData("名称\t緯度\t経度\n甲,乙\t34.8\t138.3\n丙,\t34.8\t138.3\n")]
    [InlineData("名称;緯度;経度\n")]
    public void The_separator_is_the_one_that_all_lines_share(string text)
    {
        made.Write("a.csv", text);
        Assert.Equal(["名称", "緯度", "経度"], made.Only().Columns);
    }

    [Theory]
    [InlineData("公園一覧（令和5年4月1日現在）,,,\n単位：㎡,,,\n\n", 2)]
    [InlineData("公園一覧\n", 1)]
    [InlineData(",,,\n公園一覧,,,作成:公園課\n,,,\n", 1)]
    [InlineData("", 0)]
    public void The_header_may_stand_below_titles(string titles, int count)
    {
        made.Write("a.csv", titles + "名称,緯度,経度,面積\n甲公園,34.8,138.3,100\n乙公園,34.8,138.3,200\n");
        var read = made.Only();
        Assert.Equal(["名称", "緯度", "経度", "面積"], read.Columns);
        Assert.Equal((2, "甲公園", count), (read.Rows.Count, read.Row(1)["名称"], read.Notes.Count));
        Assert.Equal($"{titles.Count(letter => letter == '\n') + 2} 行目", read.Rows[0].Place);
        Assert.All(read.Notes, note => Assert.Contains("表題", note.Ja, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a,b\n1,2,3,4,5\n1,2,3,4,5\n", 2)]
    [InlineData("番号\n1\n2\n", 1)]
    [InlineData("甲,,\n1,2,3\n2,3,4\n", 3)]
    public void What_is_no_title_stays_the_header(string text, int columns)
    {
        made.Write("a.csv", text);
        Assert.Equal((columns, 2), (made.Only().Columns.Count, made.Only().Rows.Count));
    }

    [Fact]
    public void Unicode_text_of_a_spreadsheet_is_read_and_what_is_no_text_refused()
    {
        made.Write("a.tsv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("番号\t名称\n1\t甲公園\n")]);
        Assert.Equal("甲公園", made.Only().Row(1)["名称"]);
        made.Write("a.tsv", new byte[1_000]);
        Assert.Contains("UTF-8", Assert.Throws<GunManeException>(() => made.Only()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_left_open_takes_a_line_with_it_but_loses_nothing()
    {
        made.Write("a.csv", "名称,緯度\n\"甲,34.8\n乙,34.8\n");
        var row = Assert.Single(made.Only().Rows);
        Assert.NotNull(row.Fault);
        Assert.Equal("\"甲,34.8\n乙,34.8", row.Raw);
    }
}
