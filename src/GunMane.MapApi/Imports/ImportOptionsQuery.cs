using GunMane.MapApi.Http;
using GunMane.Spatial.Import;

namespace GunMane.MapApi.Imports;

/// <summary>What the query of an upload says about its files.</summary>
internal static class ImportOptionsQuery
{
    /// <summary>Parameters that an upload may have.</summary>
    public static string[] Names { get; } =
        ["profile", "sector", "owner", "encoding", "crs", "licence", "asOf", "again", "update", "ledger", "removeMissing", "preview", "seenVersion"];

    /// <summary>Reads them.</summary>
    /// <exception cref="GunMane.Spatial.Model.GunManeException">One is not acceptable (BadInput, names it).</exception>
    public static ImportOptions Read(HttpRequest request) =>
        new(Said(request, "profile"), Said(request, "sector"), Said(request, "owner"), Said(request, "encoding"), Said(request, "crs"))
        {
            Licence = Said(request, "licence"), AsOf = Said(request, "asOf"), Again = Query.Flag(request, "again"), Update = Query.Flag(request, "update"),
            Ledger = Said(request, "ledger"), RemoveMissing = Query.Flag(request, "removeMissing"), Preview = Query.Flag(request, "preview"),
            SeenVersion = request.Query.ContainsKey("seenVersion") ? Query.Whole(request, "seenVersion", 0, int.MaxValue, 0) : null,
        };

    /// <summary>A parameter, or null if it is absent or empty.</summary>
    public static string? Said(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } value ? value : null;
}
