using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Storage;

/// <summary>Rebuilds an engine from its journal and checks every recorded hash on the way.</summary>
public static class JournalReplay
{
    /// <summary>Replays a journal.</summary>
    /// <param name="folder">The journal.</param>
    /// <param name="options">Bounds; the same as when it was written.</param>
    /// <param name="events">Takes the events again.</param>
    /// <param name="rejections">Takes the rejections again.</param>
    /// <param name="startsAtSnapshot">Begins at the first snapshot instead of at the first command, as recovery does.</param>
    /// <param name="progress">Told the number of commands every so often; may be null.</param>
    /// <param name="started">Given the engine before its first command, and again after a restore; may be null.</param>
    /// <param name="key">Key of a journal that keeps secrets encrypted; not needed for those that were revealed in it.</param>
    /// <param name="cancellation">Stops between two records.</param>
    /// <exception cref="JournalKeyException">A secret that was not revealed, or the only snapshot to begin at, needs another key; names place and key.</exception>
    /// <exception cref="JournalCorruptException">The journal is damaged; names the place.</exception>
    /// <exception cref="JournalFolderException">The folder is not a journal.</exception>
    /// <exception cref="ReplayMismatchException">A recorded hash was not reached.</exception>
    public static ReplayReport Run(
        string folder,
        EngineOptions options,
        IEngineEvents events,
        IRejections rejections,
        bool startsAtSnapshot = false,
        Action<long>? progress = null,
        Action<RiskEngine>? started = null,
        JournalKey? key = null,
        CancellationToken cancellation = default)
    {
        using JournalReader reader = JournalReader.Open(folder);
        SecretReader secrets = new(new DiskFolder(folder), key);
        JournalKeyException? closed = null;
        RiskEngine engine = new(options, events, rejections);
        started?.Invoke(engine);
        bool isRunning = !startsAtSnapshot;
        long commands = 0;
        int verified = 0;
        while (reader.TryRead(out JournalRecord record))
        {
            cancellation.ThrowIfCancellationRequested();
            switch (record.Kind)
            {
                case JournalRecordKind.Command when isRunning:
                    ExecuteRecord(engine, in record, reader.Place);
                    if (++commands % ProgressEvery == 0) progress?.Invoke(commands);
                    break;
                case JournalRecordKind.SecretCommand when isRunning:
                    ExecuteSecret(engine, in record, reader.Place, secrets);
                    commands++;
                    break;
                case JournalRecordKind.SecretSnapshot when !isRunning:
                    if (secrets.ReadState(in record, reader.Place) is { } state)
                    {
                        engine = RiskEngine.Restore(state, options, events, rejections);
                        started?.Invoke(engine);
                        isRunning = true;
                    }
                    else
                    {
                        closed ??= secrets.Missing(SecretRecord.KeyId(record.Payload), reader.Place, "a snapshot"); // a later one may be plain
                    }
                    break;
                case JournalRecordKind.StateHash when isRunning:
                    Verify(engine.Hash(), StateHash.FromBytes(record.Payload), reader.Place);
                    verified++;
                    break;
                case JournalRecordKind.Snapshot when !isRunning:
                    engine = RiskEngine.Restore(record.Payload, options, events, rejections);
                    started?.Invoke(engine);
                    isRunning = true;
                    break;
                default:
                    break; // seals are checked by the reader, snapshots in mid-replay are a place to begin, not to go back to
            }
        }
        if (!isRunning && closed is not null) throw closed;
        if (!isRunning) throw new ReplayMismatchException("the journal holds no snapshot to start from; replay it from its first command");
        return new ReplayReport(engine, commands, verified, engine.Hash(), reader.EngineVersion, reader.TornTail);
    }

    private const int ProgressEvery = 1 << 16;

    private static void ExecuteRecord(RiskEngine engine, in JournalRecord record, JournalPlace place)
    {
        if (record.Payload.Length < Command.SizeInBytes) throw new ReplayMismatchException($"{place}: a command of {record.Payload.Length} bytes; this version writes at least {Command.SizeInBytes}");
        Command command = MemoryMarshal.Read<Command>(record.Payload);
        engine.Execute(in command, record.Payload[Command.SizeInBytes..]);
    }

    // A command that is refused is refused whatever its secret is: only one that takes effect needs it.
    private static void ExecuteSecret(RiskEngine engine, in JournalRecord record, JournalPlace place, SecretReader secrets)
    {
        bool isKnown = secrets.TryRead(in record, place, out Command command);
        if (engine.Execute(in command).IsAccepted && !isKnown)
            throw secrets.Missing(SecretRecord.KeyId(record.Payload), place, $"the secret of seed {command.CommitSeed.Epoch}");
    }

    private static void Verify(StateHash reached, StateHash recorded, JournalPlace place)
    {
        if (reached != recorded) throw new ReplayMismatchException($"{place}: the recorded state is {recorded}, the replay reached {reached}; was the journal written by another version?");
    }
}
