namespace Spillway.Liquidation;

/// <summary>Keeps what was read only to bring it into the cache, so that the compiler cannot leave the reading out.</summary>
internal struct ReadAhead
{
    /// <summary>How many are read ahead of their use: enough to keep all misses of a core in flight, few enough to stay in its nearest cache.</summary>
    public const int Batch = 32;

    private long sum;

    /// <summary>Takes a checksum of what was read; its value means nothing.</summary>
    public void Take(long read) => sum ^= read;
}
