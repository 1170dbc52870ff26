using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Engine.Tests;

/// <summary>Draws the next command of a random day: mostly sensible, often clumsy, now and then a crash.</summary>
/// <remarks>What it draws depends only on the seed and on the state of the engine, so the same engine gets the same day.</remarks>
internal sealed class CommandSource(int seed)
{
    private readonly Random random = new(seed);
    private readonly List<(AccountId Account, InstrumentId Instrument, OrderId Order)> resting = [];
    private readonly double[] level = [50_000, 3_000];
    private Timestamp now = Timestamp.FromNanos(1_000_000_000);
    private (AccountId Account, InstrumentId Instrument) placing;

    /// <summary>Share of draws that move an index by tens of percent.</summary>
    public double CrashShare { get; init; } = 0.01;

    public Step Next(RiskEngine engine)
    {
        if (random.Next(3) == 0) now = now.AddNanos(random.Next(5) switch { 0 => 0, 1 => random.Next(1_000_000), 2 => 1_000_000_000, _ => random.Next(900_000_000) });
        if (random.Next(400) == 0) now = now.AddNanos(7_000_000_000);
        Command command = Draw(engine);
        if (command.Kind == CommandKind.QuoteAway) return new Step(command, Levels(engine, command.QuoteAway));
        return command.Kind == CommandKind.IndexPrice && random.Next(3) == 0 ? Together(command, Price()) : new Step(command);
    }

    // Mostly best first and around the mark; now and then in no order, too many, or none, which withdraws.
    private byte[] Levels(RiskEngine engine, QuoteAway terms)
    {
        AwayLevel[] levels = [.. Enumerable.Range(0, random.Next(12) == 0 ? 17 : random.Next(5)).Select(_ => new AwayLevel(Near(engine, terms.Instrument), Quantity(engine, terms.Account, terms.Instrument)))];
        levels = [.. levels.DistinctBy(level => level.Price)];
        if (random.Next(12) > 0) Array.Sort(levels, (a, b) => terms.Side == Side.Buy ? b.Price.CompareTo(a.Price) : a.Price.CompareTo(b.Price));
        return MemoryMarshal.AsBytes(levels.AsSpan()).ToArray();
    }

    // Two reports of one timestamp, perhaps of one index, now and then cut off.
    private Step Together(Command first, Command second)
    {
        ReadOnlySpan<byte> payload = MemoryMarshal.AsBytes<IndexPrice>([first.IndexPrice, second.IndexPrice]);
        return new Step(Command.Document(CommandKind.IndexPrices, first.Time), payload[..(payload.Length - (random.Next(20) == 0 ? random.Next(1, 60) : 0))].ToArray());
    }

    public void Answered(in Command command, CommandResult result)
    {
        if (result.IsAccepted && result.Value != 0 && command.Kind is CommandKind.PlaceOrder or CommandKind.ReplaceOrder)
            resting.Add((placing.Account, placing.Instrument, OrderId.FromValue(result.Value)));
    }

    private Command Draw(RiskEngine engine)
    {
        int accounts = engine.House.Accounts.Count;
        if (accounts < 6) return Command.Open(now);
        if (random.NextDouble() < CrashShare) return Crash();
        if (TryBid(engine, out Command bid)) return bid;
        if (engine.Desk.Auctions.Running.Length > 0 && random.Next(8) == 0) return Bid(engine);
        int draw = random.Next(100);
        return draw switch
        {
            < 1 when accounts < 24 => random.Next(2) == 0 ? Command.Open(now) : Command.OpenIsolated(now, Account(engine), Instrument()),
            < 7 => Command.Deposit(now, Account(engine), Asset(out long whole), Money.FromUnits(whole * random.Next(1, 30_000) / 1_000)),
            < 9 => Command.Withdraw(now, Account(engine), Asset(out long unit), Money.FromUnits(1 + (long)(random.NextDouble() * unit * 10))),
            < 11 => Transfer(engine),
            < 12 => Command.EndowFund(now, Asset(out long some), Money.FromUnits(some / 10)),
            < 50 => Place(engine),
            < 56 => Cancel(engine),
            < 62 => Replace(engine),
            < 63 => Command.CancelAllOf(now, Account(engine), Instrument()),
            < 64 => Member(engine),
            < 66 when engine.Desk.Auctions.StartedCount > 0 => Bid(engine),
            < 80 => Price(),
            < 82 => Command.SettleFunding(now, Instrument(), random.Next(-2_000_000, 2_000_000)),
            < 83 => random.Next(4) == 0 ? Seed(engine) : Signals(),
            < 84 when random.Next(2) == 0 => EarlyRung(engine),
            < 85 when random.Next(2) == 0 => Pool(engine),
            < 85 => Command.Netting(now, Account(engine), Instrument(), random.Next(2) == 0),
            < 86 => random.Next(6) switch
            {
                0 => Command.NameAbsorber(now, Account(engine)),
                1 => Command.NameVault(now, Account(engine)),
                2 => Command.EndPledgeOf(now, Account(engine)),
                _ => Pledge(engine),
            },
            < 88 => Import(engine),
            < 89 => random.Next(2) == 0 ? Away(engine) : Quote(engine),
            < 90 => Swap(engine),
            _ => Command.Advance(now),
        };
    }

    private AccountId Account(RiskEngine engine) => AccountId.FromIndex(random.Next(engine.House.Accounts.Count));

    private InstrumentId Instrument() => InstrumentId.FromIndex(random.Next(World.Markets));

    private AssetId Asset(out long whole)
    {
        int asset = random.Next(3);
        whole = asset switch { World.Usdt => 10_000_000_000, World.Btc => 20_000_000, _ => 3_000_000_000 };
        return AssetId.FromIndex(asset);
    }

    private Command Transfer(RiskEngine engine)
    {
        AccountId from = Account(engine), parent = engine.House.Accounts.Parent(from);
        (AccountId a, AccountId b) = random.Next(2) == 0 ? (from, parent) : (parent, from);
        return Command.Transfer(now, a, b, Asset(out long whole), Money.FromUnits(1 + (long)(random.NextDouble() * whole)));
    }

    private Command Place(RiskEngine engine)
    {
        AccountId account = Account(engine);
        InstrumentId isolated = engine.House.Accounts.IsolatedInstrument(account);
        InstrumentId instrument = isolated != InstrumentId.None && random.Next(10) > 0 ? isolated : Instrument();
        placing = (account, instrument);
        Side side = (Side)random.Next(2);
        bool isMarket = random.Next(8) == 0;
        return Command.Place(now, new PlaceOrder(
            account,
            instrument,
            side,
            isMarket ? OrderType.Market : OrderType.Limit,
            isMarket && random.Next(20) > 0 ? TimeInForce.ImmediateOrCancel : (TimeInForce)random.Next(3),
            (SelfTradePrevention)random.Next(3),
            random.Next(6) == 0,
            Near(engine, instrument),
            Quantity(engine, account, instrument)));
    }

    private PriceTicks Near(RiskEngine engine, InstrumentId instrument)
    {
        Market market = engine.Exchange[instrument];
        double mark = market.Price.Mark.IsSet ? market.Price.Mark.Ticks : 1_000;
        double spread = random.Next(4) switch { 0 => 0, 1 => 0.001, 2 => 0.01, _ => 0.1 };
        return PriceTicks.FromTicks(Math.Max(1, (long)(mark * (1 + (spread * ((random.NextDouble() * 2) - 1))))));
    }

    private QuantityLots Quantity(RiskEngine engine, AccountId account, InstrumentId instrument)
    {
        long position = Math.Abs(engine.House.Size(account, instrument).Lots);
        int typical = instrument.Index switch { World.Linear => 2_000, World.Whole => 3_000, World.Inverse => 60_000, _ => 500 };
        return QuantityLots.FromLots(random.Next(5) == 0 && position > 0 ? position : 1 + random.Next(typical));
    }

    private (AccountId Account, InstrumentId Instrument, OrderId Order) Handle(RiskEngine engine)
    {
        if (resting.Count == 0) return (Account(engine), Instrument(), OrderId.FromValue((ulong)random.NextInt64()));
        var handle = resting[random.Next(Math.Max(0, resting.Count - 60), resting.Count)];
        if (random.Next(12) == 0) handle.Account = Account(engine); // somebody else's order
        if (random.Next(20) == 0) handle.Instrument = Instrument();
        return handle;
    }

    private Command Cancel(RiskEngine engine)
    {
        var handle = Handle(engine);
        return Command.Cancel(now, handle.Account, handle.Instrument, handle.Order);
    }

    private Command Replace(RiskEngine engine)
    {
        var handle = Handle(engine);
        placing = (handle.Account, handle.Instrument);
        bool keepsPrice = engine.Exchange[handle.Instrument].Book.TryGet(handle.Order, out RestingOrder order) && random.Next(2) == 0;
        return Command.Replace(now, new ReplaceOrder(
            handle.Account, handle.Instrument, handle.Order, keepsPrice ? order.Price : Near(engine, handle.Instrument), Quantity(engine, handle.Account, handle.Instrument)));
    }

    private Command Price()
    {
        int index = random.Next(2);
        level[index] *= 1 + (0.004 * ((random.NextDouble() * 2) - 1));
        double noise = 1 + (0.001 * ((random.NextDouble() * 2) - 1));
        return Command.PriceFrom(now, PriceIndexId.FromIndex(index), random.Next(3), QuotePrice.FromParts((long)(level[index] * noise * 1e9)));
    }

    private Command Crash()
    {
        int index = random.Next(2);
        double jump = random.Next(8) switch { 0 => 0.1, 1 => 4, 2 => 0.5, 3 => 1.5, 4 => 0.8, 5 => 1.15, 6 => 0.9, _ => 1.08 };
        double next = Math.Clamp(level[index] * jump, 0.05, 2_000_000);
        if (random.Next(3) > 0) level[index] = next; // otherwise one source runs wild alone
        return Command.PriceFrom(now, PriceIndexId.FromIndex(index), random.Next(3), QuotePrice.FromParts((long)(next * 1e9)));
    }

    private Command Import(RiskEngine engine)
    {
        InstrumentId instrument = Instrument();
        AccountId buyer = Account(engine);
        return Command.Import(now, new ImportTrade(instrument, buyer, Account(engine), Near(engine, instrument), Quantity(engine, buyer, instrument)));
    }

    private Command Pledge(RiskEngine engine)
    {
        InstrumentId instrument = Instrument();
        AccountId account = Account(engine);
        PriceTicks lowest = random.Next(3) == 0 ? Near(engine, instrument) : PriceTicks.None, highest = random.Next(3) == 0 ? Near(engine, instrument) : PriceTicks.None;
        int discount = random.Next(3) switch { 0 => 0, 1 => random.Next(5_000), _ => random.Next(50_002) };
        Money budget = Money.FromUnits(random.Next(3) > 0 ? 0 : random.NextInt64(-1, 2_000_000_000));
        return Command.Pledge(now, new PledgeTaker(account, instrument, (Side)random.Next(2), RatePpm.FromPpm(discount), lowest, highest, Quantity(engine, account, instrument), budget));
    }

    // Mostly of an auction that is under way, at any price or near the mark.
    private Command Bid(RiskEngine engine)
    {
        ReadOnlySpan<Auction> running = engine.Desk.Auctions.Running;
        if (running.Length == 0 || random.Next(12) == 0)
            return Command.Take(now, new TakeAuction(Account(engine), AuctionId.FromNumber(random.Next(engine.Desk.Auctions.StartedCount + 1)), default, QuantityLots.FromLots(1)));
        Auction auction = running[random.Next(running.Length)];
        AccountId bidder = random.Next(12) == 0 ? auction.Account : Richer(engine, Account(engine), Account(engine));
        PriceTicks worst = random.Next(2) == 0 ? Near(engine, auction.Instrument) : PriceTicks.None;
        QuantityLots lots = random.Next(2) == 0 ? auction.Left : QuantityLots.FromLots(1 + random.NextInt64(auction.Left.Lots));
        return Command.Take(now, new TakeAuction(bidder, auction.Id, worst, lots));
    }

    private static AccountId Richer(RiskEngine engine, AccountId one, AccountId other) => engine.House.Health(one).Equity > engine.House.Health(other).Equity ? one : other;

    private Command EarlyRung(RiskEngine engine) => random.Next(3) > 0
        ? Command.TopUpFrom(now, Account(engine), Account(engine), Money.FromUnits(random.Next(4) == 0 ? 0 : 1 + random.NextInt64(20_000_000_000)))
        : Command.PreLiquidation(now, Account(engine), random.Next(4) > 0);

    private Command Pool(RiskEngine engine)
    {
        BufferPool pool = engine.Desk.Pool;
        if (pool.Account == AccountId.None ? random.Next(4) > 0 : random.Next(20) == 0) return random.Next(3) == 0 ? Command.NamePool(now, Account(engine)) : Fresh(engine);
        AccountId account = Account(engine);
        for (int i = 0; i < 6 && random.Next(4) > 0 && pool.HoldingOf(account).Shares == 0; i++) account = Account(engine);
        PoolHolding held = pool.HoldingOf(account);
        return random.Next(6) switch
        {
            < 3 => Command.DepositIntoPool(now, account, Money.FromUnits(1 + (long)Math.Pow(10, random.NextDouble() * 11))),
            3 => Command.NoticeToPool(now, account, random.Next(8) == 0 ? 0 : random.NextInt64(held.Shares + 2)),
            _ => Command.RedeemFromPool(now, account),
        };
    }

    // Only an account without positions may be the pool.
    private Command Fresh(RiskEngine engine)
    {
        for (int i = engine.House.Accounts.Count - 1; i >= 0; i--)
        {
            AccountId account = AccountId.FromIndex(i);
            if (engine.House.Accounts.PositionCount(account) == 0 && engine.House.Accounts.Parent(account) == AccountId.None && !engine.Desk.IsPool(account)) return Command.NamePool(now, account);
        }
        return Command.Open(now);
    }

    // Mostly of an account that could, around the mark, over a range of a few percent or all there is.
    private Command Quote(RiskEngine engine)
    {
        InstrumentId instrument = random.Next(8) == 0 ? Instrument() : InstrumentId.FromIndex(random.Next(2));
        foreach (LiquidityPool pool in engine.Desk.Liquidity.Of(instrument))
        {
            if (random.Next(12) == 0) return Command.Quote(now, new SetLiquidityPool(pool.Account, instrument, QuantityLots.Zero, default, default, default, default));
        }
        AccountId account = Account(engine);
        for (int i = 0; i < 20 && random.Next(10) > 0 && engine.House.Accounts.PositionCount(account) > 0; i++) account = Account(engine);
        // What was paid in a moment ago is enough for a small one.
        PriceTicks price = Near(engine, instrument), highest = engine.House.Instruments[instrument.Index].MaxPrice;
        bool isWhole = random.Next(6) == 0;
        PriceTicks lower = isWhole ? PriceTicks.FromTicks(1) : PriceTicks.FromTicks(Math.Max(1, (long)(price.Ticks * (1 - (0.1 * random.NextDouble())))));
        PriceTicks upper = isWhole ? highest : PriceTicks.FromTicks((long)(price.Ticks * (1 + (0.1 * random.NextDouble()))));
        long reserve = random.Next(10) == 0 ? 0 : 1 + (long)Math.Pow(10, 1 + (random.NextDouble() * 5));
        return Command.Quote(now, new SetLiquidityPool(account, instrument, QuantityLots.FromLots(reserve), price, lower, upper, RatePpm.FromPpm(random.Next(5_000))));
    }

    // Of a moment ago, now and then of long ago or to come.
    private Command Away(RiskEngine engine)
    {
        ReadOnlySpan<AccountId> brokers = engine.Desk.Away.Brokers;
        if (random.Next(6) == 0 || brokers.Length == 0) return Command.NameBroker(now, Account(engine), random.Next(4) > 0);
        AccountId broker = random.Next(12) == 0 ? Account(engine) : brokers[random.Next(brokers.Length)];
        long age = random.Next(8) switch { 0 => -1, 1 => 3_000_000_000, _ => random.NextInt64(1_500_000_000) };
        Timestamp seen = Timestamp.FromNanos(Math.Max(0, now.Nanos - age));
        InstrumentId instrument = random.Next(8) == 0 ? Instrument() : InstrumentId.FromIndex(random.Next(2));
        Money cost = Money.FromUnits(random.Next(2) == 0 ? 0 : random.NextInt64(50_000_000));
        return Command.RelayAway(now, new QuoteAway(broker, instrument, (Side)random.Next(2), RatePpm.FromPpm(random.Next(2_000)), seen, cost));
    }

    private Command Swap(RiskEngine engine)
    {
        InstrumentId instrument = random.Next(8) == 0 ? Instrument() : InstrumentId.FromIndex(random.Next(2));
        ReadOnlySpan<LiquidityPool> pools = engine.Desk.Liquidity.Of(instrument);
        AccountId account = Account(engine), pool = pools.Length > 0 && random.Next(12) > 0 ? pools[random.Next(pools.Length)].Account : Account(engine);
        return Command.Swap(now, new SwapPool(account, pool, instrument, (Side)random.Next(2), Quantity(engine, account, instrument), Near(engine, instrument)));
    }

    private Command Member(RiskEngine engine)
    {
        MemberBook members = engine.Desk.Members;
        AccountId account = members.Rows.Length > 0 && random.Next(4) > 0 ? members.Rows[random.Next(members.Rows.Length)].Account : Account(engine);
        return random.Next(8) switch
        {
            < 2 => Command.ContributeOf(now, account, Money.FromUnits(1 + (long)Math.Pow(10, random.NextDouble() * 11))),
            2 when random.Next(3) == 0 => Command.LeaveMembersOf(now, account),
            < 5 => Command.StandingBidOf(now, account, RatePpm.FromPpm(random.Next(30_000)), Money.FromUnits(random.Next(6) == 0 ? 0 : (long)Math.Pow(10, random.NextDouble() * 13))),
            _ => Command.BidFor(now, account, CaseId.FromNumber(random.Next(20)), Money.FromUnits(random.NextInt64(-20_000_000, 60_000_000))),
        };
    }

    // Windows are rare and short: where one is open, members bid; now and then the one whose portfolio it is.
    private bool TryBid(RiskEngine engine, out Command bid)
    {
        bid = default;
        MemberBook members = engine.Desk.Members;
        foreach (LiquidationCase row in members.Rows.Length > 0 ? engine.Desk.Cases.Open : [])
        {
            if (!row.IsWaitingForBids || random.Next(3) > 0) continue;
            AccountId account = random.Next(3) == 0 ? row.Account : members.Rows[random.Next(members.Rows.Length)].Account;
            bid = Command.BidFor(now, account, row.Id, Money.FromUnits(random.NextInt64(-20_000_000, 60_000_000)));
            return true;
        }
        return false;
    }

    private Command Seed(RiskEngine engine)
    {
        int last = engine.Desk.Seeds.Epoch;
        if (random.Next(2) == 0) return Command.RevealSeedOf(now, last);
        SeedSecret secret = new((ulong)random.NextInt64(), (ulong)random.NextInt64(), (ulong)random.NextInt64(), (ulong)random.NextInt64());
        return Command.CommitSeedOf(now, random.Next(10) == 0 ? last + 2 : last + 1, in secret);
    }

    private Command Signals() => Command.Report(now, Instrument(), new MarketSignals(
        random.Next(), random.Next(), random.Next(1_000_000), random.Next(1_000_000), random.Next(3_000_000), random.Next(3_000_000), now.AddNanos(-random.Next(2_000_000_000))));
}
