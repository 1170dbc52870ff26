using BenchmarkDotNet.Attributes;
using Spillway.Core;

namespace Spillway.Kernels.Core;

/// <summary>The arithmetic under every release decision and every draw; one operation is one call.</summary>
public class CoreKernels
{
    private const int Operations = 1_024;
    private readonly long[] prices = new long[Operations];
    private readonly long[] distancesPpb = new long[Operations];

    [GlobalSetup]
    public void Fill()
    {
        for (int i = 0; i < Operations; i++)
        {
            (ulong low, ulong high) = Philox.Draw(1, (ulong)i, 0);
            prices[i] = 1_000_000 + (long)(low % 1_000_000); // neighbouring prices of a crash: within a factor of two
            distancesPpb[i] = -(long)(high % 300_000_000);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public ulong PhiloxDraw()
    {
        ulong sum = 0;
        for (int i = 0; i < Operations; i++) sum ^= Philox.Draw(1, (ulong)i, 0).Low;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long LnRatioPpb()
    {
        long sum = 0;
        for (int i = 0; i < Operations; i++) sum += FixedLog.LnRatioPpb(prices[i], 1_500_000);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long ShiftPrice()
    {
        long sum = 0;
        for (int i = 0; i < Operations; i++) sum += FixedLog.ShiftPrice(prices[i], distancesPpb[i], Rounding.Up);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long MultiplyDivide()
    {
        long sum = 0;
        for (int i = 0; i < Operations; i++) sum += ExactMath.MultiplyDivide(prices[i], distancesPpb[i], 1_000_000, Rounding.Up);
        return sum;
    }
}
