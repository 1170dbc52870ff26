namespace Spillway.Testing;

/// <summary>What a piece of work allocates in steady state.</summary>
public static class Allocations
{
    private const int Rounds = 20;

    /// <summary>Bytes of the cheapest of several rounds: what the work allocates is in every round, what the runtime allocates once (compiling, loading types) is not.</summary>
    public static long OfSteadyState(Action<int> work)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work(round);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
