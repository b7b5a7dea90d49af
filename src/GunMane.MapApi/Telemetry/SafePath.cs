using System.Buffers;

namespace GunMane.MapApi.Telemetry;

/// <summary>Paths as the log and the spans tell them: codes, numbers and the words of routes stay, names that someone gave don't.</summary>
internal static class SafePath
{
    private const int LongestSegment = 64;
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>The path with every segment that is no plain code replaced by <c>*</c>.</summary>
    public static string Of(string? path)
    {
        if (string.IsNullOrEmpty(path)) return "";
        return IsPlain(path) ? path : string.Join('/', path.Split('/').Select(segment => IsPlain(segment) ? segment : "*"));
    }

    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        var run = 0;
        foreach (var letter in text)
        {
            run = letter == '/' ? 0 : run + 1;
            if (run > LongestSegment || (letter != '/' && !Plain.Contains(letter))) return false;
        }

        return true;
    }
}
