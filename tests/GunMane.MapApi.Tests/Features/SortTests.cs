using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CsCheck;
using GunMane.Spatial.Storage;
using Npgsql;

namespace GunMane.MapApi.Tests.Features;

/// <summary>Order and paging of sorted features while others write.</summary>
public sealed class SortTests(CoastHost host) : IClassFixture<CoastHost>
{
    private const int Rows = 24;
    private static readonly string[] Sortable = ["title", "bidders", "yen", "tax_included", "starts_on", "contractor", "work_kind", "contract_number"];

    // Small domains with gaps, and with what sorts differently by language and by code point.
    private static readonly object?[][] Values =
    [
        ["あ", "ア", "亜", "a", "B", "Z", "é"], [null, 1, 2, 10], [null, 5L, 123456789012L, 40L], [null, true, false],
        [null, new DateOnly(2024, 2, 29), new DateOnly(2025, 4, 1)], [null, 1L, 2L, 3L], [null, "patrol", "mowing"], [null, "", "7", "10"],
    ];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_feature_that_nobody_touches_comes_exactly_once_and_in_order()
    {
        await using var connection = await host.OpenAsync();
        await Gen.Int[0, 1_000_000].SampleAsync(async seed =>
        {
            var random = new Random(seed);
            await RunAsync(connection, "DELETE FROM gunmane.contract WHERE source = 'sort'");
            var stays = new List<string>();
            while (stays.Count < Rows) stays.Add(await InsertAsync(connection, Row(random)));
            var order = random.GetItems(Sortable, random.Next(1, 4)).Distinct().Select(field => (Field: field, Descending: random.Next(2) == 0)).ToArray();
            var limit = random.Next(1, 8);
            var sortby = string.Join(',', order.Select(key => (key.Descending ? "-" : "") + key.Field));
            var (seen, added) = (new List<JsonNode>(), 0);
            for (var next = (string?)$"/ogc/collections/contracts/items?source=sort&limit={limit}&sortby={sortby}"; next is not null;)
            {
                var page = (await host.Client.GetFromJsonAsync<JsonObject>(next, Now))!;
                seen.AddRange(page["features"]!.AsArray().Select(feature => feature!));
                next = (string?)page["links"]!.AsArray().FirstOrDefault(link => (string?)link!["rel"] == "next")?["href"];
                for (var change = random.Next(3); change > 0 && added < 40; change--, added++) await InsertAsync(connection, Row(random));
                if (random.Next(2) == 0) await RunAsync(connection, "DELETE FROM gunmane.contract WHERE id = (SELECT max(id) FROM gunmane.contract WHERE source = 'sort' AND NOT public_id = ANY ($1))", stays.Select(Guid.Parse).ToArray());
            }

            var untouched = seen.Where(feature => stays.Contains((string)feature["id"]!)).ToList();
            Assert.Equal(stays.Order(StringComparer.Ordinal), untouched.Select(feature => (string)feature["id"]!).Order(StringComparer.Ordinal));
            foreach (var (before, after) in untouched.Zip(untouched.Skip(1))) Assert.True(Compare(before, after, order, stays) < 0, $"{sortby}: {before["properties"]} before {after["properties"]}");
        }, iter: 30, threads: 1);
    }

    [Theory]
    [InlineData("sortby=nonsense", "sortby")]
    [InlineData("sortby=", "sortby")]
    [InlineData("sortby=name,", "sortby")]
    [InlineData("sortby=--name", "sortby")]
    [InlineData("sortby=attributes", "sortby")]
    [InlineData("sortby=name,-name", "sortby")]
    [InlineData("sortby=name%3B%20DROP%20TABLE%20gunmane.asset", "sortby")]
    [InlineData("sortby=name&offset=WzEsMF0", "offset")]
    [InlineData("sortby=name&offset=WyJuYW1lIiwieCJd", "offset")]
    [InlineData("properties=nonsense", "properties")]
    [InlineData("skipGeometry=perhaps", "skipGeometry")]
    public async Task A_bad_order_or_selection_is_named(string query, string parameter)
    {
        using var answer = await host.Client.GetAsync($"/ogc/collections/assets/items?{query}", Now);
        Assert.Equal((400, parameter), ((int)answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]));
    }

    [Fact]
    public async Task A_page_of_one_order_does_not_go_on_in_another()
    {
        var page = (await host.Client.GetFromJsonAsync<JsonObject>("/ogc/collections/assets/items?limit=1&sortby=name", Now))!;
        var next = (string)page["links"]!.AsArray().First(link => (string?)link!["rel"] == "next")!["href"]!;
        using var answer = await host.Client.GetAsync(next.Replace("sortby=name", "sortby=-name", StringComparison.Ordinal), Now);
        Assert.Equal("offset", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Fact]
    public async Task Every_sortable_of_every_collection_sorts_over_pages()
    {
        foreach (var collection in FeatureCatalogue.All)
        {
            var all = (int)(await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/collections/{collection.Id}/items?limit=1", Now))!["numberMatched"]!;
            foreach (var field in collection.Fields.Where(field => field.Filterable).SelectMany(field => new[] { field.Name, "-" + field.Name }))
            {
                var ids = new HashSet<string>();
                for (var next = (string?)$"/ogc/collections/{collection.Id}/items?limit=20&properties={field.TrimStart('-')}&sortby={field}"; next is not null;)
                {
                    var page = (await host.Client.GetFromJsonAsync<JsonObject>(next, Now))!;
                    Assert.All(page["features"]!.AsArray(), feature => Assert.True(ids.Add((string)feature!["id"]!)));
                    next = (string?)page["links"]!.AsArray().FirstOrDefault(link => (string?)link!["rel"] == "next")?["href"];
                }

                Assert.Equal(all, ids.Count);
            }
        }
    }

    [Fact]
    public async Task A_number_is_counted_once_for_a_version_of_the_data_and_anew_when_it_changes()
    {
        async Task<int> MatchedAsync() => (int)(await host.Client.GetFromJsonAsync<JsonObject>("/ogc/collections/contracts/items?limit=1&method=neu", Now))!["numberMatched"]!;
        await using var connection = await host.OpenAsync();
        Assert.Equal(0, await MatchedAsync());
        // Who names an actor raises the version himself: as this one does not, the number is the one that was counted.
        await RunAsync(connection, "BEGIN; SELECT set_config('gunmane.actor', 'test', true); UPDATE gunmane.contract SET method = 'neu' WHERE id = 1; COMMIT");
        Assert.Equal(0, await MatchedAsync());
        await RunAsync(connection, "SELECT gunmane.raise_data_version(1)");
        Assert.Equal(1, await MatchedAsync());
        await RunAsync(connection, "UPDATE gunmane.contract SET method = '' WHERE id = 1");
        Assert.Equal(0, await MatchedAsync());
    }

    private static object?[] Row(Random random) => [.. Values.Select(values => values[random.Next(values.Length)])];

    // Missing values last in either direction; texts by code point; then the order in which the rows were made.
    private static int Compare(JsonNode one, JsonNode other, (string Field, bool Descending)[] order, List<string> made)
    {
        foreach (var (field, descending) in order)
        {
            var (a, b) = (one["properties"]![field], other["properties"]![field]);
            if (a is null || b is null)
            {
                if ((a is null) != (b is null)) return a is null ? 1 : -1;
                continue;
            }

            var compared = field switch
            {
                "bidders" or "yen" => ((double)a).CompareTo((double)b),
                "tax_included" => ((bool)a).CompareTo((bool)b),
                _ => string.CompareOrdinal((string?)a, (string?)b),
            };
            if (compared != 0) return descending ? -compared : compared;
        }

        return made.IndexOf((string)one["id"]!).CompareTo(made.IndexOf((string)other["id"]!));
    }

    private static async Task<string> InsertAsync(NpgsqlConnection connection, object?[] row)
    {
        await using var command = new NpgsqlCommand("""
            INSERT INTO gunmane.contract (study_area, prefecture, orderer, outcome, source, source_key, content_hash, title, bidders, yen, tax_included, starts_on, contractor, work_kind, contract_number)
            VALUES (1, '90', 1, 'awarded', 'sort', gen_random_uuid()::text, '\x00', $1, $2, $3, $4, $5, $6, $7, $8) RETURNING public_id
            """, connection);
        NpgsqlTypes.NpgsqlDbType[] types =
        [
            NpgsqlTypes.NpgsqlDbType.Text, NpgsqlTypes.NpgsqlDbType.Integer, NpgsqlTypes.NpgsqlDbType.Bigint, NpgsqlTypes.NpgsqlDbType.Boolean,
            NpgsqlTypes.NpgsqlDbType.Date, NpgsqlTypes.NpgsqlDbType.Bigint, NpgsqlTypes.NpgsqlDbType.Text, NpgsqlTypes.NpgsqlDbType.Text,
        ];
        foreach (var (value, type) in row.Zip(types)) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return ((Guid)(await command.ExecuteScalarAsync(Now))!).ToString();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(Now);
    }
}
