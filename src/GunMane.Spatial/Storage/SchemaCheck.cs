namespace GunMane.Spatial.Storage;

/// <summary>How the schema of a database stands to what this program was built for.</summary>
/// <param name="Missing">Migrations, or <c>functions</c>, that never ran there.</param>
/// <param name="Edited">Migrations that ran there in another wording.</param>
/// <param name="OtherFunctions">Its functions are those of another version of the program (another service on the same database is newer or older).</param>
public sealed record SchemaState(IReadOnlyList<string> Missing, IReadOnlyList<string> Edited, bool OtherFunctions)
{
    /// <summary>A database without anything of this program.</summary>
    public static SchemaState None { get; } = new(["gunmane"], [], false);

    /// <summary>
    /// Whether this program can work on it. Migrations that this program does not know, and functions of another version, don't stand in
    /// the way: services of two versions run side by side while one is replaced by the other.
    /// </summary>
    public bool IsGood => Missing.Count == 0 && Edited.Count == 0;
}

/// <summary>Compares the schema of the database with what this program was built for. Reads only; <see cref="Migrator"/> brings it up to date.</summary>
public static class SchemaCheck
{
    private static readonly Lazy<IReadOnlyList<(string Name, string Hash)>> Needed = new(() => [.. SqlText.Scripts("migrations").Select(step => (step.Name, SqlText.Hash(step.Text)))]);
    private static readonly Lazy<string> FunctionsHash = new(() => SqlText.Hash(string.Concat(SqlText.Scripts("functions").Select(script => script.Text))));

    /// <summary>The state of the schema.</summary>
    public static async Task<SchemaState> ReadAsync(Session session, CancellationToken cancellation)
    {
        if (!await session.ScalarAsync<bool>("migrate.has_ledger", cancellation)) return Compare([]);
        return Compare((await session.ListAsync("migrate.steps", row => (Name: row.GetString(0), Hash: row.GetString(1)), cancellation))
            .ToDictionary(step => step.Name, step => step.Hash, StringComparer.Ordinal));
    }

    private static SchemaState Compare(Dictionary<string, string> there)
    {
        List<string> missing = [.. Needed.Value.Select(step => step.Name).Append(Migrator.Functions).Where(name => !there.ContainsKey(name))];
        List<string> edited = [.. Needed.Value.Where(step => there.TryGetValue(step.Name, out var hash) && hash != step.Hash).Select(step => step.Name)];
        return new SchemaState(missing, edited, there.TryGetValue(Migrator.Functions, out var functions) && functions != FunctionsHash.Value);
    }
}
