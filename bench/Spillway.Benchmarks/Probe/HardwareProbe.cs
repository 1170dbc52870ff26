using System.Diagnostics;
using System.Numerics;
using System.Runtime;
using System.Runtime.InteropServices;
using Spillway.Benchmarks.Measure;

namespace Spillway.Benchmarks.Probe;

/// <summary>Measures the machine in the same run as the engine, so that results of different machines and hours can be set against each other.</summary>
internal sealed class HardwareProbe
{
    private const int ReadBytes = 256 << 20, ChaseBytes = 64 << 20, LineBytes = 64;
    private const int Repetitions = 5, ChaseSteps = 2_000_000, Multiplications = 20_000_000;

    private readonly long[] sequence = new long[ReadBytes / sizeof(long)];
    private readonly int[] next = new int[ChaseBytes / sizeof(int)];
    private long sink;

    public HardwareProbe()
    {
        sequence.AsSpan().Fill(1);
        LinkIntoOneCycle();
        Measure(); // compiles the loops
    }

    /// <summary>Median of five repetitions each.</summary>
    public ProbeReading Measure() => new(
        ReadBytes / Median(ReadAll),
        Median(Chase) / ChaseSteps,
        Median(MultiplyOn) / Multiplications);

    public static void PrintMachine()
    {
        string commit = typeof(HardwareProbe).Assembly.GetCustomAttributes(false).OfType<System.Reflection.AssemblyInformationalVersionAttribute>().Single().InformationalVersion;
        string concurrent = GCSettings.LatencyMode == GCLatencyMode.Batch ? "" : ", concurrent";
        Report.Line($"machine    {CpuModel()}, {Environment.ProcessorCount} cores visible, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MiB");
        Report.Line($"system     {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        Report.Line($"runtime    {RuntimeInformation.FrameworkDescription}, GC {(GCSettings.IsServerGC ? "server" : "workstation")}{concurrent}");
        Report.Line($"version    {commit}");
        Report.Line($"date       {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC");
    }

    public static void Print(string when, ProbeReading reading) => Report.Line(
        $"probe {when,-7} sequential read {reading.ReadGigabytesPerSecond:F1} GB/s, random access {reading.RandomAccessNanos:F1} ns, dependent multiply {reading.MultiplyNanos:F2} ns");

    // Sattolo's shuffle leaves a single cycle, so the walk visits every line before it repeats and no prefetcher can guess the next.
    private void LinkIntoOneCycle()
    {
        const int stride = LineBytes / sizeof(int);
        int lines = next.Length / stride;
        SeededDraws draws = new(64);
        int[] order = [.. Enumerable.Range(0, lines)];
        for (int i = lines - 1; i > 0; i--)
        {
            int j = draws.Below(i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        for (int i = 0; i < lines; i++) next[order[i] * stride] = order[(i + 1) % lines] * stride;
    }

    private double Median(Action work)
    {
        double[] nanos = new double[Repetitions];
        for (int i = 0; i < Repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            nanos[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }
        if (sink == long.MinValue) Console.WriteLine(); // what the loops compute is used
        return Quartiles.Of(nanos).Median;
    }

    private void ReadAll()
    {
        ReadOnlySpan<Vector<long>> vectors = MemoryMarshal.Cast<long, Vector<long>>(sequence);
        Vector<long> a = default, b = default, c = default, d = default;
        for (int i = 0; i + 3 < vectors.Length; i += 4)
        {
            a ^= vectors[i];
            b ^= vectors[i + 1];
            c ^= vectors[i + 2];
            d ^= vectors[i + 3];
        }
        sink ^= Vector.Sum(a ^ b ^ c ^ d);
    }

    private void Chase()
    {
        int at = 0;
        for (int step = 0; step < ChaseSteps; step++) at = next[at];
        sink ^= at;
    }

    private void MultiplyOn()
    {
        ulong product = (ulong)sink | 1;
        for (int i = 0; i < Multiplications; i++) product = unchecked(product * 0x5851_F42D_4C95_7F2D);
        sink ^= (long)(product >> 1);
    }

    private static string CpuModel()
    {
        const string file = "/proc/cpuinfo";
        string? line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown processor";
    }
}
