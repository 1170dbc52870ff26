using System.Text;
using System.Text.Json.Nodes;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Markets;

namespace Spillway.Engine.Tests;

/// <summary>In steady state a command allocates nothing.</summary>
public sealed class AllocationTests
{
    private const int Accounts = 1_000;

    [Theory]
    [InlineData("")]
    [InlineData("\"cap\": 1000000000000, \"addOn\": 1, \"addOnFrom\": 0, \"concentration\": 0.001, \"concentrationMost\": 0.001")]
    public void Execute_InSteadyState_AllocatesNothing(string openInterest)
    {
        RiskEngine engine = new(EngineOptions.Default, new Nobody(), IRejections.Ignored);
        foreach (Step step in World.Setup(OpenInterestPolicies.With("spillway", openInterest))) engine.Execute(step.Command, step.Payload);
        Day day = new(engine);
        day.Open();
        for (int i = 0; i < 80_000; i++) day.Next(); // arrays grow to the population
        long before = GC.GetAllocatedBytesForCurrentThread(), trades = day.Trades;
        for (int i = 0; i < 60_000; i++) day.Next();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(day.Trades - trades > 2_000, $"only {day.Trades - trades} trades");
        Assert.Equal(0, engine.Desk.Cases.OpenedCount);
    }

    [Theory]
    [InlineData("hyperliquid")]
    [InlineData("dydx-v4")]
    [InlineData("hyperliquid", "proRata")]
    [InlineData("hyperliquid", "leverageAware")]
    [InlineData("hyperliquid", "hedgeAware")]
    [InlineData("hyperliquid", "minMax")]
    public void Execute_WhenARuleBookOfAVenueLiquidates_AllocatesNothingOnceArraysHaveGrown(string policy, string? ranking = null)
    {
        Counter counter = new();
        RiskEngine engine = new(EngineOptions.Default, counter, IRejections.Ignored);
        foreach (Step step in World.Setup(WithRanking(Repository.ResolvedPolicy(policy), ranking))) engine.Execute(step.Command, step.Payload);
        Waves waves = new(engine);
        waves.Open();
        for (int i = 0; i < 300; i++) waves.Next();
        long before = GC.GetAllocatedBytesForCurrentThread();
        (int book, int deleveraged) = (counter.Book, counter.Deleveraged);
        for (int i = 0; i < 200; i++) waves.Next();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(counter.Book > book + 20 && counter.Deleveraged > deleveraged + 20, $"{counter.Book - book} sold, {counter.Deleveraged - deleveraged} deleveraged");
    }

    [Fact]
    public void Execute_WhenThePoolTakesAndUnwinds_AllocatesNothingOnceArraysHaveGrown()
    {
        Counter counter = new();
        RiskEngine engine = new(EngineOptions.Default, counter, IRejections.Ignored);
        byte[] policy = """
            { "name": "pooled", "release": { "method": "closed" }, "pool": { "enabled": true, "inventoryMultiple": 100, "unwindHalfLifeSeconds": 60 } }
            """u8.ToArray();
        foreach (Step step in World.Setup(policy)) engine.Execute(step.Command, step.Payload);
        Waves waves = new(engine);
        waves.Open();
        waves.OpenPool();
        for (int i = 0; i < 300; i++) waves.Next();
        long before = GC.GetAllocatedBytesForCurrentThread();
        (int taken, int unwound) = (counter.Pooled, counter.Unwound);
        for (int i = 0; i < 200; i++) waves.Next();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(counter.Pooled > taken + 20 && counter.Unwound > unwound + 20, $"{counter.Pooled - taken} taken, {counter.Unwound - unwound} times unwound");
    }

    [Fact]
    public void Execute_WhenSalesAreRouted_AllocatesNothingOnceArraysHaveGrown()
    {
        Counter counter = new();
        RiskEngine engine = new(EngineOptions.Default, counter, IRejections.Ignored);
        byte[] policy = """{ "name": "routed", "release": { "method": "unlimited" }, "netting": { "enabled": false }, "routing": { "pools": true } }"""u8.ToArray();
        foreach (Step step in World.Setup(policy)) engine.Execute(step.Command, step.Payload);
        Waves waves = new(engine);
        waves.Open();
        waves.Next();
        waves.OpenLiquidity();
        for (int i = 0; i < 1_000; i++) waves.Next(); // the book is seldom asked, and what it sold is remembered for the hour of the budget's window
        long before = GC.GetAllocatedBytesForCurrentThread();
        int routed = counter.Routed;
        for (int i = 0; i < 200; i++) waves.Next();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(counter.Routed > routed + 100, $"{counter.Routed - routed} trades of forced orders with the pool");
    }

    [Fact]
    public void Execute_WhenBrokersRelayBooks_AllocatesNothingOnceArraysHaveGrown()
    {
        Counter counter = new();
        RiskEngine engine = new(EngineOptions.Default, counter, IRejections.Ignored);
        byte[] policy = """{ "name": "routed", "release": { "method": "unlimited" }, "netting": { "enabled": false }, "routing": { "awayBooks": true, "sharedShare": 0.2 } }"""u8.ToArray();
        foreach (Step step in World.Setup(policy)) engine.Execute(step.Command, step.Payload);
        Waves waves = new(engine);
        waves.Open();
        waves.OpenBrokers();
        for (int i = 0; i < 1_000; i++) waves.Next();
        long before = GC.GetAllocatedBytesForCurrentThread();
        (int traded, int ended) = (counter.AwayTrades, counter.AwayEnded);
        for (int i = 0; i < 200; i++) waves.Next();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(counter.AwayTrades > traded + 100 && counter.AwayEnded > ended + 100, $"{counter.AwayTrades - traded} trades with brokers, whose quotes ended {counter.AwayEnded - ended} times");
    }

    [Fact]
    public void Execute_WhenAuctionsAreTakenAndExpire_AllocatesNothingOnceArraysHaveGrown()
    {
        Counter counter = new();
        RiskEngine engine = new(EngineOptions.Default, counter, IRejections.Ignored);
        byte[] policy = """
            { "name": "auctioned", "netting": { "enabled": false }, "release": { "method": "closed" },
              "auction": { "enabled": true, "shape": "exponential", "durationSeconds": 1, "restarts": 1, "healthFloor": 0.1, "inFlightShare": 1, "leastValue": 0 } }
            """u8.ToArray();
        foreach (Step step in World.Setup(policy)) engine.Execute(step.Command, step.Payload);
        Waves waves = new(engine, bids: true);
        waves.Open();
        for (int i = 0; i < 1_000; i++) waves.Next();
        long before = GC.GetAllocatedBytesForCurrentThread();
        (int taken, int expired) = (counter.AuctionsTaken, counter.AuctionsExpired);
        for (int i = 0; i < 200; i++) waves.Next();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(counter.AuctionsTaken > taken + 20 && counter.AuctionsExpired > expired + 20, $"{counter.AuctionsTaken - taken} taken, {counter.AuctionsExpired - expired} expired");
    }

    [Fact]
    public void Execute_WhenCasesShareTheRoomOfACap_AllocatesNothingOnceArraysHaveGrown()
    {
        Counter counter = new();
        RiskEngine engine = new(EngineOptions.Default, counter, IRejections.Ignored);
        byte[] policy = """
            { "name": "shared", "netting": { "enabled": false }, "release": { "method": "unlimited", "order": "proportional", "participation": 0.01, "healthFloor": 0 }, "handOver": { "route": "deleveraging" } }
            """u8.ToArray();
        foreach (Step step in World.Setup(policy)) engine.Execute(step.Command, step.Payload);
        Waves waves = new(engine);
        waves.Open();
        for (int i = 0; i < 1_000; i++) waves.Next();
        long before = GC.GetAllocatedBytesForCurrentThread();
        (int sold, int capped) = (counter.Book, counter.Capped);
        for (int i = 0; i < 200; i++) waves.Next();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(counter.Book > sold + 100 && counter.Capped > capped + 100, $"{counter.Book - sold} sold, {counter.Capped - capped} times bound by the cap");
    }

    [Fact]
    public void Execute_WhenPortfoliosAreAuctioned_AllocatesNothingOnceArraysHaveGrown()
    {
        Counter counter = new();
        RiskEngine engine = new(EngineOptions.Default, counter, IRejections.Ignored);
        byte[] policy = """
            { "name": "cleared", "netting": { "enabled": false }, "release": { "method": "unlimited" },
              "defaultAuction": { "enabled": true, "below": 1, "windowSeconds": 1, "criticalBelow": 0, "costShare": 0.1, "leastContribution": 0 } }
            """u8.ToArray();
        foreach (Step step in World.Setup(policy)) engine.Execute(step.Command, step.Payload);
        Waves waves = new(engine);
        waves.Open();
        waves.OpenMembers();
        for (int i = 0; i < 1_000; i++) waves.Next();
        long before = GC.GetAllocatedBytesForCurrentThread();
        (int won, int failed) = (counter.PortfoliosWon, counter.PortfoliosFailed);
        for (int i = 0; i < 200; i++) waves.Next();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(counter.PortfoliosWon > won + 20 && counter.PortfoliosFailed > failed + 20, $"{counter.PortfoliosWon - won} won, {counter.PortfoliosFailed - failed} failed");
    }

    private static byte[] WithRanking(byte[] policy, string? ranking)
    {
        JsonNode document = JsonNode.Parse(policy)!;
        if (ranking is not null) document["handOver"]!["ranking"] = ranking;
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    [Fact]
    public void Execute_WhenMarketsBreakAndReopen_AllocatesNothingOnceArraysHaveGrown()
    {
        Counter counter = new();
        RiskEngine engine = new(EngineOptions.Default, counter, IRejections.Ignored);
        string policy = BreakerPolicies.With(
            Encoding.UTF8.GetString(Repository.ResolvedPolicy("spillway")),
            ("band", "0.05"), ("bandVolatility", "3"), ("velocity", "0.03"), ("velocityAction", "\"halt\""), ("flowOfOpenInterest", "0.001"), ("flowOfDepth", "0.5"), ("oracleGap", "0.2"), ("gain", "1"), ("expirySeconds", "2"), ("restSeconds", "0"));
        foreach (Step step in World.Setup(Encoding.UTF8.GetBytes(policy))) engine.Execute(step.Command, step.Payload);
        Waves waves = new(engine, meets: true);
        waves.Open();
        for (int i = 0; i < 300; i++) waves.Next();
        long before = GC.GetAllocatedBytesForCurrentThread();
        (int tripped, int auctioned) = (counter.Tripped, counter.Auctioned);
        for (int i = 0; i < 200; i++) waves.Next();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(counter.Tripped > tripped + 100 && counter.Auctioned > auctioned + 20, $"{counter.Tripped - tripped} trips, {counter.Auctioned - auctioned} auctions with trades");
    }

    [Fact]
    public void Execute_WhenSchedulesAreDrawn_AllocatesNothingOnceArraysHaveGrown()
    {
        Counter counter = new();
        RiskEngine engine = new(EngineOptions.Default, counter, IRejections.Ignored);
        foreach (Step step in World.Setup(ScheduledPolicy.Extending("hyperliquid", seconds: 2))) engine.Execute(step.Command, step.Payload);
        engine.Execute(Command.CommitSeedOf(default, 1, new SeedSecret(1, 2, 3, 4)));
        Waves waves = new(engine);
        waves.Open();
        for (int i = 0; i < 300; i++) waves.Next();
        long before = GC.GetAllocatedBytesForCurrentThread();
        (int book, int schedules) = (counter.Book, counter.Schedules);
        for (int i = 0; i < 200; i++) waves.Next();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(counter.Book > book && counter.Schedules > schedules + 20, $"{counter.Book - book} sold, {counter.Schedules - schedules} schedules begun");
    }

    [Fact]
    public void Execute_WhenFundingIsFormedAndTermsAdapt_AllocatesNothingOnceArraysHaveGrown()
    {
        Counter counter = new();
        RiskEngine engine = new(EngineOptions.Default, counter, IRejections.Ignored);
        byte[] policy = """
            {
              "name": "adapted", "release": { "method": "unlimited" }, "handOver": { "route": "wait" }, "sizing": { "method": "wholePosition" }, "pacing": { "blockShare": 0.2 },
              "funding": { "enabled": true, "intervalSeconds": 60, "crowding": 0.001 },
              "adaptive": { "enabled": true, "referenceDelaySeconds": 1, "halfLifeSeconds": 1, "feeMost": 4, "stepSeconds": 1 }
            }
            """u8.ToArray();
        foreach (Step step in World.Setup(policy)) engine.Execute(step.Command, step.Payload);
        Waves waves = new(engine);
        waves.Open();
        for (int i = 0; i < 300; i++) waves.Next();
        long before = GC.GetAllocatedBytesForCurrentThread();
        (int settled, int adapted) = (counter.Settled, counter.Adapted);
        for (int i = 0; i < 200; i++) waves.Next();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(counter.Settled > settled + 5 && counter.Adapted > adapted + 20, $"{counter.Settled - settled} settlements, {counter.Adapted - adapted} times adapted");
    }

    private sealed class Counter : IEngineEvents
    {
        public int Settled { get; private set; }

        public int Adapted { get; private set; }

        public void On(in FundingSettled e) => Settled++;

        public void On(in TermsAdapted e) => Adapted++;

        public int Tripped { get; private set; }

        public int Auctioned { get; private set; }

        public void On(in BreakerTripped e) => Tripped++;

        public void On(in MarketReopened e) => Auctioned += e.Price.IsSet ? 1 : 0;

        public int AuctionsTaken { get; private set; }

        public int AuctionsExpired { get; private set; }

        public void On(in AuctionTaken e) => AuctionsTaken++;

        public void On(in AuctionEnded e) => AuctionsExpired += e.Reason == AuctionEnd.Expired ? 1 : 0;

        public int Capped { get; private set; }

        public void On(in ReleaseDecided e) => Capped += e.Bound == ReleaseBound.Participation ? 1 : 0;

        public int PortfoliosWon { get; private set; }

        public int PortfoliosFailed { get; private set; }

        public void On(in DefaultAuctionWon e) => PortfoliosWon++;

        public void On(in DefaultAuctionFailed e) => PortfoliosFailed++;

        public int AwayTrades { get; private set; }

        public int AwayEnded { get; private set; }

        public void On(in AwayTraded e) => AwayTrades++;

        public void On(in AwayQuotesEnded e) => AwayEnded++;

        public int Pooled { get; private set; }

        public int Unwound { get; private set; }

        public void On(in PoolTook e) => Pooled++;

        public void On(in PoolUnwound e) => Unwound++;

        public int Schedules { get; private set; }

        public void On(in ScheduleStarted e) => Schedules++;

        public int Book { get; private set; }

        public int Deleveraged { get; private set; }

        public int Routed { get; private set; }

        public void On(in Traded e)
        {
            if (e.Case == CaseId.None) return;
            if (e.Route == TradeRoute.Book) Book++;
            if (e.Route == TradeRoute.Deleveraging) Deleveraged++;
            if (e.Route == TradeRoute.LiquidityPool) Routed++;
        }
    }

    private sealed class Nobody : IEngineEvents;

    /// <summary>Makers quote around the mark, takers cross, money moves; every account is rich, so nobody is liquidated.</summary>
    private sealed class Day(RiskEngine engine)
    {
        private readonly OrderId[] resting = new OrderId[Accounts * World.Markets];
        private Timestamp now = Timestamp.FromNanos(1_000_000_000);
        private ulong state = 88_172_645_463_325_252;

        public long Trades { get; private set; }

        public void Open()
        {
            for (int i = 0; i < Accounts; i++)
            {
                AccountId account = AccountId.FromIndex((int)engine.Execute(Command.Open(now)).Value);
                engine.Execute(Command.Deposit(now, account, AssetId.FromIndex(World.Usdt), Money.FromUnits(1_000_000_000_000)));
                engine.Execute(Command.Deposit(now, account, AssetId.FromIndex(World.Btc), Money.FromUnits(10_000_000_000)));
            }
            for (int i = 0; i < Accounts; i += 10) engine.Execute(Command.OpenIsolated(now, AccountId.FromIndex(i), InstrumentId.FromIndex(World.Linear)));
        }

        public void Next()
        {
            now = now.AddNanos(1_000_000);
            int account = Draw(Accounts), market = Draw(World.Markets);
            int slot = (account * World.Markets) + market;
            AccountId id = AccountId.FromIndex(account);
            InstrumentId instrument = InstrumentId.FromIndex(market);
            switch (Draw(10))
            {
                case 0:
                case 1:
                case 2:
                    if (resting[slot] != OrderId.None) engine.Execute(Command.Cancel(now, id, instrument, resting[slot]));
                    resting[slot] = Place(id, instrument, TimeInForce.GoodTillCancel, 20);
                    break;
                case 3:
                case 4:
                    PriceTicks price = Near(instrument, 20);
                    CommandResult replaced = engine.Execute(Command.Replace(now, new ReplaceOrder(id, instrument, resting[slot], price, QuantityLots.FromLots(1 + Draw(20)))));
                    if (replaced.IsAccepted) resting[slot] = OrderId.FromValue(replaced.Value);
                    break;
                case 5:
                case 6:
                    long before = engine.House.Size(id, instrument).Lots;
                    Place(id, instrument, TimeInForce.ImmediateOrCancel, 60);
                    if (engine.House.Size(id, instrument).Lots != before) Trades++;
                    break;
                case 7:
                    int index = Draw(2);
                    long parts = (index == 0 ? 50_000 : 3_000) * (1_000_000_000L + Draw(1_000_000));
                    engine.Execute(Command.PriceFrom(now, PriceIndexId.FromIndex(index), Draw(3), QuotePrice.FromParts(parts)));
                    break;
                case 8:
                    AccountId parent = AccountId.FromIndex(account / 10 * 10), child = AccountId.FromIndex(Accounts + (account / 10));
                    bool down = Draw(2) == 0;
                    engine.Execute(Command.Transfer(now, down ? parent : child, down ? child : parent, AssetId.FromIndex(World.Usdt), Money.FromUnits(1 + Draw(1_000))));
                    break;
                default:
                    engine.Execute(Draw(20) == 0 ? Command.SettleFunding(now, instrument, Draw(1_000) - 500) : Command.Advance(now));
                    break;
            }
        }

        private OrderId Place(AccountId account, InstrumentId instrument, TimeInForce time, int spread) => OrderId.FromValue(engine.Execute(Command.Place(now, new PlaceOrder(
            account, instrument, (Side)Draw(2), OrderType.Limit, time, (SelfTradePrevention)Draw(3), Draw(8) == 0, Near(instrument, spread), QuantityLots.FromLots(1 + Draw(20))))).Value);

        private PriceTicks Near(InstrumentId instrument, int spread)
        {
            long mark = Math.Max(100, engine.Exchange[instrument].Price.Mark.Ticks);
            return PriceTicks.FromTicks(instrument.Index == World.Coarse ? mark + Draw(3) - 1 : mark + Draw((2 * spread) + 1) - spread);
        }

        private int Draw(int below)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            return (int)(state % (ulong)below);
        }
    }
}
