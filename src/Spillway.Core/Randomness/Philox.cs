namespace Spillway.Core;

/// <summary>Counter-based random numbers: Philox 4×32 with 10 rounds. A draw is a pure function of key and counter, so draws need no order.</summary>
/// <remarks>
/// Diverging runs keep their common noise because every draw is addressed by (seed, agent, time, purpose) instead of being taken from a stream.
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011; checked against its known answers.
/// </remarks>
public static class Philox
{
    private const uint MultiplierA = 0xD251_1F53, MultiplierB = 0xCD9E_8D57;
    private const uint WeylA = 0x9E37_79B9, WeylB = 0xBB67_AE85;

    /// <summary>The 128 random bits of a 128-bit counter under a 64-bit key, as two halves (low words first).</summary>
    public static (ulong Low, ulong High) Draw(ulong key, ulong counterLow, ulong counterHigh)
    {
        unchecked // arithmetic modulo 2^32 is the definition of the cipher
        {
            uint a = (uint)counterLow, b = (uint)(counterLow >> 32), c = (uint)counterHigh, d = (uint)(counterHigh >> 32);
            uint keyA = (uint)key, keyB = (uint)(key >> 32);
            for (int round = 0; round < 10; round++)
            {
                ulong productA = (ulong)MultiplierA * a, productB = (ulong)MultiplierB * c;
                a = (uint)(productB >> 32) ^ b ^ keyA;
                b = (uint)productB;
                c = (uint)(productA >> 32) ^ d ^ keyB;
                d = (uint)productA;
                keyA += WeylA;
                keyB += WeylB;
            }
            return (((ulong)b << 32) | a, ((ulong)d << 32) | c);
        }
    }
}
