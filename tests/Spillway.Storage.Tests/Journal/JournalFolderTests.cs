using System.Buffers.Binary;

namespace Spillway.Storage.Tests;

public sealed class JournalFolderTests
{
    [Fact]
    public void Open_OfAMissingFolder_SaysSo()
    {
        using TemporaryFolder folder = new();
        AssertRefused(folder.Sub("none"), "does not exist: give the folder of a journal");
    }

    [Fact]
    public void Open_OfAnEmptyFolder_SaysSo()
    {
        using TemporaryFolder folder = new();
        AssertRefused(folder.Path, "holds no journal: give the folder of a journal, or create one");
    }

    [Fact]
    public void Open_OfAFolderWithOtherFiles_NamesTheFile()
    {
        using TemporaryFolder folder = new();
        WriteSegments(folder.Path);
        File.WriteAllText(folder.Sub("notes.txt"), "");
        AssertRefused(folder.Path, "holds notes.txt, which is no part of a journal: move it away");
    }

    [Fact]
    public void Open_OfAFolderWithAFolder_NamesIt()
    {
        using TemporaryFolder folder = new();
        WriteSegments(folder.Path);
        Directory.CreateDirectory(folder.Sub("0000001.journal"));
        AssertRefused(folder.Path, "holds 0000001.journal, which is no part of a journal");
    }

    [Fact]
    public void Open_OfAJournalWithAGap_NamesTheMissingSegment()
    {
        using TemporaryFolder folder = new();
        WriteSegments(folder.Path);
        File.Delete(folder.Sub("00000001.journal"));
        AssertRefused(folder.Path, "lacks 00000001.journal but holds 00000002.journal: restore the missing segment");
    }

    [Fact]
    public void Open_OfAnUnknownFormat_NamesBothVersions()
    {
        using TemporaryFolder folder = new();
        WriteSegments(folder.Path);
        byte[] bytes = File.ReadAllBytes(folder.Sub("00000000.journal"));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), 3);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Crc32C.Of(bytes.AsSpan(0, 12)));
        File.WriteAllBytes(folder.Sub("00000000.journal"), bytes);
        AssertRefused(folder.Path, "has format 3, this version reads formats 1 and 2: use the Spillway that wrote it");
    }

    [Fact]
    public void Open_ForAppendByAnotherEngine_NamesBothVersions()
    {
        using TemporaryFolder folder = new();
        WriteSegments(folder.Path);
        JournalFolderException refusal = Assert.Throws<JournalFolderException>(
            () => JournalWriter.Open(folder.Path, JournalSample.Options with { EngineVersion = "0.2.0" }));
        Assert.Contains("written by engine 0.1.0+test, this is 0.2.0", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_OverAJournal_IsRefused()
    {
        using TemporaryFolder folder = new();
        WriteSegments(folder.Path);
        JournalFolderException refusal = Assert.Throws<JournalFolderException>(() => JournalWriter.Create(folder.Path, JournalSample.Options));
        Assert.Contains("already holds a journal: open it to continue", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_InAFolderWithOtherFiles_LeavesNothingBehind()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Sub("notes.txt"), "");
        Assert.Throws<JournalFolderException>(() => JournalWriter.Create(folder.Path, JournalSample.Options));
        Assert.Equal(folder.Sub("notes.txt"), Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path)));
    }

    [Fact]
    public void Open_WhileAnotherWriterHoldsTheFolder_IsRefused_AndReadingIsNot()
    {
        using TemporaryFolder folder = new();
        using (JournalWriter writer = JournalWriter.Create(folder.Path, JournalSample.Options))
        {
            writer.AppendAll(4, JournalSample.DensePayload);
            JournalFolderException refusal = Assert.Throws<JournalFolderException>(() => JournalWriter.Open(folder.Path, JournalSample.Options));
            Assert.Contains("is being written by another process or writer", refusal.Message, StringComparison.Ordinal);
            using JournalReader reader = JournalReader.Open(folder.Path);
            Assert.Equal(4, reader.ReadAll(JournalSample.DensePayload));
        }
        JournalWriter.Open(folder.Path, JournalSample.Options).Dispose();
    }

    [Theory]
    [InlineData("", 4096, 4096)]
    [InlineData("a version that is far too long for the room it has in the header", 4096, 4096)]
    [InlineData("0.1.0\0", 4096, 4096)]
    [InlineData("0.1.0", 1023, 4096)]
    [InlineData("0.1.0", 4096, 1023)]
    [InlineData("0.1.0", 4096, (64 << 20) + 1)]
    public void Options_OutsideTheirBounds_AreRefused(string engineVersion, long segmentBytes, int bufferBytes) =>
        Assert.ThrowsAny<ArgumentException>(
            () => new JournalOptions { EngineVersion = engineVersion, SegmentBytes = segmentBytes, BufferBytes = bufferBytes });

    private static void WriteSegments(string path)
    {
        using JournalWriter writer = JournalWriter.Create(path, JournalSample.Options);
        writer.AppendAll(40, JournalSample.DensePayload);
    }

    private static void AssertRefused(string path, string words)
    {
        JournalFolderException read = Assert.Throws<JournalFolderException>(() => JournalReader.Open(path).Dispose());
        JournalFolderException write = Assert.Throws<JournalFolderException>(() => JournalWriter.Open(path, JournalSample.Options).Dispose());
        Assert.Contains(words, read.Message, StringComparison.Ordinal);
        Assert.Equal(read.Message, write.Message);
    }
}
