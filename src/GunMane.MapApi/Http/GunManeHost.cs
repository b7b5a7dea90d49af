using GunMane.MapApi.Areas;
using GunMane.MapApi.Events;
using GunMane.MapApi.Features;
using GunMane.MapApi.Firms;
using GunMane.MapApi.Groups;
using GunMane.MapApi.Health;
using GunMane.MapApi.Http.Caching;
using GunMane.MapApi.Http.Documents;
using GunMane.MapApi.Http.Limiting;
using GunMane.MapApi.Imports;
using GunMane.MapApi.Options;
using GunMane.MapApi.Orders;
using GunMane.MapApi.Processes;
using GunMane.MapApi.Scenarios;
using GunMane.MapApi.Styles;
using GunMane.MapApi.Telemetry;
using GunMane.MapApi.Tiles;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GunMane.MapApi.Http;

/// <summary>The web host, put together: services, middleware, one line per resource.</summary>
public static class GunManeHost
{
    /// <summary>Builds the host; the caller starts and stops it.</summary>
    /// <exception cref="Spatial.Model.GunManeException">The settings can't be used.</exception>
    public static WebApplication Build(HostSettings settings)
    {
        settings.Check();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(GunManeHost).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = settings.Limits.RequestLineBytes;
            // The server's own 240 bytes a second give a client that has stopped reading minutes for every piece.
            kestrel.Limits.MinResponseDataRate = new MinDataRate(settings.Limits.ReaderBytesPerSecond, TimeSpan.FromSeconds(5));
            kestrel.Listen(settings.Listen);
        });
        // A request's database is bounded by its limits: nothing that outlives the request may be given one.
        builder.Host.UseDefaultServiceProvider(services => services.ValidateScopes = services.ValidateOnBuild = true);
        AddServices(builder.Services, settings);
        builder.AddTelemetry(settings.Telemetry);
        var app = builder.Build();
        UseMiddleware(app, settings);
        MapResources(app);
        return app;
    }

    /// <summary>Where a started host listens, e.g. http://127.0.0.1:5080 (the port that was free if 0 was asked for).</summary>
    public static Uri Address(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>The work that the service can do. A new handler is added here.</summary>
    private static IEnumerable<OfferedProcess> Offers(HostSettings settings, SnapshotCache snapshots) =>
    [
        GroupingProcess.Offer(settings.Database, snapshots),
        ComparisonProcess.Offer(settings.Database, snapshots),
        FirmsProcess.Offer(settings.Database),
        LinkJobHandler.Offer(settings.Database),
        new OfferedProcess(new ImportJobHandler(settings.Database)),
        new OfferedProcess(new ModelRegionJobHandler(settings.Database, settings.ModelRegion)),
        .. settings.Processes,
    ];

    private static void MapResources(IEndpointRouteBuilder app)
    {
        app.MapHealth();
        app.MapAreas();
        app.MapFeatures();
        app.MapTiles();
        app.MapAllTiles();
        app.MapTileSets();
        app.MapStyles();
        app.MapProcesses();
        app.MapScenarios();
        app.MapGroups();
        app.MapLiveGroups();
        app.MapPresets();
        app.MapImports();
        app.MapCorrections();
        app.MapSuggestions();
        app.MapProfiles();
        app.MapFirms();
        app.MapOrders();
        app.MapEvents();
        app.MapOwnApi();
    }

    private static void AddServices(IServiceCollection services, HostSettings settings)
    {
        services.AddLogging(settings.Logging ?? (logging => RequestLog.ToConsole(logging, settings.LogRequests, settings.JsonLog)));
        services.AddSingleton(settings);
        LimitGuard.Add(services, settings);
        services.AddSingleton(settings.Time);
        services.AddRoutingCore();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = problem => { LimitGuard.Explain(problem); RequestLog.Name(problem); });
        services.AddExceptionHandler<ProblemHandler>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));
        services.AddCompression();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.AddSingleton<Notifications>();
        services.AddHostedService(provider => provider.GetRequiredService<Notifications>());
        services.AddSingleton<KeptStamps>();
        services.AddSingleton<WorkerLife>();
        services.AddHealth();
        services.AddOwnApi();
        services.AddTiles();
        services.AddSingleton(TilePart.Part);
        services.AddSingleton<KeptByVersion>();
        var snapshots = new SnapshotCache();
        var live = new LiveGrouping(snapshots);
        services.AddSingleton(snapshots);
        services.AddSingleton(live);
        services.AddSingleton(new AssetReasons(snapshots, live));
        services.AddSingleton(new RunComparison(snapshots));
        services.AddJobWorkers(Offers(settings, snapshots));
    }

    private static void UseMiddleware(WebApplication app, HostSettings settings)
    {
        app.UseProxies(settings.Proxy);
        app.UseMiddleware<RequestLog>();
        app.UseResponseCompression();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<LoopbackGuard>();
        // Before the files: what has a route is not looked for on the disk.
        app.UseRouting();
        app.UseSite(settings.WebRoot);
        app.UseMiddleware<LimitGuard>();
        app.UseMiddleware<QueryGuard>();
        app.UseMiddleware<FreshGuard>();
        app.UseMiddleware<TurnGuard>();
        app.UseEndpoints(_ => { });
    }
}
