using Spillway.Core;
using Spillway.Liquidation;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Releases that take a few seconds. Amounts by hand.</summary>
public sealed class ScheduleTests
{
    private static readonly SeedSecret Secret = new(1, 2, 3, 4);

    // Long 50 at 100 on 500 USDT. At 94: equity 200, maintenance 235. Bids of 93.5 lie within the budget's room, which reaches to 93.04.
    private readonly Scenario venue;
    private readonly AccountId trader, bear, maker;

    public ScheduleTests() => (venue, trader, bear, maker) = Open("obizhaevaWang");

    private static (Scenario Venue, AccountId Trader, AccountId Bear, AccountId Maker) Open(string schedule, decimal jitter = 0, string seconds = "5", string policy = "spillway")
    {
        Scenario venue = new(policy, policyText: text => text
            .Replace("\"schedule\": \"immediate\"", $"\"schedule\": \"{schedule}\"", StringComparison.Ordinal)
            .Replace("\"scheduleSeconds\": 5", $"\"scheduleSeconds\": {seconds}", StringComparison.Ordinal)
            .Replace("\"jitter\": 0", FormattableString.Invariant($"\"jitter\": {jitter}"), StringComparison.Ordinal));
        AccountId trader = venue.Account(500), bear = venue.Account(10_000), maker = venue.Account(100_000);
        venue.Import(trader, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
        return (venue, trader, bear, maker);
    }

    [Fact]
    public void Service_OfObizhaevaWang_PlacesABlockARateAndABlock()
    {
        venue.Bid(maker, 93.5m, 200);
        venue.Index(94);
        List<long> lots = [];
        List<object> all = [];
        for (int second = 0; second <= 6; second++)
        {
            List<object> events = venue.Advance();
            all.AddRange(events);
            lots.Add(events.OfType<BookReleased>().Sum(e => e.Lots.Lots));
        }
        ReleaseSchedule schedule = Assert.Single(all.OfType<ScheduleStarted>()).Schedule;
        Assert.Equal((ScheduleShape.ObizhaevaWang, 5_000_000_000, 60_000_000_000, 0, 0UL), (schedule.Shape, schedule.HorizonNanos, schedule.HalfLifeNanos, schedule.Epoch, schedule.Key));
        long needed = all.OfType<ChildReleased>().First().Needed.Lots;
        Assert.Equal((long)Math.Ceiling(needed * 0.48597), lots[0]); // 1 / (ρT + 2) with ρT = 5 ln 2 / 60
        Assert.All(lots.Skip(1).Take(4), rate => Assert.Equal(1, rate));
        Assert.Equal(needed - lots[0] - 4, lots[5]);
        Assert.Equal(0, lots[6]);
        Assert.Equal(CaseOutcome.Restored, Assert.Single(all.OfType<CaseClosed>()).Outcome);
        Assert.False(venue.Engine.Desk.Schedules.TryGet(trader, out _));
        Assert.DoesNotContain(all, e => e is HandedOver);
    }

    [Fact]
    public void Service_OfAnEvenRate_IsOverWhenItsTimeIs()
    {
        var (day, holder, _, quoter) = Open("twap");
        day.Bid(quoter, 93.5m, 200);
        day.Index(94);
        Assert.DoesNotContain(day.Advance(), e => e is BookReleased); // nothing is due at the beginning
        Assert.True(day.HasCase(holder));
        long[] lots = [.. Enumerable.Range(1, 5).Select(_ => day.Advance().OfType<BookReleased>().Sum(e => e.Lots.Lots))];
        Assert.InRange(lots.Max() - lots.Min(), 0, 1);
        Assert.False(day.HasCase(holder));
    }

    [Fact]
    public void Service_WhenHealthFallsBelowTheFloor_HandsTheRestOverAtOnce()
    {
        venue.Bid(maker, 93.5m, 200);
        venue.Index(94);
        Assert.DoesNotContain(venue.Advance(), e => e is HandedOver);
        venue.Index(90.2m);
        List<object> events = venue.Advance();
        Assert.Equal(HandOverReason.BelowHealthFloor, Assert.Single(events.OfType<HandedOver>()).Reason);
        Assert.DoesNotContain(events, e => e is BookReleased);
        Assert.False(venue.HasCase(trader));
    }

    [Fact]
    public void Service_WhenThePriceRecovers_SellsNoMore()
    {
        venue.Bid(maker, 93.5m, 200);
        venue.Index(94);
        venue.Advance();
        long left = venue.Size(trader);
        Assert.True(left > 20);
        venue.Index(101);
        venue.Advance();
        Assert.False(venue.HasCase(trader));
        Assert.Equal(left, venue.Size(trader));
    }

    // The first block made the account healthy: for what is still held it may use the book, and nobody is deleveraged for it.
    [Fact]
    public void Service_WhenAHealthyAccountFindsNoRoomAtTheEnd_LeavesItAlone()
    {
        OrderId quote = venue.Bid(maker, 93.5m, 200);
        venue.Index(94);
        venue.Advance();
        venue.Do(Command.Cancel(venue.Now, maker, X, quote));
        List<object> events = [];
        for (int second = 0; second < 6; second++) events.AddRange(venue.Advance());
        Assert.DoesNotContain(events, e => e is HandedOver or BookReleased);
        Assert.False(venue.HasCase(trader));
    }

    [Fact]
    public void Service_OfSeveralCases_HoldsNoMoreThanTheBookHasRoomFor()
    {
        Scenario day = new("spillway", policyText: text => text.Replace("\"schedule\": \"immediate\"", "\"schedule\": \"twap\"", StringComparison.Ordinal));
        AccountId first = day.Account(500), second = day.Account(500), short1 = day.Account(10_000), quoter = day.Account(100_000);
        day.Import(first, short1, 100, 50);
        day.Import(second, short1, 100, 50);
        day.Index(100);
        day.Advance();
        day.Bid(quoter, 93.5m, 40);
        day.Index(94);
        List<object> events = day.Advance();
        QuantityLots[] held = [.. events.OfType<ScheduleStarted>().Select(e => e.Lots)];
        Assert.Equal(40, held.Sum(lots => lots.Lots));
        Assert.Equal(2, held.Length);
        Assert.Contains(events, e => e is HandedOver);
    }

    [Fact]
    public void Service_InTheSameBlockAgain_ReleasesNothingMore()
    {
        venue.Bid(maker, 93.5m, 200);
        venue.Index(94);
        Assert.Single(venue.Advance().OfType<BookReleased>());
        Assert.DoesNotContain(venue.Advance(0), e => e is BookReleased);
    }

    [Fact]
    public void Service_WithTimeZero_IsImmediate()
    {
        var (day, holder, _, quoter) = Open("obizhaevaWang", seconds: "0");
        day.Bid(quoter, 93.5m, 200);
        day.Index(94);
        Assert.DoesNotContain(day.Advance(), e => e is ScheduleStarted);
        Assert.False(day.HasCase(holder));
    }

    [Fact]
    public void Service_WithJitterAndNoSeed_IsPlain()
    {
        var (day, _, _, quoter) = Open("obizhaevaWang", jitter: 0.3m);
        day.Bid(quoter, 93.5m, 200);
        day.Index(94);
        Assert.Equal(0, Assert.Single(day.Advance().OfType<ScheduleStarted>()).Schedule.Epoch);
    }

    [Fact]
    public void Seed_OverItsLife_IsHiddenUsedToldAndRecomputed()
    {
        var (day, holder, _, quoter) = Open("twap", jitter: 0.3m);
        ScheduleAudit audit = new(), doubtful = new();
        List<object> all = [];
        day.Log.Clear();
        Assert.True(day.Try(Command.CommitSeedOf(day.Now, 1, in Secret)).IsAccepted);
        all.AddRange(day.Log.All);
        Assert.Equal(new SeedCommitted(1, Secret.Commitment()), Assert.Single(all.OfType<SeedCommitted>()));
        Assert.Equal(RejectReason.SeedOutOfOrder, day.Try(Command.CommitSeedOf(day.Now, 2, in Secret)).Reason);

        day.Bid(quoter, 93.5m, 200);
        day.Index(94);
        all.AddRange(day.Advance());
        Assert.Equal(RejectReason.SeedInUse, day.Try(Command.RevealSeedOf(day.Now, 1)).Reason);
        for (int second = 0; second < 5; second++) all.AddRange(day.Advance());
        Assert.False(day.HasCase(holder));
        Assert.Equal((1, 0UL, 300_000), Assert.Single(all.OfType<ScheduleStarted>()) is var start ? (start.Schedule.Epoch, start.Schedule.Key, start.Schedule.JitterPpm) : default);

        Assert.Equal(RejectReason.SeedOutOfOrder, day.Try(Command.RevealSeedOf(day.Now, 2)).Reason);
        day.Log.Clear();
        Assert.True(day.Try(Command.RevealSeedOf(day.Now, 1)).IsAccepted);
        all.AddRange(day.Log.All);
        Assert.Equal(Secret, Assert.Single(all.OfType<SeedRevealed>()).Secret);
        Assert.Equal(RejectReason.SeedOutOfOrder, day.Try(Command.RevealSeedOf(day.Now, 1)).Reason);

        foreach (object e in all)
        {
            Tell(audit, e);
            Tell(doubtful, e is ChildReleased child ? child with { DuePpb = child.DuePpb - 1 } : e);
        }
        int children = all.OfType<ChildReleased>().Count();
        Assert.True(children > 1);
        Assert.Equal((children, 0, 0), (audit.Confirmed, audit.Differing, audit.Waiting));
        Assert.Equal((0, children), (doubtful.Confirmed, doubtful.Differing));
        Assert.True(day.Try(Command.CommitSeedOf(day.Now, 2, in Secret)).IsAccepted);
    }

    [Fact]
    public void Audit_OfASeedThatWasNotTheOneCommittedTo_Differs()
    {
        ScheduleAudit audit = new();
        audit.On(new SeedCommitted(1, Secret.Commitment()));
        audit.On(new SeedRevealed(1, Secret with { D = 5 }));
        Assert.Equal(1, audit.Differing);
    }

    [Fact]
    public void Restore_InTheMiddleOfASchedule_GoesOnAsIfNothingWere()
    {
        var (day, _, _, quoter) = Open("obizhaevaWang", jitter: 0.3m);
        day.Do(Command.CommitSeedOf(day.Now, 1, in Secret));
        day.Bid(quoter, 93.5m, 200);
        day.Index(94);
        for (int second = 0; second < 3; second++) day.Advance();
        StateBytes snapshot = new();
        day.Engine.Save(snapshot);
        EventLog log = new();
        RiskEngine restored = RiskEngine.Restore(snapshot.Saved, new EngineOptions(EngineLimits.Default, ChecksEveryCommand: true), log, log);
        List<object> expected = [];
        for (int second = 0; second < 4; second++)
        {
            expected.AddRange(day.Advance());
            restored.Execute(Command.Advance(day.Now));
        }
        Assert.Contains(expected, e => e is BookReleased or ChildReleased or CaseClosed);
        Assert.Equal(expected, log.All);
        Assert.Equal(day.Engine.Hash(), restored.Hash());
    }

    private static void Tell(ScheduleAudit audit, object e)
    {
        switch (e)
        {
            case SeedCommitted committed: audit.On(in committed); break;
            case SeedRevealed revealed: audit.On(in revealed); break;
            case ScheduleStarted started: audit.On(in started); break;
            case ChildReleased child: audit.On(in child); break;
            case CaseClosed closed: audit.On(in closed); break;
        }
    }
}
