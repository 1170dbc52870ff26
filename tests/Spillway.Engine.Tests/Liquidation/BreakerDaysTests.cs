using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Random days on which markets break and reopen all the time.</summary>
public sealed class BreakerDaysTests
{
    private static int Days => Run.IsLong ? 600 : 40;

    [Fact]
    public void Laws_WhenMarketsBreakAllDay_HoldAfterEveryCommand()
    {
        for (int day = 0; day < Days; day++) Run.Record(200_000 + day, 2_000, BreakerPolicies.Touchy(day), World.Checked, crashShare: day % 2 == 0 ? 0.004 : 0.03);
    }

    [Fact]
    public void Restore_InAnyStateOfABreaker_GoesOnAsTheSavedEngineWould()
    {
        int collecting = 0;
        for (int day = 0; day < Days / 4; day++)
        {
            List<Step> steps = Run.Record(300_000 + day, 1_500, BreakerPolicies.Touchy(day), EngineOptions.Default, crashShare: 0.02);
            Random random = new(day);
            for (int cut = 0; cut < 8; cut++)
            {
                int at = random.Next(steps.Count / 4, steps.Count);
                (RiskEngine saved, EventLog log) = Run.Of(steps[..at], EngineOptions.Default);
                foreach (Market market in saved.Exchange.Markets) collecting += market.Book.IsCollecting ? 1 : 0;
                StateBytes snapshot = new();
                saved.Save(snapshot);
                EventLog restoredLog = new();
                RiskEngine restored = RiskEngine.Restore(snapshot.Saved, World.Checked, restoredLog, restoredLog);
                CheckOpenInterest(saved);
                CheckOpenInterest(restored);
                log.Clear();
                foreach (Step step in steps[at..]) Assert.Equal(saved.Execute(step.Command, step.Payload), restored.Execute(step.Command, step.Payload));
                Assert.Equal(log.All, restoredLog.All);
                Assert.Equal(saved.Hash(), restored.Hash());
            }
        }
        Assert.True(collecting > 20, $"only {collecting} snapshots within an auction");
    }

    private static void CheckOpenInterest(RiskEngine engine)
    {
        Int128[] longs = new Int128[World.Markets];
        for (int row = 0; row < engine.House.Positions.RowCount; row++)
        {
            if (engine.House.Positions.Accounts[row] >= 0) longs[engine.House.Positions.Instruments[row]] += Math.Max(0, engine.House.Positions.SizeLots[row]);
        }
        for (int i = 0; i < World.Markets; i++) Assert.Equal(longs[i], engine.House.OpenInterestLots(InstrumentId.FromIndex(i)));
    }

    [Fact]
    public void Market_WhateverHappens_IsBrokenForABoundedTimeAndThenRests()
    {
        int ended = 0;
        for (int day = 0; day < Days; day++)
        {
            List<Step> steps = Run.Record(400_000 + day, 1_500, BreakerPolicies.Touchy(day), EngineOptions.Default, crashShare: 0.02);
            (RiskEngine engine, EventLog log) = Run.Of(steps, EngineOptions.Default);
            BreakerPolicy policy = engine.Desk.Policy.Breakers;
            foreach (BreakerExpired e in log.Of<BreakerExpired>())
            {
                Assert.InRange(e.Renewals, 0, policy.RenewalsMax);
                Assert.True(e.HeldNanos >= (1 + e.Renewals) * policy.ExpiryNanos);
                ended++;
            }
            // Each end is followed, if at all, by a trip that is not earlier than the end of the rest.
            Dictionary<InstrumentId, Timestamp> rests = [];
            foreach (object e in log.All)
            {
                if (e is BreakerExpired end) rests[end.Instrument] = end.RestsUntil;
                if (e is BreakerTripped trip && rests.Remove(trip.Instrument, out Timestamp until)) Assert.True(trip.Until.AddNanos(-policy.ExpiryNanos) >= until);
            }
        }
        Assert.True(ended > 200, $"only {ended} ended");
    }

    [Fact]
    public void Halt_OnRandomDays_LetsNoOrderTradeBeforeTheMarketReopens()
    {
        int halts = 0;
        for (int day = 0; day < Days; day++)
        {
            List<Step> steps = Run.Record(500_000 + day, 1_500, BreakerPolicies.Touchy(day), EngineOptions.Default, crashShare: 0.02);
            (_, EventLog log) = Run.Of(steps, EngineOptions.Default);
            HashSet<InstrumentId> halted = [];
            foreach (object e in log.All)
            {
                switch (e)
                {
                    case BreakerTripped { Trigger.Action: BreakerAction.Halt } trip when halted.Add(trip.Instrument):
                        halts++;
                        break;
                    case BreakerExpired end:
                        halted.Remove(end.Instrument);
                        break;
                    case BreakerRenewed { Trigger.Action: < BreakerAction.Halt } renewed:
                        halted.Remove(renewed.Instrument);
                        break;
                    case Traded { Route: TradeRoute.Book } trade:
                        Assert.DoesNotContain(trade.Instrument, halted);
                        break;
                    default:
                        break;
                }
            }
        }
        Assert.True(halts > 50, $"only {halts} halts");
    }

    [Fact]
    public void Breakers_UnderAPolicyThatSetsNone_NeverTrip()
    {
        foreach (string policy in (string[])["market-order", "spillway", "hyperliquid", "dydx-v4"])
        {
            (_, EventLog log) = Run.Of(Run.Record(600_000, 2_000, Repository.ResolvedPolicy(policy), EngineOptions.Default, crashShare: 0.05), EngineOptions.Default);
            Assert.Empty(log.Of<BreakerTripped>());
        }
    }
}
