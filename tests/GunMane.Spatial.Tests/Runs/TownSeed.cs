using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>A made-up asset for a test: geometry as WKT in local metres.</summary>
public sealed record SeedAsset(string Wkt, string Sector = "road", string? Town = "90001", string? OwnerCode = "90001");

/// <summary>Fills a study area of a test database with made-up towns, assets, firms and orders, straight by SQL.</summary>
public sealed class TownSeed(TestDatabase test)
{
    private static int areas;

    /// <summary>A new study area with two towns and a prefecture as organisations.</summary>
    public async Task<StudyAreaId> AreaAsync()
    {
        var code = $"seed-{Interlocked.Increment(ref areas)}";
        var area = await ScalarAsync<int>(
            "INSERT INTO gunmane.study_area (code, name, name_en, fictitious, metres_proj, created_by) VALUES ($1, $1, $1, true, $2, 'test') RETURNING id",
            code, Crs.LocalMetres(138.2, 34.8));
        foreach (var (org, name, kind) in new[] { ("90000", "架空県", "prefecture"), ("90001", "東町", "municipality"), ("90002", "西町", "municipality") })
        {
            await RunAsync("INSERT INTO gunmane.organisation (study_area, code, name, kind) VALUES ($1, $2, $3, $4)", area, org, name, kind);
        }

        return new StudyAreaId(area);
    }

    /// <summary>Adds assets with the dense ids 0, 1, 2 … in their order.</summary>
    public async Task AssetsAsync(StudyAreaId area, IReadOnlyList<SeedAsset> assets)
    {
        await RunAsync("""
            INSERT INTO gunmane.asset (study_area, prefecture, dense_id, id, owner_org, municipality, sector, source, source_key, content_hash, length_m, geom, geom_m)
            SELECT $1, '90', x.n - 1, gen_random_uuid(), o.id, x.town, x.sector, 'test', x.n::text, '\x00',
              CASE WHEN ST_Dimension(x.geom) = 1 THEN ST_Length(x.geom) ELSE 0 END,
              ST_Transform(x.geom, s.metres_proj, gunmane.storage_srid()), x.geom
            FROM (SELECT n, town, owner, sector, ST_GeomFromText(wkt) AS geom
                  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS u(wkt, town, owner, sector, n)) x
            JOIN gunmane.study_area s ON s.id = $1
            LEFT JOIN gunmane.organisation o ON o.study_area = $1 AND o.code = x.owner
            """, area.Value, assets.Select(asset => asset.Wkt).ToArray(), assets.Select(asset => asset.Town).ToArray(),
            assets.Select(asset => asset.OwnerCode).ToArray(), assets.Select(asset => asset.Sector).ToArray());
        await RunAsync("UPDATE gunmane.study_area SET next_dense_id = $2, data_version = data_version + 1 WHERE id = $1", area.Value, assets.Count);
    }

    /// <summary>Adds a firm.</summary>
    public Task<long> FirmAsync(StudyAreaId area, string name) => ScalarAsync<long>(
        "INSERT INTO gunmane.contractor (study_area, identity_key, name, name_normalised) VALUES ($1, 'name:' || $2, $2, $2) RETURNING id", area.Value, name);

    /// <summary>Says that a firm maintains an asset.</summary>
    public Task LinkAsync(StudyAreaId area, int denseId, long firm, string evidence = "asset") => RunAsync("""
        INSERT INTO gunmane.asset_contractor (study_area, dense_id, contractor, role, evidence, strength)
        VALUES ($1, $2, $3, 'maintains', $4, gunmane.evidence_percent($4) / 100.0) ON CONFLICT DO NOTHING
        """, area.Value, denseId, firm, evidence);

    /// <summary>Adds an order that names assets; none for an order that names no asset.</summary>
    public async Task OrderAsync(StudyAreaId area, string orderer, string sector, long firm, long yen, DateOnly end, params int[] assets)
    {
        var contract = await ScalarAsync<long>("""
            INSERT INTO gunmane.contract (study_area, prefecture, orderer, title, sector, outcome, yen, ends_on, fiscal_year, contractor, source, source_key, content_hash)
            SELECT $1, '90', o.id, 'made up', $3, 'awarded', $4, $5, 2024, $6, 'test', gen_random_uuid()::text, '\x00'
            FROM gunmane.organisation o WHERE o.study_area = $1 AND o.code = $2 RETURNING id
            """, area.Value, orderer, sector, yen, end, firm);
        foreach (var asset in assets)
        {
            await RunAsync("INSERT INTO gunmane.contract_asset (study_area, contract, dense_id, evidence, strength) VALUES ($1, $2, $3, 'title', 0.8)", area.Value, contract, asset);
        }
    }

    /// <summary>The study area as the service sees it.</summary>
    public Task<Spatial.Affinity.Snapshot> SnapshotAsync(StudyAreaId area) => test.Database.SnapshotAsync(
        AccessScope.Local, session => SnapshotReader.ReadAsync(session, area, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

    /// <summary>Runs a statement as superuser.</summary>
    public async Task RunAsync(string sql, params object?[] values)
    {
        await using var connection = new NpgsqlConnection(test.Administrator);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>All rows of a query as superuser.</summary>
    public async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> row, params object?[] values)
    {
        await using var connection = new NpgsqlConnection(test.Administrator);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) rows.Add(row(reader));
        return rows;
    }

    private async Task<T> ScalarAsync<T>(string sql, params object?[] values) => (await RowsAsync(sql, row => row.GetFieldValue<T>(0), values)).Single();

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }
}
