namespace GunMane.Spatial.Import.Loading;

/// <summary>A set of columns that is emptied for every row. Not thread-safe.</summary>
internal sealed class ColumnMarks
{
    private bool[] marks = [];

    /// <summary>Makes it hold just these columns of so many.</summary>
    public void Reset(int count, ReadOnlySpan<int> columns)
    {
        if (marks.Length < count) Array.Resize(ref marks, 2 * count);
        Array.Clear(marks);
        Add(columns);
    }

    /// <summary>Adds columns.</summary>
    public void Add(ReadOnlySpan<int> columns)
    {
        foreach (var at in columns)
        {
            if (at >= marks.Length) Array.Resize(ref marks, 2 * at + 1);
            marks[at] = true;
        }
    }

    /// <summary>Whether a column is in it.</summary>
    public bool Contains(int column) => column < marks.Length && marks[column];
}
