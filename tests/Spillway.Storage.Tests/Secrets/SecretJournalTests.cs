using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Storage.Tests;

/// <summary>A journal with a key holds no secret in plain before it is revealed, and replays with the key, or without it once all was revealed.</summary>
public sealed class SecretJournalTests : IDisposable
{
    private static readonly SeedSecret Secret = new(0x0123456789abcdef, 0xfedcba9876543210, 0x1122334455667788, 0x99aabbccddeeff00);

    private static readonly JournalKey Key = new(SHA256.HashData("host"u8)), OtherKey = new(SHA256.HashData("stranger"u8));

    private readonly TemporaryFolder folder = new();

    private string Journal => folder.Sub("journal");

    [Fact]
    public void Files_BeforeTheReveal_HoldTheSecretNowhere()
    {
        Record(Journal, Key, Reveal.Never);
        Assert.DoesNotContain(true, Needles().Select(needle => Holds(Journal, needle)));
        Record(folder.Sub("plain"), key: null, Reveal.Never);
        Assert.Contains(true, Needles().Select(needle => Holds(folder.Sub("plain"), needle))); // the search finds what is there
        Assert.True(Holds(Journal, Bytes(Secret.Commitment()))); // who has no key still sees what was committed to
    }

    [Theory]
    [InlineData(Reveal.Never)]
    [InlineData(Reveal.AtTheEnd)]
    public void Replay_WithTheKey_ReachesEveryRecordedHashAndTheStateOfAPlainJournal(Reveal reveal)
    {
        StateHash hash = Record(Journal, Key, reveal), plain = Record(folder.Sub("plain"), key: null, reveal);
        ReplayReport report = Replay(Journal, Key);
        Assert.Equal((hash, plain), (report.Hash, hash));
        Assert.True(report.VerifiedHashes > 3);
        Assert.Equal(hash, Replay(Journal, Key, startsAtSnapshot: true).Hash);
    }

    [Fact]
    public void Replay_WithoutTheKeyOnceRevealed_ReachesTheSameState()
    {
        StateHash hash = Record(Journal, Key, Reveal.AtTheEnd);
        Assert.Equal(hash, Replay(Journal, key: null).Hash);
        Assert.Equal(hash, Replay(Journal, OtherKey).Hash);
    }

    [Fact]
    public void Replay_WithoutTheKeyBeforeTheReveal_NamesPlaceAndKey()
    {
        Record(Journal, Key, Reveal.Never);
        string none = Assert.Throws<JournalKeyException>(() => Replay(Journal, key: null)).Message, other = Assert.Throws<JournalKeyException>(() => Replay(Journal, OtherKey)).Message;
        Assert.StartsWith("00000000.journal", none, StringComparison.Ordinal);
        Assert.Contains($"the secret of seed 1 is encrypted under key {Key.Id}, and no key was given", none, StringComparison.Ordinal);
        Assert.Contains($"the key given is {OtherKey.Id}: give the file of key {Key.Id}", other, StringComparison.Ordinal);
        Assert.Contains("a snapshot is encrypted", Assert.Throws<JournalKeyException>(() => Replay(Journal, key: null, startsAtSnapshot: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_WithoutTheKey_OfACommitmentThatWasRefused_NeedsNoSecret()
    {
        StateHash hash;
        RiskEngine engine = new(EngineOptions.Default, new Nobody(), IRejections.Ignored);
        using (JournaledEngine journaled = Open(Journal, engine, Key))
        {
            Assert.False(journaled.Execute(Command.CommitSeedOf(Timestamp.FromNanos(1), 7, in Secret)).IsAccepted);
            hash = engine.Hash();
        }
        Assert.Equal(hash, Replay(Journal, key: null).Hash);
    }

    [Fact]
    public void Replay_FromASnapshotWithoutTheKey_BeginsAtTheFirstThatIsPlain()
    {
        StateHash hash = Record(Journal, Key, Reveal.BeforeASecondSnapshot);
        ReplayReport report = Replay(Journal, key: null, startsAtSnapshot: true);
        Assert.Equal((hash, 1), (report.Hash, report.Commands));
    }

    [Fact]
    public void SealedRecords_WithAnyByteChanged_AreRefused()
    {
        Record(Journal, Key, Reveal.Never);
        List<(JournalRecordKind Kind, byte[] Payload)> records = Read(Journal);
        int tried = 0;
        foreach (int changed in Enumerable.Range(0, records.Count).Where(r => records[r].Kind is JournalRecordKind.SecretCommand or JournalRecordKind.SecretSnapshot))
        {
            byte[] payload = records[changed].Payload;
            for (int at = 0; at < payload.Length; at += at < 200 ? 1 : 997)
            {
                byte[] damaged = [.. payload];
                damaged[at] ^= 1;
                string other = folder.Sub($"damaged-{tried++}");
                Write(other, records.Select((record, r) => r == changed ? (record.Kind, damaged) : record));
                Exception refused = Assert.ThrowsAny<Exception>(() => Replay(other, Key, startsAtSnapshot: records[changed].Kind == JournalRecordKind.SecretSnapshot));
                Assert.True(refused is JournalCorruptException || (at < 8 && refused is JournalKeyException), $"byte {at}: {refused}"); // a changed key number is another key
                Directory.Delete(other, recursive: true);
            }
        }
        Assert.True(tried > 300);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(35)]
    [InlineData(131)]
    [InlineData(133)]
    public void SealedRecords_OfAnotherLength_AreRefused(int length)
    {
        Write(Journal, [(JournalRecordKind.SecretCommand, new byte[length])]);
        Assert.Throws<JournalCorruptException>(() => Replay(Journal, Key));
    }

    [Fact]
    public void SealedRecords_InAnotherPlace_AreRefused()
    {
        Record(Journal, Key, Reveal.Never);
        List<(JournalRecordKind Kind, byte[] Payload)> records = Read(Journal);
        int at = records.FindIndex(record => record.Kind == JournalRecordKind.SecretCommand);
        (records[at], records[at - 1]) = (records[at - 1], records[at]);
        Write(folder.Sub("moved"), records);
        Assert.Throws<JournalCorruptException>(() => Replay(folder.Sub("moved"), Key));
    }

    [Fact]
    public void Reveal_OfAnotherSecret_DoesNotOpenTheRecord()
    {
        Record(Journal, Key, Reveal.AtTheEnd);
        List<(JournalRecordKind Kind, byte[] Payload)> records = Read(Journal);
        records.First(record => record.Kind == JournalRecordKind.RevealedSecret).Payload[^1] ^= 1;
        Write(folder.Sub("forged"), records);
        Assert.Throws<JournalKeyException>(() => Replay(folder.Sub("forged"), key: null));
    }

    [Fact]
    public void Journal_OfTheSameCommands_HasTheSameBytes()
    {
        Record(Journal, Key, Reveal.AtTheEnd);
        Record(folder.Sub("again"), Key, Reveal.AtTheEnd);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Journal, "00000000.journal")), File.ReadAllBytes(Path.Combine(folder.Sub("again"), "00000000.journal")));
    }

    // A crash may cut a record, and another one then takes its sequence.
    [Fact]
    public void Seal_OfAnotherSecretInTheSamePlace_HasAnotherNonce()
    {
        HashSet<string> nonces = [];
        for (ulong draw = 0; draw < 1_000; draw++)
        {
            Command command = Command.CommitSeedOf(Timestamp.FromNanos(1), 1, new SeedSecret(draw, 0, 0, 0));
            Assert.True(nonces.Add(Convert.ToHexString(SecretRecord.Seal(Key, in command, sequence: 5).AsSpan(8, 12))));
        }
    }

    [Fact]
    public void Append_WithAndWithoutTheKeyOfTheJournal_IsRefusedWhereTheyDiffer()
    {
        Record(Journal, Key, Reveal.Never);
        Record(folder.Sub("plain"), key: null, Reveal.Never);
        Assert.Contains("continue with its key", Assert.Throws<JournalFolderException>(() => JournalWriter.Open(Journal, Options(null))).Message, StringComparison.Ordinal);
        Assert.Contains("start a new journal", Assert.Throws<JournalFolderException>(() => JournalWriter.Open(folder.Sub("plain"), Options(Key))).Message, StringComparison.Ordinal);
        using JournalWriter writer = JournalWriter.Open(folder.Sub("plain"), Options(null));
        Assert.Throws<ArgumentException>(() => writer.Append(JournalRecordKind.SecretCommand, new byte[SecretRecord.CommandBytes]));
    }

    [Theory]
    [InlineData(0, "this one has 0")]
    [InlineData(31, "this one has 31")]
    [InlineData(33, "this one has more")]
    public void Key_OfAnotherLength_IsRefusedWithItsFile(int length, string message)
    {
        string file = folder.Sub("host.key");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, new byte[length]);
        string refused = Assert.Throws<JournalKeyException>(() => JournalKey.Read(file)).Message;
        Assert.StartsWith(file, refused, StringComparison.Ordinal);
        Assert.Contains(message, refused, StringComparison.Ordinal);
        Assert.Contains("head -c 32 /dev/urandom", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_ThatIsMissing_IsRefusedWithItsFile() =>
        Assert.StartsWith(folder.Sub("none"), Assert.Throws<JournalKeyException>(() => JournalKey.Read(folder.Sub("none"))).Message, StringComparison.Ordinal);

    public void Dispose() => folder.Dispose();

    public enum Reveal
    {
        Never,
        AtTheEnd,
        BeforeASecondSnapshot,
    }

    private static JournalOptions Options(JournalKey? key) => new() { EngineVersion = "test", Durable = false, HoldsSecrets = key is not null };

    private static JournaledEngine Open(string path, RiskEngine engine, JournalKey? key) => new(engine, JournalWriter.Create(path, Options(key)), hashEvery: 3, key);

    /// <summary>Accounts, a commitment, a snapshot while it is secret, more accounts, and the reveal.</summary>
    private static StateHash Record(string path, JournalKey? key, Reveal reveal)
    {
        RiskEngine engine = new(EngineOptions.Default, new Nobody(), IRejections.Ignored);
        using JournaledEngine journaled = Open(path, engine, key);
        long time = 0;
        for (int i = 0; i < 4; i++) Do(Command.Open(Timestamp.FromNanos(++time)));
        Do(Command.CommitSeedOf(Timestamp.FromNanos(++time), 1, in Secret));
        journaled.RecordSnapshot();
        for (int i = 0; i < 4; i++) Do(Command.Open(Timestamp.FromNanos(++time)));
        if (reveal != Reveal.Never) Do(Command.RevealSeedOf(Timestamp.FromNanos(++time), 1));
        if (reveal == Reveal.BeforeASecondSnapshot)
        {
            journaled.RecordSnapshot();
            Do(Command.Open(Timestamp.FromNanos(++time)));
        }
        return engine.Hash();

        void Do(in Command command) => Assert.True(journaled.Execute(in command).IsAccepted);
    }

    private static ReplayReport Replay(string path, JournalKey? key, bool startsAtSnapshot = false) =>
        JournalReplay.Run(path, EngineOptions.Default, new Nobody(), IRejections.Ignored, startsAtSnapshot, key: key);

    private static List<(JournalRecordKind Kind, byte[] Payload)> Read(string path)
    {
        List<(JournalRecordKind, byte[])> records = [];
        using JournalReader reader = JournalReader.Open(path);
        while (reader.TryRead(out JournalRecord record)) records.Add((record.Kind, record.Payload.ToArray()));
        return records;
    }

    private static void Write(string path, IEnumerable<(JournalRecordKind Kind, byte[] Payload)> records)
    {
        using JournalWriter writer = JournalWriter.Create(path, Options(Key) with { SegmentBytes = 1 << 17 });
        foreach ((JournalRecordKind kind, byte[] payload) in records) writer.Append(kind, payload);
    }

    // As the engine keeps it and as it is published, each half alone as well.
    private static IEnumerable<byte[]> Needles()
    {
        byte[] kept = Bytes(Secret), told = Convert.FromHexString(Secret.ToString());
        return [kept, told, kept[..16], kept[16..], told[..16], told[16..], kept[8..16], told[8..16]];
    }

    private static byte[] Bytes(SeedSecret secret)
    {
        byte[] bytes = new byte[SeedSecret.Size];
        MemoryMarshal.Write(bytes, in secret);
        return bytes;
    }

    private static bool Holds(string path, byte[] needle) => Directory.EnumerateFiles(path).Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(needle) >= 0);

    private sealed class Nobody : IEngineEvents;
}
