using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Storage;

/// <summary>An engine whose every command is in the journal before it takes effect, with the hash of the state recorded every so often.</summary>
/// <remarks>
/// The record of a command is its 64 bytes as they stand, followed by its document if it has one. A failure of the journal throws from
/// <see cref="Execute"/> before the engine has seen the command, and every later call throws too: the writer is fenced.
/// </remarks>
public sealed class JournaledEngine : ICommandProcessor, IDisposable
{
    private readonly JournalWriter journal;
    private readonly int hashEvery;
    private byte[] record = new byte[Command.SizeInBytes];

    /// <param name="engine">The engine; it must not have executed commands that are not in the journal.</param>
    /// <param name="journal">The journal; owned from here on.</param>
    /// <param name="hashEvery">Commands between two recorded state hashes; positive.</param>
    public JournaledEngine(RiskEngine engine, JournalWriter journal, int hashEvery)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hashEvery, 1);
        (Engine, this.journal, this.hashEvery) = (engine, journal, hashEvery);
    }

    /// <summary>The engine behind the journal: for reading.</summary>
    public RiskEngine Engine { get; private set; }

    /// <inheritdoc/>
    public CommandResult Execute(in Command command, ReadOnlySpan<byte> payload = default)
    {
        int length = Command.SizeInBytes + payload.Length;
        if (record.Length < length) record = new byte[length];
        MemoryMarshal.Write(record, in command);
        payload.CopyTo(record.AsSpan(Command.SizeInBytes));
        journal.Append(JournalRecordKind.Command, record.AsSpan(0, length));
        CommandResult result = Engine.Execute(in command, payload);
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
        journal.Append(JournalRecordKind.Snapshot, sink.Bytes);
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
