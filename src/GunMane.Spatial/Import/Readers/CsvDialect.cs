namespace GunMane.Spatial.Import.Readers;

/// <summary>Which character separates the values of a text: the one that most lines have equally often.</summary>
internal static class CsvDialect
{
    private static readonly char[] Candidates = [',', '\t', ';'];

    /// <summary>The separator of the lines at the beginning of a text; a comma in doubt. Pure.</summary>
    public static char Separator(string head)
    {
        var lines = Lines(head);
        var best = (Separator: ',', Lines: 0, Count: 0);
        foreach (var candidate in Candidates)
        {
            var counts = lines.Select(line => line.Count(letter => letter == candidate)).Where(count => count > 0)
                .GroupBy(count => count).Select(group => (Lines: group.Count(), Count: group.Key)).OrderByDescending(group => group).FirstOrDefault();
            if (counts.Lines > best.Lines) best = (candidate, counts.Lines, counts.Count);
        }

        return best.Separator;
    }

    // Lines without what stands in quotes, so that commas and line breaks of values do not count.
    private static List<string> Lines(string head)
    {
        var (lines, line, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        foreach (var letter in head)
        {
            if (letter == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (letter is '\n' or '\r') Take();
            else line.Append(letter);
        }

        // The last line of a long text is cut anywhere; of a short one it is all there is.
        if (lines.Count < 2) Take();
        return lines.Count > HeaderLine.Sampled ? lines[..HeaderLine.Sampled] : lines;

        void Take()
        {
            if (line.Length > 0) lines.Add(line.ToString());
            line.Clear();
        }
    }
}
