using System.Text;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// A workbook in Office Open XML: its sheets, shared texts and formats. The texts are held (without the readings that
/// Japanese Excel keeps beside them), the sheets are read as streams.
/// </summary>
internal sealed class XlsxBook : IDisposable
{
    private const long LargestUnpacked = 4L << 30;
    private const long MostSharedLetters = 1L << 28;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };

    private readonly DataFile file;
    private readonly SpreadsheetDocument document;
    private readonly WorkbookPart book;

    /// <summary>Opens a workbook.</summary>
    /// <exception cref="Model.GunManeException">It is none, damaged, or locked with a password.</exception>
    public XlsxBook(DataFile file)
    {
        this.file = file;
        if (IsLocked(file)) throw file.Refuse("パスワードがかかっているか、古い形式の Excel です。パスワードを外し、.xlsx で保存し直してください。", "locked with a password, or an old format: save it as .xlsx without");
        ZipFiles.Verify(file, LargestUnpacked);
        document = Guard(file, () => SpreadsheetDocument.Open(file.Path, isEditable: false));
        try
        {
            book = Guard(file, () => document.WorkbookPart ?? throw new InvalidDataException("no workbook"));
            Sheets = Guard(file, () => book.Workbook?.Sheets?.Elements<Sheet>().Where(sheet => sheet.Id?.Value is not null && sheet.Name?.Value is not null).ToList() ?? []);
            From1904 = Guard(file, () => book.Workbook?.WorkbookProperties?.Date1904?.Value ?? false);
            Styles = Guard(file, () => XlsxStyles.Of(book));
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    /// <summary>All its sheets.</summary>
    public IReadOnlyList<Sheet> Sheets { get; }

    /// <summary>What the formats of cells mean.</summary>
    public IReadOnlyList<NumberStyle> Styles { get; }

    /// <summary>Whether days are counted from 1904 instead of 1900.</summary>
    public bool From1904 { get; }

    /// <summary>The shared texts in their order.</summary>
    public IReadOnlyList<string> SharedTexts()
    {
        if (book.SharedStringTablePart is not { } part) return [];
        return Guard(file, () =>
        {
            using var xml = XmlReader.Create(part.GetStream(FileMode.Open, FileAccess.Read), Settings);
            var (texts, letters) = (new List<string>(), 0L);
            for (var more = xml.Read(); more;)
            {
                if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "si")
                {
                    more = xml.Read();
                    continue;
                }

                texts.Add(Text(xml));
                if ((letters += texts[^1].Length) > MostSharedLetters) throw file.Refuse("文字が多すぎる Excel です。CSV で保存し直してください。", "too much text: save it as CSV");
                more = !xml.EOF;
            }

            return texts;
        });
    }

    /// <summary>The XML of a sheet; null of a sheet that has no cells (a chart).</summary>
    public XmlReader? Open(Sheet sheet) => Guard(file, () => book.TryGetPartById(sheet.Id!.Value!, out var part) && part is WorksheetPart
        ? XmlReader.Create(part.GetStream(FileMode.Open, FileAccess.Read), Settings) : null);

    /// <summary>The text of the element that the reader stands on, which it leaves behind: runs joined, phonetic ones left out.</summary>
    public static string Text(XmlReader xml)
    {
        var text = new StringBuilder();
        using (var inner = xml.ReadSubtree())
        {
            for (var more = inner.Read(); more;)
            {
                if (inner.NodeType == XmlNodeType.Element && inner.LocalName == "rPh") inner.Skip();
                else if (inner.NodeType == XmlNodeType.Element && inner.LocalName == "t") text.Append(inner.ReadElementContentAsString());
                else inner.Read();
                more = !inner.EOF;
            }
        }

        xml.Read();
        return XlsxText.Unescaped(text.ToString());
    }

    /// <inheritdoc/>
    public void Dispose() => document.Dispose();

    /// <summary>Runs a step; whatever the library meets in a damaged package refuses the file.</summary>
    public static T Guard<T>(DataFile file, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (e is not Model.GunManeException and not OutOfMemoryException and not OperationCanceledException)
        {
            throw file.Refuse("Excel の表として読めません。Excel で開いて保存し直すか、CSV で保存してください。", $"not a readable workbook: {e.Message}", e);
        }
    }

    // Workbooks with a password are OLE files, as .xls is.
    private static bool IsLocked(DataFile file)
    {
        using var stream = File.OpenRead(file.Path);
        var head = new byte[4];
        return stream.ReadAtLeast(head, 4, throwOnEndOfStream: false) == 4 && head.AsSpan().SequenceEqual(new byte[] { 0xD0, 0xCF, 0x11, 0xE0 });
    }
}
