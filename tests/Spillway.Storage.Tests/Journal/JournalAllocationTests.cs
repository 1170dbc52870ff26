namespace Spillway.Storage.Tests;

public sealed class JournalAllocationTests
{
    private const int Records = 20_000;

    [Fact]
    public void AppendCommitAndRead_InSteadyState_AllocateNothing()
    {
        using TemporaryFolder folder = new();
        byte[] payload = new byte[64];
        using (JournalWriter writer = JournalWriter.Create(folder.Path, new JournalOptions { EngineVersion = "0.1.0", Durable = false }))
        {
            Assert.True(Append(writer, payload) >= 0); // the first pass fills caches and tiers up
            Assert.Equal(0, Append(writer, payload));
        }
        using JournalReader reader = JournalReader.Open(folder.Path);
        Assert.True(Read(reader) >= 0);
        Assert.Equal(0, Read(reader));
    }

    private static long Append(JournalWriter writer, byte[] payload)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int index = 0; index < Records; index++)
        {
            writer.Append(JournalRecordKind.Command, payload);
            if (index % 1000 == 0) writer.Commit();
        }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long Read(JournalReader reader)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int index = 0; index < Records; index++)
        {
            if (!reader.TryRead(out _)) return -1;
        }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
