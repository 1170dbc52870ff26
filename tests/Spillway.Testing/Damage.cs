using Spillway.Core;
using Xunit;

namespace Spillway.Testing;

/// <summary>Every bit turned once and every length cut once: a damaged snapshot is refused as such, or the object it makes works.</summary>
public static class Damage
{
    /// <summary>Restores an object and uses what came of it.</summary>
    public delegate void Use(ref StateReader reader);

    /// <summary>Checks that no damage does more than be refused with <see cref="InvalidStateException"/>, and that none makes a restore ask for memory without bound.</summary>
    public static void AssertRefusedOrUsable(byte[] saved, Use use)
    {
        for (int bit = 0; bit < saved.Length * 8; bit++)
        {
            byte[] damaged = [.. saved];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Try(damaged, use);
        }
        for (int length = 0; length < saved.Length; length++)
            Assert.True(Try(saved[..length], use), $"the first {length} of {saved.Length} bytes were accepted");
    }

    private static bool Try(byte[] bytes, Use use)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isRefused = false;
        try
        {
            StateReader reader = new(bytes);
            use(ref reader);
        }
        catch (InvalidStateException)
        {
            isRefused = true;
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000 + (100L * bytes.Length));
        return isRefused;
    }
}
