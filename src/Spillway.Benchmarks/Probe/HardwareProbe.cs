using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using Spillway.Benchmarks.Measure;

namespace Spillway.Benchmarks.Probe;

/// <summary>Measures the machine in the same run as the engine, so that results of different machines and hours can be set against each other.</summary>
internal sealed class HardwareProbe
{
    /// <summary>What the machine fetches at once.</summary>
    public const int LineBytes = 64;

    private const int ReadBytes = 256 << 20, ChaseBytes = 64 << 20;
    private const int Multiplications = 20_000_000, LongWalk = 2_000_000;

    private readonly int repetitions, chaseSteps;

    private readonly long[] sequence = new long[ReadBytes / sizeof(long)];
    private readonly int[] next = new int[ChaseBytes / sizeof(int)];
    private long sink;

    /// <param name="isBrief">Fewer repetitions of a shorter walk, for runs that only take a look.</param>
    public HardwareProbe(bool isBrief)
    {
        (repetitions, chaseSteps) = isBrief ? (3, LongWalk / 10) : (5, LongWalk);
        sequence.AsSpan().Fill(1);
        LinkIntoOneCycle();
        Measure(); // compiles the loops
    }

    /// <summary>Median of the repetitions of each.</summary>
    public ProbeReading Measure() => new(
        ReadBytes / Median(ReadAll),
        Median(Chase) / chaseSteps,
        Median(MultiplyOn) / Multiplications);

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
        double[] nanos = new double[repetitions];
        for (int i = 0; i < repetitions; i++)
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
        for (int step = 0; step < chaseSteps; step++) at = next[at];
        sink ^= at;
    }

    private void MultiplyOn()
    {
        ulong product = (ulong)sink | 1;
        for (int i = 0; i < Multiplications; i++) product = unchecked(product * 0x5851_F42D_4C95_7F2D);
        sink ^= (long)(product >> 1);
    }
}
