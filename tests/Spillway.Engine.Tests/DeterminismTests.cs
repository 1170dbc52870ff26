using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Engine.Tests;

/// <summary>Same commands, same state and events; a restored engine goes on as the saved one would have; damage is refused or survived.</summary>
public sealed class DeterminismTests
{
    private static int Days => Run.IsLong ? 60 : 6;

    [Fact]
    public void Execute_WhenTheSameCommandsComeTwice_GivesTheSameEventsAndHash()
    {
        for (int day = 0; day < Days; day++)
        {
            List<Step> steps = Run.Record(day, 2_000, RandomPolicy.Of(day), EngineOptions.Default, crashShare: 0.02);
            (RiskEngine first, EventLog firstLog) = Run.Of(steps, EngineOptions.Default);
            (RiskEngine second, EventLog secondLog) = Run.Of(steps, World.Checked); // checks are no part of the state
            Assert.Equal(firstLog.All, secondLog.All);
            Assert.Equal(first.Hash(), second.Hash());
        }
    }

    [Fact]
    public void Hash_WhenOneBalanceDiffersByOneUnit_Differs()
    {
        List<Step> steps = [.. World.Setup("spillway"), new Step(Command.Open(default))];
        (RiskEngine one, _) = Run.Of([.. steps, new Step(Command.Deposit(default, AccountId.FromIndex(0), AssetId.FromIndex(0), Money.FromUnits(1)))], World.Checked);
        (RiskEngine two, _) = Run.Of([.. steps, new Step(Command.Deposit(default, AccountId.FromIndex(0), AssetId.FromIndex(0), Money.FromUnits(2)))], World.Checked);
        Assert.NotEqual(one.Hash(), two.Hash());
    }

    [Theory]
    [InlineData("market-order")]
    [InlineData("spillway")]
    [InlineData("exogenous")]
    [InlineData("hyperliquid")]
    [InlineData("dydx-v4")]
    [InlineData(ScheduledPolicy.Name)]
    [InlineData(ClearedPolicy.Name)]
    [InlineData(null)]
    public void Restore_AtAnyPoint_GoesOnAsTheSavedEngineWould(string? policy)
    {
        for (int day = 0; day < Days; day++)
        {
            List<Step> steps = Run.Record(100 + day, 2_000, policy is null ? RandomPolicy.Of(day) : Repository.ResolvedPolicy(policy), EngineOptions.Default, crashShare: 0.02);
            Random random = new(day);
            for (int cut = 0; cut < 8; cut++)
            {
                int at = random.Next(1, steps.Count);
                (RiskEngine saved, EventLog log) = Run.Of(steps[..at], EngineOptions.Default);
                EventLog restoredLog = new();
                RiskEngine restored = RiskEngine.Restore(Snapshot(saved), World.Checked, restoredLog, restoredLog);
                Assert.Equal(saved.Hash(), restored.Hash());
                Assert.Equal((saved.Now, saved.CommandCount, saved.Desk.Policy), (restored.Now, restored.CommandCount, restored.Desk.Policy));
                log.Clear();
                foreach (Step step in steps[at..])
                {
                    Assert.Equal(saved.Execute(step.Command, step.Payload), restored.Execute(step.Command, step.Payload));
                }
                Assert.Equal(log.All, restoredLog.All);
                Assert.Equal(saved.Hash(), restored.Hash());
            }
        }
    }

    [Fact]
    public void Restore_WhenTheSnapshotIsCutOff_Refuses()
    {
        byte[] snapshot = Snapshot(Busy(1, out _));
        Random random = new(1);
        for (int i = 0; i < 300; i++)
        {
            int length = i < 100 ? snapshot.Length - 1 - i : random.Next(snapshot.Length);
            Assert.Throws<InvalidStateException>(() => RiskEngine.Restore(snapshot.AsSpan(0, length), World.Checked, new EventLog(), IRejections.Ignored));
        }
        Assert.Throws<InvalidStateException>(() => RiskEngine.Restore([.. snapshot, 0], World.Checked, new EventLog(), IRejections.Ignored));
    }

    [Fact]
    public void Restore_WhenBytesAreDamaged_RefusesOrGivesALawfulEngine()
    {
        int restored = 0, refused = 0;
        for (int day = 0; day < (Run.IsLong ? 20 : 3); day++)
        {
            byte[] snapshot = Snapshot(Busy(day, out List<Step> rest));
            Random random = new(day);
            for (int i = 0; i < (Run.IsLong ? 20_000 : 1_500); i++)
            {
                byte[] damaged = [.. snapshot];
                for (int hits = random.Next(1, 4); hits > 0; hits--) Damage(random, damaged);
                try
                {
                    RiskEngine engine = RiskEngine.Restore(damaged, EngineOptions.Default, new EventLog(), IRejections.Ignored);
                    restored++;
                    engine.Hash();
                    engine.Check();
                    foreach (Step step in rest[..Math.Min(60, rest.Count)]) engine.Execute(step.Command, step.Payload);
                }
                catch (InvalidStateException)
                {
                    refused++;
                }
            }
        }
        Assert.True(restored > 0 && refused > 0, $"{restored} restored, {refused} refused: the damage does not reach both ends");
    }

    private static RiskEngine Busy(int day, out List<Step> rest)
    {
        List<Step> steps = Run.Record(200 + day, 1_500, RandomPolicy.Of(day), EngineOptions.Default, crashShare: 0.02);
        rest = steps[1_000..];
        return Run.Of(steps[..1_000], EngineOptions.Default).Engine;
    }

    private static void Damage(Random random, byte[] bytes)
    {
        int at = random.Next(bytes.Length);
        if (random.Next(2) == 0)
        {
            bytes[at] ^= (byte)(1 << random.Next(8));
            return;
        }
        Span<byte> word = bytes.AsSpan(Math.Min(at & ~3, bytes.Length - 4), 4);
        if (random.Next(2) == 0) random.NextBytes(word);
        else word.Fill((byte)(random.Next(2) * 255));
    }

    private static byte[] Snapshot(RiskEngine engine)
    {
        StateBytes sink = new();
        engine.Save(sink);
        return sink.Saved;
    }
}
