using System.Collections.Concurrent;
using System.Net;
using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GunMane.TestKit;

/// <summary>
/// The whole service on a free port of 127.0.0.1 with a database of its own; use it as a class fixture, or derive from it
/// to change its settings.
/// </summary>
public class TestHost : IAsyncLifetime
{
    private readonly TestDatabase database = new();
    private readonly Lines lines = new();
    private WebApplication app = null!;
    private string home = "";

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>A client of it.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Its database, for arranging.</summary>
    public Database Database => database.Database;

    /// <summary>Connection string of the superuser of its database.</summary>
    public string Administrator => database.Administrator;

    /// <summary>What it logged so far.</summary>
    public IReadOnlyCollection<string> Log => lines.Written;

    /// <summary>Services of the running host.</summary>
    public IServiceProvider Services => app.Services;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        home = Directory.CreateTempSubdirectory("gunmane-host-").FullName;
        var settings = new HostSettings(database.Database, home, Checkout.At("web"), Checkout.At("data"), new IPEndPoint(IPAddress.Loopback, 0))
        {
            Logging = logging => logging.ClearProviders().AddProvider(lines).AddFilter("Microsoft", LogLevel.Warning),
        };
        app = GunManeHost.Build(Configure(settings));
        await app.StartAsync();
        Address = GunManeHost.Address(app);
        Client = new HttpClient { BaseAddress = Address };
        await ArrangeAsync(database.Database);
    }

    /// <summary>Stops the service; its database stays.</summary>
    public Task StopAsync() => app.StopAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    /// <summary>Settings that differ from the usual ones.</summary>
    protected virtual HostSettings Configure(HostSettings settings) => settings;

    /// <summary>Data that the tests of the class start with.</summary>
    protected virtual Task ArrangeAsync(Database empty) => Task.CompletedTask;

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Written { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
