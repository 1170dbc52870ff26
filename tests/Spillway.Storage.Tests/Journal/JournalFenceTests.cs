namespace Spillway.Storage.Tests;

public sealed class JournalFenceTests
{
    [Fact]
    public void AFailedFlush_FencesTheWriter_WithItsCause()
    {
        MemoryFolder folder = new() { FailAt = 6 }; // create, write, flush, flush of the folder, write, flush
        using JournalWriter writer = JournalWriter.Create(folder, JournalSample.Options);
        writer.Append(JournalRecordKind.Command, [1]);
        JournalFencedException first = Assert.Throws<JournalFencedException>(writer.Commit);
        Assert.IsType<IOException>(first.InnerException);
        Assert.Contains("injected: flush", first.Message, StringComparison.Ordinal);
        Assert.Equal(0, writer.CommittedSequence);

        int operations = folder.Operations;
        Assert.Same(first.InnerException, Assert.Throws<JournalFencedException>(() => writer.Append(JournalRecordKind.Command, [2])).InnerException);
        Assert.Same(first.InnerException, Assert.Throws<JournalFencedException>(writer.Commit).InnerException);
        writer.Dispose();
        Assert.Equal(operations, folder.Operations);
    }

    [Fact]
    public void AFullDisk_WhenTheNextSegmentIsDue_FencesTheWriter()
    {
        MemoryFolder whole = new();
        int operations = 0;
        using (JournalWriter writer = JournalWriter.Create(whole, JournalSample.Options))
        {
            while (whole.Names.Count() == 1)
            {
                operations = whole.Operations;
                writer.AppendAll(writer.NextSequence + 1, JournalSample.DensePayload);
            }
        }
        MemoryFolder full = new() { FailAt = operations + 2 }; // the cut of the old segment, then the new one
        using JournalWriter fenced = JournalWriter.Create(full, JournalSample.Options);
        JournalFencedException failure = Assert.Throws<JournalFencedException>(() => fenced.AppendAll(long.MaxValue, JournalSample.DensePayload));
        Assert.Contains("injected: create", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFailureInALargeRecord_FencesTheWriter()
    {
        MemoryFolder folder = new() { FailAt = 6 };
        using JournalWriter writer = JournalWriter.Create(folder, JournalSample.Options);
        Assert.Throws<JournalFencedException>(() => writer.Append(JournalRecordKind.Snapshot, new byte[5000]));
        Assert.Throws<JournalFencedException>(writer.Commit);
    }

    [Fact]
    public void Dispose_ThatCannotWriteTheLastRecords_SaysSo()
    {
        MemoryFolder folder = new() { FailAt = 5 };
        JournalWriter writer = JournalWriter.Create(folder, JournalSample.Options);
        writer.Append(JournalRecordKind.Command, [1]);
        Assert.Throws<JournalFencedException>(writer.Dispose);
        writer.Dispose();
        using JournalWriter next = JournalWriter.Open(folder.Copy(), JournalSample.Options);
    }

    [Fact]
    public void AppendAndCommit_AfterDispose_AreRefused()
    {
        JournalWriter writer = JournalWriter.Create(new MemoryFolder(), JournalSample.Options);
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.Append(JournalRecordKind.Command, []));
        Assert.Throws<ObjectDisposedException>(writer.Commit);
    }

    [Fact]
    public void Commit_WithoutDurability_NeverFlushes()
    {
        MemoryFolder folder = new();
        using (JournalWriter writer = JournalWriter.Create(folder, JournalSample.Options with { Durable = false }))
            writer.AppendAll(40, JournalSample.NastyPayload);
        Assert.Empty(folder.Crash(() => false).Names);
        Assert.Equal(40, folder.ReadAll(JournalSample.NastyPayload));
    }
}
