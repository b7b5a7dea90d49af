using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>
/// MapServer's OGC API – Features by FastCGI behind lighttpd, a process for each core, its connection to the database kept. It serves plain tables of our features' columns in the order of ours,
/// each with an index of the geometries; 7 decimals as ours. A layer of MapServer has geometries of one kind, so that it has three where our service has one. Mapfile and settings are in a folder of the bench.
/// </summary>
internal sealed class MapServerRival : IDisposable
{
    private const string MapServer = "/usr/lib/cgi-bin/mapserv";
    private const string Lighttpd = "/usr/sbin/lighttpd";
    private const string Qgis = "/usr/lib/python3/dist-packages/qgis/core";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly Process process;

    private MapServerRival(Process process, int port) => (this.process, Port) = (process, port);

    /// <summary>Its collections of our assets: points, lines, polygons.</summary>
    public static readonly string[] Layers = ["points", "lines", "polygons"];

    private static readonly string[] Types = ["POINT", "LINE", "POLYGON"];

    /// <summary>Features on a page: all. MapServer 8.0.0 ignores the offset of its own next links, which also lose the bbox, so that a second page is the first one again.</summary>
    public const int PageItems = 10_000_000;

    /// <summary>Where lighttpd listens.</summary>
    public int Port { get; }

    /// <summary>What is not installed for this bench.</summary>
    /// <exception cref="GunManeException">Something is missing; says which packages to install (Environment).</exception>
    public static void Check()
    {
        List<string> missing = [];
        if (!Directory.Exists(Qgis)) missing.Add("python3-qgis");
        if (!File.Exists(MapServer)) missing.Add("cgi-mapserver");
        if (!File.Exists(Lighttpd)) missing.Add("lighttpd");
        if (missing.Count == 0) return;
        var packages = string.Join(' ', missing);
        throw new GunManeException(Refusal.Environment, $"qgis-open の比較には次のパッケージが要ります: apt-get install --no-install-recommends {packages} (qgis-open is left out; its rival needs: apt-get install --no-install-recommends {packages})");
    }

    /// <summary>The landing page below a host.</summary>
    public static Uri Landing(Uri host) => new(host, "/mapserv/gunmane/ogcapi");

    /// <summary>Makes the table, writes the settings and starts.</summary>
    /// <param name="administrator">The database.</param>
    /// <param name="folder">A folder that is not there yet.</param>
    /// <param name="host">What the links in its answers begin with.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<MapServerRival> StartAsync(string administrator, string folder, Uri host, CancellationToken cancellation)
    {
        await using (var own = await Sql.OpenAsync(administrator, cancellation))
        {
            for (var dimension = 0; dimension < Types.Length; dimension++)
            {
                var table = TableOf(Types[dimension]);
                await Sql.RunAsync(own, FormattableString.Invariant($"DROP TABLE IF EXISTS public.{table}; CREATE TABLE public.{table} AS {ItemsBench.Rows} AND ST_Dimension(a.geom) = {dimension} ORDER BY a.dense_id; CREATE INDEX ON public.{table} USING gist (geom); ALTER TABLE public.{table} ADD PRIMARY KEY (dense_id)"), cancellation);
                await Sql.RunAsync(own, $"VACUUM ANALYZE public.{table}", cancellation);
            }

            var extent = await Sql.ValueAsync<double[]>(own, "SELECT ARRAY[ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)] FROM (SELECT ST_Expand(ST_Extent(a.geom)::box2d, 0.001) AS e FROM gunmane.asset a) t", cancellation);
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "gunmane.map"), Mapfile(administrator, host, string.Join(' ', extent.Select(edge => edge.ToString("R", CultureInfo.InvariantCulture)))), cancellation);
        }

        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "mapserver.conf"), $"CONFIG\n  ENV\n    MS_MAP_PATTERN \".\"\n    MS_ERRORFILE \"{folder}/mapserver.log\"\n  END\n  MAPS\n    gunmane \"{folder}/gunmane.map\"\n  END\nEND\n", cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "lighttpd.conf"), WebServer(folder, port), cancellation);
        var process = Process.Start(new ProcessStartInfo(Lighttpd, ["-D", "-f", Path.Combine(folder, "lighttpd.conf")])) ?? throw new InvalidOperationException("lighttpd does not start.");
        var rival = new MapServerRival(process, port);
        try
        {
            await rival.ReadyAsync(folder, cancellation);
        }
        catch
        {
            rival.Dispose();
            throw;
        }

        return rival;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit(Patience);
        process.Dispose();
    }

    private async Task ReadyAsync(string folder, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        for (var clock = Stopwatch.StartNew(); ;)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/mapserv/gunmane/ogcapi/collections/points/items?f=json&limit=1", UriKind.Relative), cancellation);
                var body = await answer.Content.ReadAsStringAsync(cancellation);
                if (answer.IsSuccessStatusCode && body.Contains("\"Feature\"", StringComparison.Ordinal)) return;
                throw new InvalidOperationException($"MapServer answers {(int)answer.StatusCode}: {body[..Math.Min(500, body.Length)]} (settings in {folder})");
            }
            catch (HttpRequestException) when (clock.Elapsed < Patience && !process.HasExited)
            {
                await Task.Delay(50, cancellation);
            }
        }
    }

    // The folder of templates is not needed: QGIS asks for JSON.
    private static string Mapfile(string administrator, Uri host, string extent)
    {
        var at = new NpgsqlConnectionStringBuilder(administrator);
        return $"""
            MAP
              NAME "gunmane"
              EXTENT {extent}
              SIZE 100 100
              UNITS DD
              PROJECTION "init=epsg:4326" END
              WEB
                METADATA
                  "ows_title" "GunMane"
                  "ows_enable_request" "*"
                  "oga_enable_request" "*"
                  "oga_onlineresource" "{Landing(host)}"
                  "oga_geometry_precision" "7"
                  "oga_default_limit" "{PageItems}"
                  "oga_max_limit" "{PageItems}"
                END
              END
            {string.Concat(Layers.Zip(Types, (name, type) => Layer(name, type, extent, at)))}
            END
            """;
    }

    private static string Layer(string name, string type, string extent, NpgsqlConnectionStringBuilder at) => $"""
          LAYER
            NAME "{name}"
            TYPE {type}
            STATUS ON
            EXTENT {extent}
            CONNECTIONTYPE POSTGIS
            CONNECTION "host={at.Host} user={at.Username} dbname={at.Database}"
            PROCESSING "CLOSE_CONNECTION=DEFER"
            DATA "geom from public.{TableOf(type)} using unique dense_id using srid=4326"
            PROJECTION "init=epsg:4326" END
            TEMPLATE "none"
            METADATA
              "ows_title" "{name}"
              "oga_featureid" "id"
              "gml_include_items" "all"
              "gml_exclude_items" "id"
              "gml_types" "auto"
            END
          END

        """;

    private static string TableOf(string type) => $"qgis_rival_{type.ToLowerInvariant()}";

    private static string WebServer(string folder, int port) => $"""
        server.document-root = "{folder}"
        server.bind = "127.0.0.1"
        server.port = {port}
        server.errorlog = "{folder}/lighttpd.log"
        server.modules = ( "mod_fastcgi" )
        fastcgi.server = ( "/mapserv" => (( "bin-path" => "{MapServer}", "socket" => "{folder}/mapserv", "check-local" => "disable",
          "max-procs" => {Environment.ProcessorCount}, "bin-environment" => ( "MAPSERVER_CONFIG_FILE" => "{folder}/mapserver.conf" ) )) )
        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
