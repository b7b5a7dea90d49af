using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>A sentence in both languages.</summary>
public sealed record Bilingual(string Ja, string En);

/// <summary>How many rows of an import ended in each state; read is their sum.</summary>
/// <param name="Read">Rows read.</param>
/// <param name="Stored">Taken as they were.</param>
/// <param name="Repaired">Taken after something was mended.</param>
/// <param name="Duplicate">Stored already.</param>
/// <param name="Quarantined">Not taken.</param>
public sealed record RowCounts(long Read, long Stored, long Repaired, long Duplicate, long Quarantined);

/// <summary>The report of one imported file.</summary>
public sealed record ImportReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Number of the import.</summary>
    public required long Id { get; init; }

    /// <summary>The study area.</summary>
    internal StudyAreaId Area { get; init; }

    /// <summary>The import whose quarantined rows this one took in, corrected by hand; null for a file.</summary>
    public long? Corrects { get; init; }

    /// <summary>The import of the very same file, where its rows are reported; null if it was read itself.</summary>
    public long? SameAs { get; init; }

    /// <summary>Profile that it was read with.</summary>
    public required string Profile { get; init; }

    /// <summary>Version of the profile.</summary>
    public int ProfileVersion { get; init; }

    /// <summary>Name of the file.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Its size.</summary>
    public long Bytes { get; init; }

    /// <summary>How its text was encoded.</summary>
    public string? Encoding { get; init; }

    /// <summary>Its CRS.</summary>
    public string? Crs { get; init; }

    /// <summary>Rows read: the sum of the four states.</summary>
    public long Read { get; init; }

    /// <summary>Rows taken as they were.</summary>
    public long Stored { get; init; }

    /// <summary>Rows taken after something was mended, by the import or by hand.</summary>
    public long Repaired { get; init; }

    /// <summary>Rows that were stored already.</summary>
    public long Duplicate { get; init; }

    /// <summary>Rows that were not taken.</summary>
    public long Quarantined { get; init; }

    /// <summary>Of the rows taken: those that replaced what was stored.</summary>
    public long Changed { get; init; }

    /// <summary>Facts that the new file of a ledger no longer has and that were removed.</summary>
    public long Removed { get; init; }

    /// <summary>Sentences for the planner.</summary>
    public IReadOnlyList<Bilingual> Notes { get; init; } = [];

    /// <summary>The ledger: what its rows are named within.</summary>
    public string Ledger { get; init; } = "";

    /// <summary>Kind of file, by which raw rows are taken apart.</summary>
    internal string Format { get; init; } = "";

    /// <summary>Columns of the file.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Options that it was read with.</summary>
    public JsonObject Options { get; init; } = [];

    /// <summary>Licence or attribution of the data.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Of which day the data is; null if nobody said.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Version of the product that read it.</summary>
    public string EngineVersion { get; init; } = "";

    /// <summary>How it differed from the ledger that it replaced; null where it replaced none. Not in lists.</summary>
    public LedgerComparison? Comparison { get; init; }

    /// <summary>Whether it replaced a ledger.</summary>
    public bool Updates { get; init; }

    /// <summary>Who imported it.</summary>
    public required string Actor { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset ImportedAt { get; init; }

    /// <summary>Whether it can be taken back: imports of versions before 0.2 kept no record of what they changed.</summary>
    public bool Undoable { get; init; }

    /// <summary>When it was taken back; null if it stands.</summary>
    public DateTimeOffset? UndoneAt { get; init; }

    /// <summary>Who took it back.</summary>
    public string? UndoneBy { get; init; }

    /// <summary>Of the quarantined rows: those that need not be taken in.</summary>
    public long SetAside { get; init; }

    /// <summary>Rows that were taken in after correction by hand.</summary>
    public long Corrected { get; init; }

    /// <summary>Reads a row of the view import_report.</summary>
    internal static ImportReport Of(NpgsqlDataReader row)
    {
        T? Maybe<T>(string name) => row.IsDBNull(row.GetOrdinal(name)) ? default : row.GetFieldValue<T>(row.GetOrdinal(name));
        T Value<T>(string name) => row.GetFieldValue<T>(row.GetOrdinal(name));
        return new ImportReport
        {
            Id = Value<long>("id"), Area = new StudyAreaId(Value<int>("study_area")), Corrects = Maybe<long?>("corrects"), SameAs = Maybe<long?>("same_as"),
            Profile = Value<string>("profile"), ProfileVersion = Value<int>("profile_version"),
            File = Value<string>("file_name"), Hash = Value<string>("file_hash"), Bytes = Value<long>("file_bytes"),
            Encoding = Maybe<string>("encoding"), Crs = Maybe<string>("crs"),
            Read = Value<long>("rows_read"), Stored = Value<long>("rows_stored"), Repaired = Value<long>("rows_repaired"),
            Duplicate = Value<long>("rows_duplicate"), Quarantined = Value<long>("rows_quarantined"),
            Changed = Value<long>("rows_changed"), Removed = Value<long>("rows_removed"),
            Notes = JsonSerializer.Deserialize<IReadOnlyList<Bilingual>>(Value<string>("notes"), Json) ?? [],
            Ledger = Value<string>("source"), Format = Value<string>("file_format"), Columns = Value<string[]>("file_columns"),
            Options = JsonNode.Parse(Value<string>("options"))!.AsObject(), Licence = Value<string>("licence"), AsOf = Maybe<DateOnly?>("as_of"),
            EngineVersion = Value<string>("engine_version"), Updates = Value<bool>("updates"),
            Comparison = Maybe<string>("comparison") is { } text ? JsonSerializer.Deserialize<LedgerComparison>(text, Json) : null,
            Actor = Value<string>("actor"), ImportedAt = Value<DateTimeOffset>("imported_at"),
            Undoable = Value<bool>("undoable"), UndoneAt = Maybe<DateTimeOffset?>("undone_at"), UndoneBy = Maybe<string>("undone_by"),
            SetAside = Value<long>("rows_set_aside"), Corrected = Value<long>("rows_corrected"),
        };
    }
}
