using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>The service in a process of its own, with the rivals as routes beside its own: ST_AsMVT on the rival's table, and fixed bytes.</summary>
internal static class ApiHost
{
    /// <summary>First argument of the child process.</summary>
    public const string Child = "api-host";

    private const string Rival = """
        SELECT ST_AsMVT(drawn, 'assets', 4096, 'geom', 'id') FROM (
          SELECT id, sector, CASE WHEN $1 >= 14 THEN name END AS name, CASE WHEN $1 >= 14 THEN kind END AS kind, municipality, ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3)::box2d, 4096, 64) AS geom
          FROM public.rival WHERE geom && ST_TileEnvelope($1, $2, $3, margin => 64 / 4096.0)) AS drawn WHERE geom IS NOT NULL
        """;

    private const string Page = $$"""
        SELECT '{"type":"FeatureCollection","features":[' || string_agg(ST_AsGeoJSON(t.*, 'geom', 7), ',') || ']}' FROM ({{ItemsBench.Rows}} AND a.dense_id > $1 ORDER BY a.study_area, a.dense_id LIMIT 1000) t
        """;

    /// <summary>Runs until its input ends; says its address.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="home">Home folder.</param>
    /// <param name="cacheBytes">Bytes of tiles kept; 0: every tile is cold.</param>
    public static async Task<int> RunAsync(string connection, string home, long cacheBytes)
    {
        var root = Environment.GetEnvironmentVariable("GUNMANE_ROOT") ?? throw new InvalidOperationException("GUNMANE_ROOT is not set: start this by ./gunmane bench.");
        await using var database = Database.Open(connection);
        await using var source = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 5, AutoPrepareMinUsages = 1 }.ConnectionString).Build();
        var settings = new HostSettings(database, home, Path.Combine(root, "web"), Path.Combine(root, "data"), new IPEndPoint(IPAddress.Loopback, 0)) { TileCacheBytes = cacheBytes, LogRequests = false, Limits = new Limits { LightPerSecond = 0, HeavyPerSecond = 0 } };
        await using var app = GunManeHost.Build(settings);
        app.MapGet("/rival/sql/{z}/{x}/{y}.mvt", (int z, int x, int y, CancellationToken cancellation) => CutAsync(source, z, x, y, cancellation));
        app.MapGet("/rival/items/{after}", (int after, CancellationToken cancellation) => PageAsync(source, after, cancellation));
        var fixedBytes = new ConcurrentDictionary<int, byte[]>();
        app.MapGet("/rival/fixed/{length}", (int length) => TypedResults.Bytes(fixedBytes.GetOrAdd(length, RandomNumberGenerator.GetBytes), "application/vnd.mapbox-vector-tile"));
        await app.StartAsync();
        Console.WriteLine(GunManeHost.Address(app));
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }

    private static async Task<IResult> PageAsync(NpgsqlDataSource source, int after, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Page);
        command.Parameters.AddWithValue(after);
        return TypedResults.Text((string)(await command.ExecuteScalarAsync(cancellation))!, "application/geo+json");
    }

    private static async Task<IResult> CutAsync(NpgsqlDataSource source, int z, int x, int y, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Rival);
        foreach (var number in (int[])[z, x, y]) command.Parameters.AddWithValue(number);
        return await command.ExecuteScalarAsync(cancellation) is byte[] { Length: > 0 } tile ? TypedResults.Bytes(tile, "application/vnd.mapbox-vector-tile") : TypedResults.NoContent();
    }
}
