using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace GunMane.TestKit;

/// <summary>Waits for something that will happen; fails if it doesn't for a long time.</summary>
public static class TestWait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Until a condition holds.</summary>
    public static Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") => UntilAsync(() => Task.FromResult(condition()), what);

    /// <summary>Until a condition holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var from = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(from) > Longest) throw new TimeoutException($"Waited for {Longest}: {what}");
            await Task.Delay(20);
        }
    }
}
