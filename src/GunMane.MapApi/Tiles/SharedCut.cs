namespace GunMane.MapApi.Tiles;

/// <summary>A tile being cut for all who ask meanwhile; when the last of them goes away, so does its statement. Safe for concurrent use.</summary>
internal sealed class SharedCut(Func<CancellationToken, Task<CutTile>> cut, CancellationToken stopping)
{
    private readonly CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private readonly Lock gate = new();
    private Task<CutTile>? tile;
    private int waiting;
    private bool over;

    /// <summary>One more waits: for this; null if all others have gone already and it may come to nothing. Whoever joins leaves, either way.</summary>
    public Task<CutTile>? Join()
    {
        lock (gate)
        {
            waiting++;
            return over ? null : tile ??= Task.Run(() => cut(patience.Token), CancellationToken.None);
        }
    }

    /// <summary>One waits no longer; true from the last one on, after whom no one may join.</summary>
    public bool Leave()
    {
        lock (gate)
        {
            if (--waiting > 0) return false;
            if (!over) _ = EndAsync();
            return over = true;
        }
    }

    private async Task EndAsync()
    {
        await patience.CancelAsync();
        try
        {
            await tile!;
        }
        catch (Exception)
        {
            // Whoever waited has been told; whoever went away does not care.
        }

        patience.Dispose();
    }
}
