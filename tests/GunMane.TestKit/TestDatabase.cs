using GunMane.Spatial.Storage;
using Xunit;

namespace GunMane.TestKit;

/// <summary>A test class's own database, cloned from the template; use it as a class fixture.</summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private string name = "";

    /// <summary>The database as the service uses it.</summary>
    public Database Database { get; private set; } = null!;

    /// <summary>Connection string of the service's role.</summary>
    public string Service { get; private set; } = "";

    /// <summary>Connection string of the superuser, for arranging and looking.</summary>
    public string Administrator { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        name = await TestCluster.CloneAsync(CancellationToken.None);
        var cluster = await TestCluster.SharedAsync(CancellationToken.None);
        Service = TestCluster.At(cluster.Service, name);
        Administrator = TestCluster.At(cluster.Administrator, name);
        Database = Database.Open(Service);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await TestCluster.DropAsync(name);
    }
}
