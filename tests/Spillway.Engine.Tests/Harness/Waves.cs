using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Markets;

namespace Spillway.Engine.Tests;

/// <summary>The same accounts buy with high leverage and are hit by a fall, small and large in turn; what they lose is paid in again.</summary>
internal sealed class Waves(RiskEngine engine, bool meets = false, bool bids = false)
{
    private const int Traders = 40, Members = 3, Brokers = 2;
    private static readonly InstrumentId Btc = InstrumentId.FromIndex(World.Linear);
    private static readonly AssetId Usdt = AssetId.FromIndex(World.Usdt);

    private Timestamp now = Timestamp.FromNanos(1_000_000_000);
    private int wave;
    private AccountId liquidity = AccountId.None;
    private bool hasMembers, hasBrokers;
    private readonly byte[] levels = new byte[2 * Unsafe.SizeOf<AwayLevel>()];

    private static AccountId Vault => AccountId.FromIndex(Traders);

    private static AccountId Maker => AccountId.FromIndex(Traders + 1);

    public void Open()
    {
        for (int i = 0; i < Traders + 2; i++) engine.Execute(Command.Open(now));
        foreach (AccountId rich in new[] { Vault, Maker }) engine.Execute(Command.Deposit(now, rich, Usdt, Money.FromUnits(1_000_000_000_000_000)));
        engine.Execute(Command.NameVault(now, Vault));
        engine.Execute(Command.EndowFund(now, Usdt, Money.FromUnits(100_000_000_000)));
    }

    public void OpenPool()
    {
        AccountId pool = AccountId.FromIndex((int)engine.Execute(Command.Open(now)).Value);
        engine.Execute(Command.NamePool(now, pool));
        engine.Execute(Command.DepositIntoPool(now, Maker, Money.FromUnits(100_000_000_000_000)));
    }

    public void OpenLiquidity()
    {
        liquidity = AccountId.FromIndex((int)engine.Execute(Command.Open(now)).Value);
        engine.Execute(Command.Deposit(now, liquidity, Usdt, Money.FromUnits(100_000_000_000_000)));
        CommandResult set = engine.Execute(Command.Quote(now, new SetLiquidityPool(
            liquidity, Btc, QuantityLots.FromLots(400_000), PriceTicks.FromTicks(500_000), PriceTicks.FromTicks(300_000), PriceTicks.FromTicks(600_000), RatePpm.FromPpm(300))));
        Assert.Equal(RejectReason.None, set.Reason);
    }

    // Each carries some of the portfolios of a wave, and not all.
    public void OpenMembers()
    {
        hasMembers = true;
        for (int i = 0; i < Members; i++)
        {
            AccountId member = AccountId.FromIndex((int)engine.Execute(Command.Open(now)).Value);
            engine.Execute(Command.Deposit(now, member, Usdt, Money.FromUnits(60_000_000_000)));
            Assert.Equal(RejectReason.None, engine.Execute(Command.ContributeOf(now, member, Money.FromUnits(1_000_000_000))).Reason);
        }
    }

    public void OpenBrokers()
    {
        hasBrokers = true;
        for (int i = 0; i < Brokers; i++)
        {
            AccountId broker = AccountId.FromIndex((int)engine.Execute(Command.Open(now)).Value);
            engine.Execute(Command.Deposit(now, broker, Usdt, Money.FromUnits(100_000_000_000_000)));
            engine.Execute(Command.NameBroker(now, broker, isBroker: true));
        }
    }

    // A little better than the book, the second for a fixed cost. What they bought in the wave before they have sold elsewhere, which here the maker stands for.
    private void Relay(long ticks)
    {
        for (int i = 0; i < Brokers; i++)
        {
            AccountId broker = AccountId.FromIndex(Traders + 2 + i);
            long held = engine.House.Size(broker, Btc).Lots;
            if (held > 0) Order(broker, Side.Sell, TimeInForce.ImmediateOrCancel, 1, held);
            Span<AwayLevel> quoted = MemoryMarshal.Cast<byte, AwayLevel>(levels.AsSpan());
            (quoted[0], quoted[1]) = (new AwayLevel(PriceTicks.FromTicks(ticks + 5), QuantityLots.FromLots(3_000)), new AwayLevel(PriceTicks.FromTicks(ticks - 5), QuantityLots.FromLots(3_000)));
            CommandResult set = engine.Execute(Command.RelayAway(now, new QuoteAway(broker, Btc, Side.Buy, RatePpm.Zero, now, Money.FromUnits(1_000_000 * i))), levels);
            if (!set.IsAccepted) throw new InvalidOperationException($"the quotes are refused: {set.Reason}");
        }
    }

    // What it took in the wave before it sells again, and what that cost is paid in anew.
    private void Stand()
    {
        for (int i = 0; i < Members; i++)
        {
            AccountId member = AccountId.FromIndex(Traders + 2 + i);
            long held = engine.House.Size(member, Btc).Lots;
            if (held > 0) Order(member, Side.Sell, TimeInForce.ImmediateOrCancel, 499_000, held);
            engine.Execute(Command.Deposit(now, member, Usdt, Money.FromUnits(5_000_000_000)));
            engine.Execute(Command.StandingBidOf(now, member, RatePpm.FromPpm(1_000 * (i + 1)), Money.FromUnits(wave % 3 == 0 ? 1_000_000 : 200_000_000_000))); // every third wave for next to nothing
        }
    }

    public void Next()
    {
        Price(50_000);
        // Whatever the pool bought in the wave before it sells again, so that it never comes to the end of its range.
        if (liquidity != AccountId.None) engine.Execute(Command.Swap(now, new SwapPool(Maker, liquidity, Btc, Side.Buy, QuantityLots.FromLots(100_000), PriceTicks.FromTicks(500_000))));
        Quote(500_000);
        if (hasMembers) Stand();
        Order(Vault, Side.Sell, TimeInForce.ImmediateOrCancel, 499_000, Math.Max(1, engine.House.Size(Vault, Btc).Lots)); // or it would be full one day
        for (int i = 0; i < Traders; i++)
        {
            engine.Execute(Command.Deposit(now, AccountId.FromIndex(i), Usdt, Money.FromUnits(3_000_000_000 + (100_000_000L * (i % 7)))));
            Order(AccountId.FromIndex(i), Side.Buy, TimeInForce.ImmediateOrCancel, 500_500, 1_000);
        }
        engine.Execute(Command.CancelAllOf(now, Maker, Btc));
        Price(wave++ % 2 == 0 ? 48_000 : 40_000);
        Quote(wave % 2 == 1 ? 479_900 : 400_000);
        if (hasBrokers) Relay(wave % 2 == 1 ? 479_900 : 400_000);
        if (meets) Order(Vault, Side.Sell, TimeInForce.GoodTillCancel, 390_000, 500); // where orders are collected, it meets the bid
        for (int i = 0; i < 15; i++)
        {
            now = now.AddNanos(300_000_000);
            engine.Execute(Command.Advance(now));
            if (bids && i % 4 == 0) Bid();
        }
        engine.Execute(Command.CancelAllOf(now, Maker, Btc));
    }

    // Half of what is on offer in every third auction.
    private void Bid()
    {
        for (int i = engine.Desk.Auctions.Running.Length - 1; i >= 0; i -= 3)
        {
            Auction auction = engine.Desk.Auctions.Running[i];
            engine.Execute(Command.Take(now, new TakeAuction(Maker, auction.Id, default, QuantityLots.FromLots((auction.Left.Lots + 1) / 2))));
        }
    }

    private void Price(long price)
    {
        now = now.AddNanos(100_000_000);
        QuotePrice quote = QuotePrice.FromParts(price * 1_000_000_000);
        engine.Execute(Command.PricesFrom(now, PriceIndexId.FromIndex(0), 0, quote, quote, quote));
    }

    private void Quote(long ticks)
    {
        Order(Maker, Side.Buy, TimeInForce.GoodTillCancel, ticks - 10, 60_000);
        Order(Maker, Side.Sell, TimeInForce.GoodTillCancel, ticks + 10, 60_000);
    }

    private void Order(AccountId account, Side side, TimeInForce time, long ticks, long lots) => engine.Execute(Command.Place(now, new PlaceOrder(
        account, Btc, side, OrderType.Limit, time, SelfTradePrevention.CancelMaker, false, PriceTicks.FromTicks(ticks), QuantityLots.FromLots(lots))));
}
