using System.Net.Sockets;
using System.Text;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Telemetry;

/// <summary>
/// Exceptions as the log and the spans tell them: what kind, which code, where in the program. Never their messages: those repeat the values
/// that were worked on (a firm's name that is no number, a row that breaks a rule).
/// </summary>
internal static class ExceptionText
{
    /// <summary>Kind and code of an exception, one line.</summary>
    public static string Head(Exception exception) => exception switch
    {
        // What the installation can't do is told in words of ours alone.
        GunManeException { Refusal: Refusal.Environment } refusal => $"{refusal.GetType().FullName} {refusal.Message}",
        GunManeException refusal => $"{refusal.GetType().FullName} {refusal.Refusal}{(refusal.Parameter is { } parameter ? $" ({parameter})" : "")}",
        SocketException socket => $"{socket.GetType().FullName} {socket.SocketErrorCode}",
        _ when DatabaseFault.Describe(exception) is { } database => $"{exception.GetType().FullName} {database}",
        _ => $"{exception.GetType().FullName} 0x{exception.HResult:x8}",
    };

    /// <summary>The exception with all that led to it, each with the places it came through.</summary>
    public static string Of(Exception exception)
    {
        var text = new StringBuilder();
        for (var one = exception; one is not null; one = one.InnerException)
        {
            if (text.Length > 0) text.Append("\n ---> ");
            text.Append(Head(one));
            if (one.StackTrace is { } trace) text.Append('\n').Append(trace);
        }

        return text.ToString();
    }
}
