using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Engine;

/// <content>Hash, snapshot and restore: one description of the state for all three.</content>
public sealed partial class RiskEngine
{
    /// <summary>Version of the state's form; a snapshot of another version is refused.</summary>
    public const int StateVersion = 6;

    private const int DocumentBytesMax = 1 << 20;

    /// <summary>SHA-256 of the canonical state. Work proportional to the state.</summary>
    public StateHash Hash()
    {
        using StateHash.Sink sink = new();
        Save(sink);
        return sink.Finish();
    }

    /// <summary>Writes the canonical state: what <see cref="Hash"/> hashes and <see cref="Restore"/> reads.</summary>
    public void Save(IStateSink sink)
    {
        StateWriter writer = new(sink);
        writer.Write(StateVersion);
        writer.Write(Now.Nanos);
        writer.Write(CommandCount);
        writer.Write(listings.Count);
        foreach ((CommandKind kind, byte[] document) in listings)
        {
            writer.Write(kind);
            writer.WriteColumn<byte>(document);
        }
        writer.WriteColumn<byte>(policyDocument);
        House.Save(writer);
        Exchange.Save(writer);
        Desk.Save(writer);
        writer.Flush();
    }

    /// <summary>An engine in the saved state; it goes on exactly as the saved one would have.</summary>
    /// <exception cref="InvalidStateException">The bytes are not such a state.</exception>
    public static RiskEngine Restore(ReadOnlySpan<byte> snapshot, EngineOptions options, IEngineEvents events, IRejections rejections)
    {
        StateReader reader = new(snapshot);
        int version = reader.Read<int>();
        if (version != StateVersion) throw new InvalidStateException($"the snapshot has state version {version}, this engine reads {StateVersion}");
        Timestamp now = Timestamp.FromNanos(reader.Read<long>());
        long commands = reader.Read<long>();
        if (now.Nanos < 0 || now > Timestamp.Latest || commands < 0) throw new InvalidStateException("the time or the count of commands cannot be");
        List<(CommandKind Kind, byte[] Document)> listings = ReadListings(ref reader);
        byte[] policy = reader.ReadColumn<byte>(out _);

        // Listings are replayed into an empty engine to learn the specifications; its empty tables are then replaced by the saved ones.
        RiskEngine blank = new(options, new Silent(), IRejections.Ignored);
        foreach ((CommandKind kind, byte[] document) in listings)
        {
            if (!blank.Execute(Command.Document(kind, default), document).IsAccepted) throw new InvalidStateException($"a saved document of kind {kind} is not accepted");
        }
        RiskEngine engine = new(options, events, rejections, ClearingHouse.Restore(ref reader, blank.House.Assets, blank.House.Instruments)) { Now = now, CommandCount = commands };
        engine.listings.AddRange(listings);
        engine.indexSymbols.AddRange(blank.indexSymbols);
        engine.RestoreExchange(ref reader, blank.Exchange.Indexes);
        engine.Desk.Restore(ref reader, now);
        if (!reader.AtEnd) throw new InvalidStateException("something follows the end of the state");
        engine.policyDocument = policy;
        try
        {
            if (policy.Length > 0) engine.Desk.Policy = PolicyDocument.Read(policy, _ => null).ToPolicy();
        }
        catch (DocumentException e)
        {
            throw new InvalidStateException("the saved policy is wrong", e);
        }
        engine.CheckRestored();
        return engine;
    }

    private void RestoreExchange(ref StateReader reader, IReadOnlyList<PriceIndex> listed)
    {
        try
        {
            Exchange.Restore(ref reader, House.Instruments, listed, Now);
        }
        catch (OverflowException e)
        {
            throw new InvalidStateException("the saved orders do not add up", e);
        }
    }

    // A state that breaks a law was never saved by an engine; damaged amounts may be too large even to add up.
    private void CheckRestored()
    {
        try
        {
            Check();
        }
        catch (Exception e) when (e is InvariantException or OverflowException)
        {
            throw new InvalidStateException("the saved state breaks a law of the engine", e);
        }
    }

    private static List<(CommandKind Kind, byte[] Document)> ReadListings(ref StateReader reader)
    {
        int count = reader.Read<int>();
        if (count is < 0 or > DocumentBytesMax) throw new InvalidStateException($"the snapshot claims {count} listings");
        List<(CommandKind, byte[])> documents = [];
        for (int i = 0; i < count; i++) documents.Add((reader.Read<CommandKind>(), reader.ReadColumn<byte>(out _)));
        return documents;
    }

    private sealed class Silent : IEngineEvents;
}
