using System.Text.Json;
using CsCheck;
using GunMane.Spatial.Filtering;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.TestKit;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Npgsql;

namespace GunMane.Spatial.Tests.Filtering;

/// <summary>Random filters over random rows: what PostGIS finds is what brute force in C# finds.</summary>
public sealed class FilterAgreesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Rows = 60;

    private static readonly Dictionary<string, string[]> OfAssets = new()
    {
        ["text"] = ["name", "route", "ledger_number"], ["number"] = ["built_year", "length_m"], ["geometry"] = ["geometry"], ["list"] = ["contractors"],
    };

    private static readonly Dictionary<string, string[]> OfContracts = new()
    {
        ["text"] = ["title", "contract_number"], ["number"] = ["bidders", "yen"], ["moment"] = ["starts_on", "ends_on"], ["boolean"] = ["tax_included"],
    };

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostGIS_and_brute_force_find_the_same()
    {
        var (assets, contracts) = await ArrangeAsync();
        var found = 0;
        await Gen.Int.SampleAsync(async seed =>
        {
            found += await AgreeAsync("assets", new RandomFilter(seed, OfAssets).Filter(), assets);
            found += await AgreeAsync("contracts", new RandomFilter(seed, OfContracts).Filter(), contracts);
        }, iter: 400, threads: 1);
        Assert.True(found > Rows, "The filters hardly ever match: they say nothing.");
        for (var seed = 0; seed < 60; seed++)
        {
            var geometry = new RandomFilter(seed, OfAssets).Geometry();
            Assert.Equal(Rows, await AgreeAsync("assets", new CqlCall("and", Close("geometry_length_m", geometry, Geodesic.Length(geometry)), Close("geometry_area_m2", geometry, Geodesic.Area(geometry))), assets));
        }
    }

    // Random limits hardly ever fall between the ellipsoid and the sphere: within a hundred-millionth of what is expected.
    private static CqlCall Close(string function, Geometry geometry, double expected) =>
        new("between", new CqlCall(function, new CqlGeometry(geometry)), new CqlNumber(expected * (1 - 1e-8)), new CqlNumber(expected * (1 + 1e-8)));

    private async Task<int> AgreeAsync(string collection, CqlNode filter, Dictionary<string, Dictionary<string, object?>> rows)
    {
        var expected = rows.Where(row => BruteForce.Holds(filter, row.Value) == true).Select(row => row.Key).Order(StringComparer.Ordinal).ToList();
        var query = new FeatureQuery(FeatureCatalogue.Find(collection)!) { Filter = new CqlFilter(filter, Crs.Served[0]) };
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            await database.Database.ReadAsync(AccessScope.Local, async session => await FeatureStore.WriteAsync(session, query, await FeatureNames.ReadAsync(session, Now), writer, () => Task.CompletedTask, Now), Now);
            writer.WriteEndArray();
        }

        var actual = JsonDocument.Parse(buffer.ToArray()).RootElement.EnumerateArray().Select(one => one.GetProperty("id").GetString()!).Order(StringComparer.Ordinal).ToList();
        Assert.True(expected.SequenceEqual(actual), $"{CqlJsonWriter.Write(filter)}: {expected.Count} by brute force, {actual.Count} by PostGIS; "
            + string.Join(", ", expected.Except(actual).Concat(actual.Except(expected)).Take(2).Select(id => $"{id}: {string.Join(" | ", rows[id])}")));
        return actual.Count;
    }

    private async Task<(Dictionary<string, Dictionary<string, object?>> Assets, Dictionary<string, Dictionary<string, object?>> Contracts)> ArrangeAsync()
    {
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync(Now);
        await RunAsync(connection, """
            INSERT INTO gunmane.study_area (code, name, name_en, created_by) VALUES ('any', 'any', 'any', 'test');
            INSERT INTO gunmane.organisation (study_area, name, kind) VALUES (1, '町', 'municipality');
            INSERT INTO gunmane.contractor (study_area, identity_key, name, name_normalised) VALUES (1, '1', '甲', '甲'), (1, '2', '乙', '乙'), (1, '3', '丙', '丙')
            """);
        var (assets, contracts) = (new Dictionary<string, Dictionary<string, object?>>(), new Dictionary<string, Dictionary<string, object?>>());
        for (var n = 0; n < Rows; n++)
        {
            var (made, random, id) = (new RandomFilter(n, OfAssets), new Random(n), Guid.NewGuid());
            Dictionary<string, object?> asset = new()
            {
                ["name"] = made.Word(), ["route"] = made.Word(), ["ledger_number"] = random.Next(3) == 0 ? null : made.Word(),
                ["built_year"] = random.Next(3) == 0 ? null : (double)random.Next(-4, 5), ["length_m"] = random.Next(9) / 2.0,
                ["geometry"] = made.Geometry(), ["contractors"] = new[] { "甲", "乙", "丙" }.Where(_ => random.Next(2) == 0).ToArray(),
            };
            assets[id.ToString()] = asset;
            await RunAsync(connection, """
                INSERT INTO gunmane.asset (study_area, prefecture, dense_id, id, sector, name, route, ledger_number, built_year, length_m, source, source_key, content_hash, geom, geom_m)
                SELECT 1, '90', $1, $2, 'road', $3, $4, $5, $6::int, $7, 'test', $1::text, '\x00', ST_SetSRID(g, 6668), ST_SetSRID(g, 0) FROM ST_GeomFromWKB($8) g
                """, n, id, asset["name"], asset["route"], asset["ledger_number"], asset["built_year"], asset["length_m"], new WKBWriter().Write((Geometry)asset["geometry"]!));
            await RunAsync(connection, """
                INSERT INTO gunmane.asset_contractor (study_area, dense_id, contractor, role, evidence, strength) SELECT 1, $1, id, 'built', 'asset', 1 FROM gunmane.contractor WHERE name = ANY($2)
                """, n, asset["contractors"]);
            Dictionary<string, object?> contract = new()
            {
                ["title"] = made.Word(), ["contract_number"] = random.Next(3) == 0 ? null : made.Word(), ["bidders"] = random.Next(3) == 0 ? null : (double)random.Next(4),
                ["yen"] = random.Next(3) == 0 ? null : (double)random.Next(9), ["tax_included"] = random.Next(3) == 0 ? null : random.Next(2) == 0,
                ["starts_on"] = random.Next(4) == 0 ? null : made.Day().ToDateTime(TimeOnly.MinValue), ["ends_on"] = random.Next(4) == 0 ? null : made.Day().ToDateTime(TimeOnly.MinValue),
            };
            contracts[id.ToString()] = contract;
            await RunAsync(connection, """
                INSERT INTO gunmane.contract (study_area, prefecture, public_id, orderer, title, contract_number, bidders, yen, tax_included, starts_on, ends_on, outcome, source, source_key, content_hash)
                VALUES (1, '90', $1, 1, $2, $3, $4::int, $5::bigint, $6::boolean, $7::timestamp, $8::timestamp, 'awarded', 'test', $1::text, '\x00')
                """, [id, .. contract.Values]);
        }

        return (assets, contracts);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, params object?[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        await command.ExecuteNonQueryAsync(Now);
    }
}
