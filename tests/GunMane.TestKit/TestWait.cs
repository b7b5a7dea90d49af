using System.Diagnostics;

namespace GunMane.TestKit;

/// <summary>Waits for something that will happen; fails if it doesn't for a long time.</summary>
public static class TestWait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Until a condition holds.</summary>
    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <summary>Until a condition holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var from = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(from) > Longest) throw new TimeoutException($"Waited for {Longest}.");
            await Task.Delay(20);
        }
    }
}
