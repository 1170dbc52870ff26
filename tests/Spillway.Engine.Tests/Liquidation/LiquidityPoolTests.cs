using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Accounts that quote by a curve: what they need, what they may do, and that every unit goes somewhere.</summary>
public sealed class LiquidityPoolTests
{
    private readonly Scenario venue = new();

    public LiquidityPoolTests()
    {
        AccountId a = venue.Account(10_000), b = venue.Account(10_000);
        venue.Import(a, b, 100, 1);
        venue.Index(100);
        venue.Advance();
    }

    private Command Terms(AccountId account, long reserve, decimal price = 100, decimal lower = 81, decimal upper = 121, int fee = 0, InstrumentId? market = null) =>
        Command.Quote(venue.Now, new SetLiquidityPool(account, market ?? X, Lots(reserve), Ticks(price), Ticks(lower), Ticks(upper), RatePpm.FromPpm(fee)));

    private Command Withdrawal(AccountId account) => Command.Quote(venue.Now, new SetLiquidityPool(account, X, Lots(0), default, default, default, default));

    private Command Trade(AccountId trader, AccountId pool, Side side, long lots, decimal worst) =>
        Command.Swap(venue.Now, new SwapPool(trader, pool, X, side, Lots(lots), Ticks(worst)));

    // 900 lots at 100: at 81 the reserve is 1,000, at 121 it is 900 · 10/11 = 818.18, so it buys 100 and sells 81.
    // Below: 100 lots bought at √(100 · 81) = 90 on average lose 900 at 81, and 8,100 of notional need 810. Above: 81 sold for 8,901.10 lose 899.90 at 121, and 9,801 need 980.10.
    [Fact]
    public void SetLiquidityPool_NeedsTheLossAndTheMarginOfTheWorseEnd()
    {
        AccountId poor = venue.Account(1_879), rich = venue.Account(1_881);
        Assert.Equal(RejectReason.InsufficientMargin, venue.Try(Terms(poor, 900)).Reason);
        venue.Do(Terms(rich, 900));
        LiquidityPoolSet set = venue.Log.Of<LiquidityPoolSet>().Single();
        Assert.InRange(set.Required.Units, Usd(1_879).Units, Usd(1_881).Units);
        Assert.Equal((Lots(100), Lots(81)), (set.Curve.Available(Side.Sell), set.Curve.Available(Side.Buy)));
    }

    [Fact]
    public void SetLiquidityPool_WhenTheMarketHasAsManyAsItMay_IsRejected()
    {
        Scenario small = new(limits: limits => limits with { MaxLiquidityPools = 1 });
        small.Index(100);
        small.Advance();
        Command Curve() => Command.Quote(small.Now, new SetLiquidityPool(small.Account(10_000), X, Lots(900), Ticks(100), Ticks(81), Ticks(121), RatePpm.Zero));
        Assert.Equal([RejectReason.None, RejectReason.CapacityReached], [small.Try(Curve()).Reason, small.Try(Curve()).Reason]);
    }

    // The margin of the whole way is there: at either end, with the mark at that end, the account still has its initial margin.
    [Theory]
    [InlineData(Side.Sell, 81)]
    [InlineData(Side.Buy, 121)]
    public void Swap_ToTheEndOfTheRange_LeavesThePoolItsInitialMargin(Side side, decimal end)
    {
        AccountId pool = venue.Account(1_881), trader = venue.Account(100_000);
        venue.Do(Terms(pool, 900));
        long lots = (long)venue.Do(Trade(trader, pool, side, 1_000, end)).Value;
        Assert.Equal(side == Side.Sell ? 100 : 81, lots);
        Assert.Equal(-side.Sign() * lots, venue.Size(pool));
        venue.Index(end);
        venue.Advance();
        Assert.True(venue.Engine.House.Health(pool).EquityMillionths >= venue.Engine.House.InitialMarginMillionths(pool));
        Assert.Equal(RejectReason.NoDepth, venue.Try(Trade(trader, pool, side, 1, side == Side.Sell ? 1 : 10_000)).Reason);
    }

    // 900 · 100 / 1 000 lots: a sale of 100 receives 900 · 100 · 100 − 900² · 100 / 1,000 ticks = 900,000 tick-lots, 90.00 each. A sale of 7: 10,000 · 900 · 7 / 907 = 69,459.757…, so 9,922 ticks and 5 tick-lots back.
    [Fact]
    public void Swap_IsBookedAtTheWholeTickAndPaysBackWhatItIsOff()
    {
        AccountId pool = venue.Account(5_000), trader = venue.Account(10_000);
        venue.Do(Terms(pool, 900));
        venue.Do(Trade(trader, pool, Side.Sell, 7, 90));
        LiquidityPoolTraded traded = venue.Log.Of<LiquidityPoolTraded>().Single();
        Assert.Equal((69_459, Usd(0.05m), Lots(907)), ((long)traded.TickLots, traded.Back, traded.Reserve));
        Traded trade = venue.Log.Of<Traded>().Last();
        Assert.Equal((pool, trader, Ticks(99.22m), Lots(7), TradeRoute.LiquidityPool, Side.Sell), (trade.Buyer, trade.Seller, trade.Price, trade.Lots, trade.Route, trade.Aggressor));
        venue.Do(Trade(trader, pool, Side.Buy, 7, 101));
        Assert.Equal((0, 0), (venue.Size(pool), venue.Size(trader)));
        Assert.Equal(Usd(10_000 - 0.01m), venue.Wallet(trader)); // bought for 69,460
        Assert.Equal(Usd(5_000 + 0.01m), venue.Wallet(pool));
    }

    [Fact]
    public void Swap_WithAFee_LeavesItInThePool()
    {
        AccountId pool = venue.Account(50_000), trader = venue.Account(50_000);
        venue.Do(Terms(pool, 900, fee: 10_000));
        venue.Do(Trade(trader, pool, Side.Sell, 100, 50));
        venue.Do(Trade(trader, pool, Side.Buy, 100, 150));
        Assert.Equal(0, venue.Size(trader));
        // 1 % of 9,000 when it sold, and 9,000 / 0.99 − 9,000 when it bought back.
        Assert.InRange((Usd(50_000) - venue.Wallet(trader)).Units, Usd(180.9m).Units, Usd(180.92m).Units);
        Assert.Equal(Usd(100_000), venue.Wallet(trader) + venue.Wallet(pool));
    }

    [Fact]
    public void Swap_TakesNoLotBeyondTheWorstPrice()
    {
        AccountId pool = venue.Account(5_000), trader = venue.Account(10_000);
        venue.Do(Terms(pool, 900));
        // Lot n receives 8.1e9 / ((899 + n)(900 + n)) ticks: the fifth 9,900.7, the sixth 9,878.9.
        ulong lots = venue.Do(Trade(trader, pool, Side.Sell, 100, 99)).Value;
        Assert.Equal(5UL, lots);
        Assert.Equal(RejectReason.NoDepth, venue.Try(Trade(trader, pool, Side.Sell, 100, 99.5m)).Reason);
    }

    [Fact]
    public void SetLiquidityPool_OfAnUnfitAccountOrTerms_IsRefused()
    {
        AccountId pool = venue.Account(50_000), holder = venue.Account(50_000), taker = venue.Account(50_000), netting = venue.Account(50_000);
        venue.Bid(holder, 50, 1);
        venue.Do(Command.Pledge(venue.Now, new PledgeTaker(taker, X, Side.Buy, RatePpm.Zero, default, default, Lots(1), default)));
        venue.Do(Command.Netting(venue.Now, netting, X, isMember: true));
        foreach (AccountId unfit in (AccountId[])[holder, taker, netting]) Assert.Equal(RejectReason.UnfitForLiquidity, venue.Try(Terms(unfit, 10)).Reason);
        venue.Index(50_000, 2);
        Assert.Equal(RejectReason.UnfitForLiquidity, venue.Try(Terms(pool, 10, market: Inverse)).Reason);
        Assert.Equal(RejectReason.MarketNotOpen, venue.Try(Terms(pool, 10, market: Y)).Reason);
        Assert.Equal(RejectReason.InvalidPrice, venue.Try(Terms(pool, 10, lower: 101)).Reason);
        Assert.Equal(RejectReason.InvalidPrice, venue.Try(Terms(pool, 10, upper: 20_000)).Reason);
        Assert.Equal(RejectReason.InvalidPrice, venue.Try(Terms(pool, 10, lower: 0)).Reason);
        Assert.Equal(RejectReason.InvalidRate, venue.Try(Terms(pool, 10, fee: 100_001)).Reason);
        Assert.Equal(RejectReason.InvalidQuantity, venue.Try(Terms(pool, -10)).Reason);
        Assert.Equal(RejectReason.InvalidQuantity, venue.Try(Terms(pool, long.MaxValue)).Reason);
        Assert.Equal(RejectReason.PositionTooLarge, venue.Try(Terms(pool, 20_000_000)).Reason);
        Assert.Equal(RejectReason.NoLiquidityPool, venue.Try(Withdrawal(pool)).Reason);
        venue.Do(Terms(pool, 10));
        Assert.Equal(RejectReason.AlreadySo, venue.Try(Terms(pool, 10)).Reason);
    }

    [Fact]
    public void Account_WithACurve_DoesNothingElseUntilItIsWithdrawn()
    {
        AccountId pool = venue.Account(5_000), other = venue.Account(5_000);
        venue.Do(Terms(pool, 100));
        Command[] refused =
        [
            Command.Place(venue.Now, new PlaceOrder(pool, X, Side.Buy, default, default, default, false, Ticks(90), Lots(1))),
            Command.Withdraw(venue.Now, pool, Usdt, Usd(1)),
            Command.Netting(venue.Now, pool, X, isMember: true),
            Command.NameVault(venue.Now, pool),
            Command.NameAbsorber(venue.Now, pool),
            Command.NamePool(venue.Now, pool),
            Command.Pledge(venue.Now, new PledgeTaker(pool, X, Side.Buy, RatePpm.Zero, default, default, Lots(1), default)),
            Trade(pool, pool, Side.Buy, 1, 200),
        ];
        foreach (Command command in refused) Assert.Equal(RejectReason.LiquidityPoolAccount, venue.Try(command).Reason);
        venue.Do(Withdrawal(pool));
        Assert.Equal(CaseId.None, venue.Log.Of<LiquidityPoolEnded>().Single().Case);
        venue.Do(Command.Withdraw(venue.Now, pool, Usdt, Usd(5_000)));
        Assert.Equal(RejectReason.NoLiquidityPool, venue.Try(Trade(other, pool, Side.Buy, 1, 200)).Reason);
    }

    [Fact]
    public void Swap_HasTheChecksOfAnOrder()
    {
        AccountId pool = venue.Account(50_000), poor = venue.Account(10);
        venue.Do(Terms(pool, 900));
        Assert.Equal(RejectReason.InsufficientMargin, venue.Try(Trade(poor, pool, Side.Buy, 10, 110)).Reason);
        Assert.Equal(RejectReason.InvalidPrice, venue.Try(Trade(poor, pool, Side.Buy, 10, 0)).Reason);
        Assert.Equal(RejectReason.InvalidQuantity, venue.Try(Trade(poor, pool, Side.Buy, 0, 100)).Reason);
        Assert.Equal(RejectReason.NoLiquidityPool, venue.Try(Trade(poor, venue.Account(1), Side.Buy, 1, 110)).Reason);
    }

    // Beyond its range a pool is an account like any other: it is liquidated, and its curve goes first.
    [Fact]
    public void Breach_OfAPool_EndsItsCurve()
    {
        AccountId pool = venue.Account(1_881), trader = venue.Account(100_000);
        venue.Do(Terms(pool, 900));
        venue.Do(Trade(trader, pool, Side.Sell, 100, 81));
        venue.Index(74);
        CaseOpened opened = venue.Log.Of<CaseOpened>().Single();
        Assert.Equal(pool, opened.Account);
        Assert.Equal(opened.Case, venue.Log.Of<LiquidityPoolEnded>().Single().Case);
        Assert.False(venue.Engine.Desk.Liquidity.Contains(pool));
    }
}
