using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Storage;

/// <summary>An engine whose every command is in the journal before it takes effect, with the hash of the state recorded every so often.</summary>
/// <remarks>
/// The record of a command is its 64 bytes as they stand, followed by its document if it has one. A failure of the journal throws from
/// <see cref="Execute"/> before the engine has seen the command, and every later call throws too: the writer is fenced. With a key, the secret of a command and every
/// snapshot of a state that holds one are encrypted; the engine is given plain commands and the recorded hashes are of plain state.
/// </remarks>
public sealed class JournaledEngine : ICommandProcessor, IDisposable
{
    private readonly JournalWriter journal;
    private readonly JournalKey? key;
    private readonly int hashEvery;
    private byte[] record = new byte[Command.SizeInBytes];

    /// <param name="engine">The engine; it must not have executed commands that are not in the journal.</param>
    /// <param name="journal">The journal; owned from here on.</param>
    /// <param name="hashEvery">Commands between two recorded state hashes; positive.</param>
    /// <param name="key">Encrypts secrets until they are revealed; null writes them in plain. The journal must hold secrets exactly if there is a key.</param>
    public JournaledEngine(RiskEngine engine, JournalWriter journal, int hashEvery, JournalKey? key = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hashEvery, 1);
        if (journal.HoldsSecrets != key is not null) throw new ArgumentException("a journal holds encrypted records exactly if there is a key", nameof(key));
        (Engine, this.journal, this.hashEvery, this.key) = (engine, journal, hashEvery, key);
    }

    /// <summary>The engine behind the journal: for reading.</summary>
    public RiskEngine Engine { get; private set; }

    /// <inheritdoc/>
    public CommandResult Execute(in Command command, ReadOnlySpan<byte> payload = default)
    {
        SeedSecret secret = Engine.Desk.Seeds.Secret;
        if (key is not null && SecretRecord.IsSecret(in command)) journal.Append(JournalRecordKind.SecretCommand, SecretRecord.Seal(key, in command, journal.NextSequence));
        else Record(in command, payload);
        CommandResult result = Engine.Execute(in command, payload);
        if (key is not null && command.Kind == CommandKind.RevealSeed && result.IsAccepted) RecordReveal(command.RevealSeed.Epoch, in secret);
        if (Engine.CommandCount % hashEvery == 0) RecordHash();
        return result;
    }

    /// <summary>Records the hash of the state now.</summary>
    public void RecordHash()
    {
        Span<byte> hash = stackalloc byte[StateHash.Size];
        Engine.Hash().CopyTo(hash);
        journal.Append(JournalRecordKind.StateHash, hash);
    }

    /// <summary>Records the whole state, so that a replay can begin here.</summary>
    public void RecordSnapshot()
    {
        ByteSink sink = new();
        Engine.Save(sink);
        if (key is not null && Engine.Desk.Seeds.IsSecret) journal.Append(JournalRecordKind.SecretSnapshot, SecretRecord.SealState(key, sink.Bytes, journal.NextSequence));
        else journal.Append(JournalRecordKind.Snapshot, sink.Bytes);
    }

    private void Record(in Command command, ReadOnlySpan<byte> payload)
    {
        int length = Command.SizeInBytes + payload.Length;
        if (record.Length < length) record = new byte[length];
        MemoryMarshal.Write(record, in command);
        payload.CopyTo(record.AsSpan(Command.SizeInBytes));
        journal.Append(JournalRecordKind.Command, record.AsSpan(0, length));
    }

    // A reader without the key puts the secret back into its command, and finds by the commitment whether it is the one.
    private void RecordReveal(int epoch, in SeedSecret secret)
    {
        Span<byte> payload = stackalloc byte[SecretRecord.RevealBytes];
        SecretRecord.WriteReveal(payload, epoch, in secret);
        journal.Append(JournalRecordKind.RevealedSecret, payload);
    }

    /// <summary>Goes on with another engine in the same state, such as one restored from a snapshot.</summary>
    public void Continue(RiskEngine engine) => Engine = engine;

    /// <summary>Records the last hash and closes the journal.</summary>
    public void Dispose()
    {
        RecordHash();
        journal.Dispose();
    }
}
