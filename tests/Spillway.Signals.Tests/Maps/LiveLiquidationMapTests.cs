using FsCheck;
using FsCheck.Fluent;
using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Signals.Tests.Maps;

/// <summary>A map that is kept up to date is the map that would be made anew.</summary>
public sealed class LiveLiquidationMapTests
{
    [Fact]
    public void Read_AfterRandomDays_WhenEverybodyHadTheirTurn_EqualsAMapMadeAnew() => ForAnySeed(seed =>
    {
        Day day = new(seed, isIsolated: false);
        for (int hour = 0; hour < 12; hour++)
        {
            day.Pass(events: 30);
            day.Live.Update(share: 3);
        }
        day.Live.Update(int.MaxValue);
        AssertSame(day.Read(day.Live), day.Read(day.Anew()));
    });

    [Fact]
    public void Read_WhenNobodyDependsOnOtherPrices_EqualsAMapMadeAnewAtEveryUpdate() => ForAnySeed(seed =>
    {
        Day day = new(seed, isIsolated: true);
        for (int hour = 0; hour < 12; hour++)
        {
            day.Pass(events: 10);
            day.Live.Update(share: 0);
            (LiquidationMap falls, LiquidationMap squeezes) live = day.Read(day.Live), anew = day.Read(day.Anew());
            AssertSameWithBacklog(live.falls, anew.falls);
            AssertSameWithBacklog(live.squeezes, anew.squeezes);
        }
    });

    [Fact]
    public void Read_OfAnyVenue_IsTheSurveyToWithinAStep() => ForAnySeed(seed =>
    {
        Day day = new(seed, isIsolated: false);
        day.Pass(events: 40);
        (LiquidationMap falls, LiquidationMap squeezes) live = day.Read(day.Anew());
        LiquidationMap falls = new(), squeezes = new();
        new LiquidationSurvey().Measure(day.Venue.House, day.Venue.NoCases, Venue.Linear, falls, squeezes);
        foreach ((LiquidationMap map, LiquidationMap survey) in ((LiquidationMap, LiquidationMap)[])[(live.falls, falls), (live.squeezes, squeezes)])
        {
            Assert.Equal(survey.Backlog, map.Backlog, 1e-3);
            Assert.Equal(survey.BacklogAccounts, map.BacklogAccounts);
            Assert.Equal(survey.OpenInterest, map.OpenInterest, 1e-3);
            // An edge of a cell shares out the step that it cuts; beside it nothing may differ, so cells before and after bound the sum at the edge.
            for (int edge = 1; edge < LogPriceGrid.Cells; edge++) Assert.InRange(map.Cumulative[edge], survey.Cumulative[edge - 1] - 1e-3, survey.Cumulative[edge + 1] + 1e-3);
        }
    });

    [Fact]
    public void Read_OfOnePosition_FollowsTheMarkWithoutLookingAgain()
    {
        Venue venue = new();
        LiveLiquidationMap live = new(venue.House, venue.NoCases, Venue.Linear, AccountChanges.Of(venue.House));
        venue.OpenWith(5_000, Venue.Linear, 1_000, Venue.Mark); // trigger at −ln(0.9 / 0.975) = 0.08004
        live.Update(0);
        LiquidationMap falls = new(), squeezes = new();
        foreach ((long ticks, int cell) in ((long, int)[])[(500_000, 80), (480_000, 39), (520_000, 119)])
        {
            venue.SetMark(Venue.Linear, ticks);
            live.Update(0);
            live.Read(falls, squeezes);
            Assert.Equal(0, falls.Cumulative[cell - 1]);
            Assert.Equal(ticks / 10.0, falls.Cumulative[cell + 2], 1e-6);
            Assert.Equal((1, 0), (falls.TriggeredAccounts, falls.BacklogAccounts));
        }
        venue.SetMark(Venue.Linear, 450_000);
        live.Update(0);
        live.Read(falls, squeezes);
        Assert.Equal((0, 1, 45_000.0), (falls.TriggeredAccounts, falls.BacklogAccounts, falls.Backlog));
    }

    [Fact]
    public void Update_WhenAPositionIsClosed_TakesItOffTheMap()
    {
        Venue venue = new();
        LiveLiquidationMap live = new(venue.House, venue.NoCases, Venue.Linear, AccountChanges.Of(venue.House));
        AccountId account = venue.OpenWith(5_000, Venue.Linear, 1_000, Venue.Mark);
        live.Update(0);
        venue.Trade(account, Venue.Linear, -1_000, Venue.Mark);
        live.Update(0);
        LiquidationMap falls = new(), squeezes = new();
        live.Read(falls, squeezes);
        Assert.Equal((0, 0, 0.0, 0.0), (falls.TriggeredAccounts, falls.BacklogAccounts, falls.Cumulative[^1], falls.OpenInterest));
        Assert.Equal(0, live.Holders);
    }

    [Fact]
    public void Update_WhenTheMarkLeavesTheSteps_MakesTheMapAnew()
    {
        Venue venue = Venue.Crowded(5, 60);
        AccountChanges changes = AccountChanges.Of(venue.House);
        LiveLiquidationMap live = new(venue.House, venue.NoCases, Venue.Linear, changes);
        live.Update(0);
        venue.SetMark(Venue.Linear, Venue.Mark * 2);
        live.Update(0);
        LiveLiquidationMap anew = new(venue.House, venue.NoCases, Venue.Linear, changes);
        anew.Update(0);
        AssertSame(Read(live), Read(anew));
    }

    [Fact]
    public void Update_WhenNothingHappened_AllocatesNothing()
    {
        Venue venue = Venue.Crowded(3, 200);
        LiveLiquidationMap live = new(venue.House, venue.NoCases, Venue.Linear, AccountChanges.Of(venue.House));
        LiquidationMap falls = new(), squeezes = new();
        live.Update(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        live.Update(50);
        live.Read(falls, squeezes);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void ForAnySeed(Action<int> check) =>
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), seed => check(seed.Get)).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private static (LiquidationMap Falls, LiquidationMap Squeezes) Read(LiveLiquidationMap live)
    {
        (LiquidationMap falls, LiquidationMap squeezes) = (new(), new());
        live.Read(falls, squeezes);
        return (falls, squeezes);
    }

    private static void AssertSame((LiquidationMap Falls, LiquidationMap Squeezes) left, (LiquidationMap Falls, LiquidationMap Squeezes) right)
    {
        foreach ((LiquidationMap a, LiquidationMap b) in ((LiquidationMap, LiquidationMap)[])[(left.Falls, right.Falls), (left.Squeezes, right.Squeezes)])
        {
            Assert.Equal(b.Density.ToArray(), a.Density.ToArray()); // to the last bit: sums are integers
            Assert.Equal((b.Backlog, b.BacklogAccounts, b.TriggeredAccounts, b.OpenInterest), (a.Backlog, a.BacklogAccounts, a.TriggeredAccounts, a.OpenInterest));
        }
    }

    // Without an engine nobody opens cases: an account whose trigger lies in the very step of the mark is backlog for a fresh map, and in the first cell of the live one.
    private static void AssertSameWithBacklog(LiquidationMap live, LiquidationMap anew)
    {
        Assert.Equal(anew.OpenInterest, live.OpenInterest);
        Assert.Equal(anew.BacklogAccounts + anew.TriggeredAccounts, live.BacklogAccounts + live.TriggeredAccounts);
        for (int edge = 1; edge <= LogPriceGrid.Cells; edge++) Assert.Equal(anew.Backlog + anew.Cumulative[edge], live.Backlog + live.Cumulative[edge], 1e-3);
    }

    /// <summary>A venue on which something happens all the time, with a map that follows it from the beginning.</summary>
    private sealed class Day
    {
        private readonly Random random;
        private readonly bool isIsolated;
        private readonly AccountChanges changes;

        public Day(int seed, bool isIsolated)
        {
            (random, this.isIsolated) = (new Random(seed), isIsolated);
            Venue = isIsolated ? new Venue() : Venue.Crowded(seed, 30);
            changes = AccountChanges.Of(Venue.House);
            Live = Anew();
        }

        public Venue Venue { get; }

        public LiveLiquidationMap Live { get; }

        public LiveLiquidationMap Anew()
        {
            LiveLiquidationMap map = new(Venue.House, Venue.NoCases, Venue.Linear, changes);
            map.Update(0);
            return map;
        }

        public (LiquidationMap Falls, LiquidationMap Squeezes) Read(LiveLiquidationMap live) => LiveLiquidationMapTests.Read(live);

        public void Pass(int events)
        {
            for (int i = 0; i < events; i++) Happen();
        }

        private void Happen()
        {
            ClearingHouse house = Venue.House;
            AccountId account = AccountId.FromIndex(1 + random.Next(Math.Max(1, house.Accounts.Count - 1)));
            switch (random.Next(isIsolated ? 8 : 10))
            {
                case 0 or 1:
                    double usd = 200 + (random.NextDouble() * 40_000);
                    Venue.OpenWith(usd, Venue.Linear, Lots(usd), Ticks(Venue.Linear));
                    break;
                case 2 or 3 when account.Index < house.Accounts.Count:
                    Venue.Trade(account, Venue.Linear, Lots(5_000), Ticks(Venue.Linear));
                    break;
                case 4 when account.Index < house.Accounts.Count:
                    Venue.Trade(account, Venue.Linear, -house.Size(account, Venue.Linear).Lots is var all && all != 0 ? all : 1, Ticks(Venue.Linear));
                    break;
                case 5 when account.Index < house.Accounts.Count:
                    house.Post(Venue.Usd, LedgerAccount.External, LedgerAccount.Wallet(account), Money.FromUnits(random.NextInt64(-2_000_000_000, 3_000_000_000)));
                    break;
                case 6 or 7:
                    Venue.SetMark(Venue.Linear, (long)(Ticks(Venue.Linear) * (0.98 + (0.04 * random.NextDouble()))));
                    break;
                case 8:
                    Venue.SetMark(Venue.Other, (long)(Ticks(Venue.Other) * (0.97 + (0.06 * random.NextDouble()))));
                    Venue.SetMark(Venue.Inverse, (long)(Ticks(Venue.Inverse) * (0.98 + (0.04 * random.NextDouble()))));
                    break;
                default:
                    house.SetAssetPrice(Venue.Btc, QuotePrice.FromParts(random.NextInt64(40_000, 60_000) * QuotePrice.PartsPerUnit));
                    break;
            }
        }

        private long Lots(double usd) => (random.Next(2) == 0 ? 1 : -1) * (1 + (long)(usd / 50 * (1 + (20 * random.NextDouble()))));

        private long Ticks(InstrumentId instrument) => Venue.House.Rates.Mark(instrument).Ticks;
    }
}
