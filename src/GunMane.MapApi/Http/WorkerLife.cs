using GunMane.MapApi.Options;

namespace GunMane.MapApi.Http;

/// <summary>Whether the loops that work in the background go round. They report here; the health page asks here. Safe for concurrent use.</summary>
internal sealed class WorkerLife(HostSettings settings, TimeProvider time)
{
    private int running;
    private long lastTurn;

    /// <summary>How many loops there should be: one for each job at once, one that hears dismissals and one that frees lost jobs.</summary>
    public int Expected => settings.Workers + 2;

    /// <summary>How many loops there are.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>
    /// Whether all of them live and the one that frees lost jobs has lately gone round: it has nothing to wait for but the database and its
    /// own pause. Measured by a clock that no one sets.
    /// </summary>
    public bool IsGood => Running >= Expected && time.GetElapsedTime(Volatile.Read(ref lastTurn)) < settings.HeartbeatLost * 2;

    /// <summary>A loop begins; it ends when the answer is disposed of.</summary>
    public IDisposable Begin()
    {
        Turn();
        Interlocked.Increment(ref running);
        return new Ending(this);
    }

    /// <summary>The loop that frees lost jobs has gone round.</summary>
    public void Turn() => Volatile.Write(ref lastTurn, time.GetTimestamp());

    private sealed class Ending(WorkerLife life) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref life.running);
    }
}
