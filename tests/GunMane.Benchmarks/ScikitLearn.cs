using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GunMane.Spatial.Model;

namespace GunMane.Benchmarks;

/// <summary>
/// scikit-learn's DBSCAN as a child process of Debian's python3: k-d tree, all cores. It is quicker where near points stand beside one another.
/// Its seconds are those of <c>fit</c> alone: points and labels stay in its memory.
/// </summary>
internal sealed class ScikitLearn : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const string Module = "/usr/lib/python3/dist-packages/sklearn";
    private readonly Process process;
    private readonly string folder;

    /// <summary>Starts it.</summary>
    /// <param name="x">Eastings, metres.</param>
    /// <param name="y">Northings, metres.</param>
    /// <param name="eps">Radius, metres.</param>
    /// <param name="minPoints">Neighbours, itself counted, that make a core.</param>
    /// <exception cref="GunManeException">It is not installed (Environment).</exception>
    public ScikitLearn(double[] x, double[] y, double eps, int minPoints)
    {
        if (!File.Exists(Python) || !Directory.Exists(Module))
            throw new GunManeException(Refusal.Environment, "scikit-learn がありません。apt install python3-sklearn (scikit-learn is missing: apt install python3-sklearn.)");
        folder = Directory.CreateTempSubdirectory("gunmane-bench-").FullName;
        var both = new double[2 * x.Length];
        for (var at = 0; at < x.Length; at++) (both[2 * at], both[2 * at + 1]) = (x[at], y[at]);
        using (var file = File.Create(Points)) file.Write(MemoryMarshal.AsBytes<double>(both));
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "rival_scikit_learn.py"), Points, eps.ToString("R", CultureInfo.InvariantCulture), minPoints.ToString(CultureInfo.InvariantCulture), Answer];
        process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    private string Points => Path.Combine(folder, "points");

    private string Answer => Path.Combine(folder, "labels");

    /// <summary>Seconds of one fit.</summary>
    public async Task<double> FitAsync(CancellationToken cancellation)
    {
        await process.StandardInput.WriteLineAsync();
        await process.StandardInput.FlushAsync(cancellation);
        var said = await process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException("scikit-learn ended without an answer.");
        return double.Parse(said, CultureInfo.InvariantCulture);
    }

    /// <summary>Labels of the last fit, when its process has ended.</summary>
    public async Task<int[]> LabelsAsync(CancellationToken cancellation)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        return MemoryMarshal.Cast<byte, int>(await File.ReadAllBytesAsync(Answer, cancellation)).ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
