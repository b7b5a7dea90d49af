using GunMane.MapApi.Areas;
using GunMane.MapApi.Events;
using GunMane.MapApi.Features;
using GunMane.MapApi.Firms;
using GunMane.MapApi.Groups;
using GunMane.MapApi.Imports;
using GunMane.MapApi.Options;
using GunMane.MapApi.Orders;
using GunMane.MapApi.Processes;
using GunMane.MapApi.Scenarios;
using GunMane.MapApi.Tiles;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

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
            kestrel.Listen(settings.Listen);
        });
        AddServices(builder.Services, settings);
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
        app.MapTileSets();
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
    }

    private static void AddServices(IServiceCollection services, HostSettings settings)
    {
        services.AddLogging(settings.Logging ?? (logging => RequestLog.ToConsole(logging, settings.LogRequests)));
        services.AddSingleton(settings);
        services.AddSingleton(settings.Database);
        services.AddSingleton(TimeProvider.System);
        services.AddRoutingCore();
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemHandler>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));
        services.AddCompression();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.AddSingleton<Notifications>();
        services.AddHostedService(provider => provider.GetRequiredService<Notifications>());
        services.AddTiles();
        services.AddSingleton<KeptByVersion>();
        var snapshots = new SnapshotCache(settings.Database);
        var live = new LiveGrouping(settings.Database, snapshots);
        services.AddSingleton(live);
        services.AddSingleton(new AssetReasons(settings.Database, snapshots, live));
        services.AddSingleton(new RunComparison(settings.Database, snapshots));
        services.AddJobWorkers(Offers(settings, snapshots));
    }

    private static void UseMiddleware(WebApplication app, HostSettings settings)
    {
        app.UseMiddleware<RequestLog>();
        app.UseResponseCompression();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<LoopbackGuard>();
        app.UseSite(settings.WebRoot);
        app.UseRouting();
        app.UseMiddleware<QueryGuard>();
        app.UseEndpoints(_ => { });
    }
}
