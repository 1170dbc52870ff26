using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Engine.Tests;

/// <summary>Bad input is an answer: whatever arrives, the engine rejects it or takes it, and its laws hold afterwards.</summary>
public sealed class GarbageInputTests
{
    private static readonly long[] Extremes =
        [0, 1, -1, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1L << 40, 1L << 56, 1L << 60, (1L << 60) + 1, long.MaxValue - 1, -(1L << 40)];

    private static int Days => Run.IsLong ? 400 : 30;

    [Fact]
    public void Execute_WhenCommandsAreRandomBytes_NeverThrows()
    {
        for (int day = 0; day < Days; day++)
        {
            Random random = new(day);
            Run.Record(60_000 + day, 2_000, RandomPolicy.Of(day), World.Checked, alter: step => random.Next(2) == 0 ? step : RandomBytes(random, step.Command.Time));
        }
    }

    [Fact]
    public void Execute_WhenFieldsAreExtreme_NeverThrows()
    {
        for (int day = 0; day < Days * 2; day++)
        {
            Random random = new(day);
            Run.Record(70_000 + day, 2_000, RandomPolicy.Of(day), World.Checked, alter: step => random.Next(4) == 0 ? Extreme(random, step) : step);
        }
    }

    [Fact]
    public void Execute_WhenPricesAreExtreme_NeverThrows()
    {
        for (int day = 0; day < Days; day++)
        {
            Random random = new(day);
            Run.Record(80_000 + day, 1_500, RandomPolicy.Of(day), World.Checked, alter: step => step.Command.Kind == CommandKind.IndexPrice && random.Next(3) == 0 ? AnyPrice(random, step) : step);
        }
    }

    [Fact]
    public void Execute_WhenDocumentsAreGarbage_NeverThrows()
    {
        string[] seeds = [.. World.Listings.Select(listing => listing.Document), Encoding.UTF8.GetString(Repository.Policy("spillway"))];
        Random random = new(1);
        EventLog log = new();
        RiskEngine engine = new(World.Checked, log, log);
        for (int i = 0; i < (Run.IsLong ? 200_000 : 20_000); i++)
        {
            byte[] document = Damaged(random, Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]));
            engine.Execute(Command.Document((CommandKind)random.Next(0, 5), default), document);
        }
        engine.Check();
    }

    [Theory]
    [InlineData("""{ "symbol": "X", "kind": "perpetual", "settlementAsset": "FINE", "index": "I", "tickSize": 1000000, "lotSize": 1000000, "maxPrice": 1000000, "maxPosition": 1000000, "tiers": [], "makerFee": 0, "takerFee": 0, "basisHalfLifeSeconds": 1 }""")]
    [InlineData("""{ "symbol": "X", "kind": "perpetual", "inverse": true, "settlementAsset": "FINE", "index": "I", "tickSize": 0.000000001, "lotSize": 1000000, "maxPrice": 1000000, "maxPosition": 1000000, "tiers": [], "makerFee": 0, "takerFee": 0, "basisHalfLifeSeconds": 1 }""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\ud800\": 1}")]
    [InlineData("")]
    public void ListInstrument_WhenTheDocumentIsAbsurd_IsRejected(string document)
    {
        EventLog log = new();
        RiskEngine engine = new(World.Checked, log, log);
        engine.Execute(Command.Document(CommandKind.ListAsset, default), """{ "symbol": "FINE", "decimals": 12 }"""u8);
        engine.Execute(Command.Document(CommandKind.ListIndex, default), """{ "symbol": "I", "sources": 1, "maxAgeMilliseconds": 1 }"""u8);
        foreach (CommandKind kind in new[] { CommandKind.ListAsset, CommandKind.ListIndex, CommandKind.ListInstrument, CommandKind.ApplyPolicy })
            Assert.Equal(RejectReason.InvalidDocument, engine.Execute(Command.Document(kind, default), Encoding.UTF8.GetBytes(document)).Reason);
    }

    [Fact]
    public void Execute_WhenTheClockGoesBack_RejectsAndChangesNothing()
    {
        (RiskEngine engine, EventLog log) = Run.Of([.. World.Setup("spillway"), new Step(Command.Advance(Timestamp.FromNanos(1_000)))], World.Checked);
        long commands = engine.CommandCount;
        log.Clear();

        Assert.Equal(RejectReason.ClockBackwards, engine.Execute(Command.Open(Timestamp.FromNanos(999))).Reason);
        Assert.Equal(new CommandRejected(CommandKind.OpenAccount, Timestamp.FromNanos(999), RejectReason.ClockBackwards, ""), Assert.Single(log.All));
        Assert.Equal((0, Timestamp.FromNanos(1_000), commands + 1), (engine.House.Accounts.Count, engine.Now, engine.CommandCount));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1L << 62)]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    public void Execute_WhenTheTimeIsAbsurd_StillAnswersEverything(long nanos)
    {
        List<Step> day = Run.Record(5, 1_500, Repository.ResolvedPolicy("spillway"), World.Checked, crashShare: 0.03);
        for (int at = 200; at <= day.Count; at += 325)
        {
            (RiskEngine engine, _) = Run.Of(day[..at], World.Checked);
            engine.Execute(Command.Advance(Timestamp.FromNanos(nanos)));
            // From here on the clock stands at the end of time, if it was accepted: all kinds of commands, prices included, still get an answer.
            foreach (Step step in day[at..]) engine.Execute(At(step.Command, engine.Now), step.Payload);
        }
    }

    [Fact]
    public void Signals_WhenTheirTimeIsTheBeginningOfTime_AreOldAndHarmless()
    {
        (RiskEngine engine, _) = Run.Of(World.Setup("spillway"), World.Checked);
        Timestamp now = Timestamp.FromNanos(1_000_000_000);
        engine.Execute(Command.PriceFrom(now, PriceIndexId.FromIndex(0), 0, QuotePrice.FromParts(50_000_000_000_000)));
        engine.Execute(Command.Report(now, InstrumentId.FromIndex(0), new MarketSignals(1, 1, 1, 1, 1, 1, Timestamp.FromNanos(long.MinValue))));
        Assert.True(engine.Execute(Command.Advance(now)).IsAccepted);
    }

    private static Command At(Command command, Timestamp time)
    {
        MemoryMarshal.AsBytes(new Span<Command>(ref command)).Slice(8, 8).Clear();
        BinaryPrimitives.WriteInt64LittleEndian(MemoryMarshal.AsBytes(new Span<Command>(ref command))[8..], time.Nanos);
        return command;
    }

    private static Step RandomBytes(Random random, Timestamp time)
    {
        Span<byte> bytes = stackalloc byte[Command.SizeInBytes];
        random.NextBytes(bytes);
        if (random.Next(2) == 0) // small numbers name things that exist
        {
            for (int at = 16; at < 32; at += 4) BinaryPrimitives.WriteInt32LittleEndian(bytes[at..], random.Next(-2, 8));
        }
        return new Step(Sound(bytes, (CommandKind)random.Next(0, 24), time));
    }

    private static Step Extreme(Random random, Step step)
    {
        Command command = step.Command;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<Command>(ref command));
        int at = 16 + (4 * random.Next(12));
        long extreme = Extremes[random.Next(Extremes.Length)];
        if (at % 8 == 0 && random.Next(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(bytes[at..], extreme);
        else BinaryPrimitives.WriteInt32LittleEndian(bytes[at..], unchecked((int)extreme));
        return new Step(Sound(bytes, command.Kind, command.Time), step.Payload);
    }

    private static Step AnyPrice(Random random, Step step)
    {
        QuotePrice price = QuotePrice.FromParts(random.Next(2) == 0 ? Extremes[random.Next(Extremes.Length)] : random.NextInt64(1L << random.Next(1, 63)));
        IndexPrice body = step.Command.IndexPrice;
        return new Step(Command.PricesFrom(step.Command.Time, body.Index, 0, price, price, price));
    }

    /// <summary>The command of these bytes, with its kind and time, and booleans that are booleans: the journal reader sees to that.</summary>
    private static Command Sound(Span<byte> bytes, CommandKind kind, Timestamp time)
    {
        Command command = MemoryMarshal.Read<Command>(bytes);
        command = At(command, time);
        Span<byte> sound = MemoryMarshal.AsBytes(new Span<Command>(ref command));
        sound[0] = (byte)kind;
        if (kind == CommandKind.PlaceOrder) sound[28] &= 1;
        if (kind == CommandKind.SetNetting) sound[24] &= 1;
        return command;
    }

    private static byte[] Damaged(Random random, byte[] document)
    {
        for (int damage = random.Next(0, 4); damage > 0; damage--)
        {
            int at = random.Next(document.Length), length = Math.Min(random.Next(1, 12), document.Length - at);
            switch (random.Next(4))
            {
                case 0: document[at] = (byte)random.Next(256); break;
                case 1: document = [.. document[..at], .. document[(at + length)..]]; break;
                case 2: document = [.. document[..at], .. document[at..(at + length)], .. document[at..]]; break;
                default: document[at] = "0123456789{}[]\",:-.eE \n"u8[random.Next(23)]; break;
            }
            if (document.Length == 0) return document;
        }
        return document;
    }
}
