using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>The buffer pool takes at mark what the book has no room for, within its limits, and works it off where no case needs the room. Amounts by hand.</summary>
public sealed class PoolTests
{
    private Scenario venue = null!;
    private AccountId trader, second, squeezed, bear, maker, pool, depositor;

    // Long 50 at 100 on 500 USDT. At 94: equity 200, maintenance 235. Each lot costs 0.094 of fee to the fund and 0.094 to the pool and frees 9.4 of twice the
    // margin: 200 − 0.188 n ≥ 9.4 (50 − n) from n = 30 on.
    private void Open(decimal capital = 1_000, params (string Field, string Value)[] fields)
    {
        venue = new Scenario("spillway", policyText: text => With(text, [("enabled", "true"), ("inventoryMultiple", "5"), .. fields]));
        trader = venue.Account(500);
        second = venue.Account(800);
        squeezed = venue.Account(500);
        bear = venue.Account(100_000);
        maker = venue.Account(100_000);
        depositor = venue.Account(capital);
        pool = venue.Account();
        venue.Do(Command.NamePool(venue.Now, pool));
        venue.Do(Command.DepositIntoPool(venue.Now, depositor, Usd(capital)));
        venue.Import(trader, bear, 100, 50);
        venue.Import(second, bear, 100, 50);
        venue.Import(bear, squeezed, 100, 50);
        venue.Index(100);
        venue.Advance();
    }

    private static string With(string text, (string Field, string Value)[] fields)
    {
        int from = text.IndexOf("\"pool\": {", StringComparison.Ordinal), to = text.IndexOf('}', from);
        string section = text[from..to];
        foreach ((string field, string value) in fields)
            section = System.Text.RegularExpressions.Regex.Replace(section, $"\"{field}\": [^,\\s]+", $"\"{field}\": {value}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        return text[..from] + section + text[to..];
    }

    private List<object> Move(decimal price)
    {
        venue.Index(price);
        return venue.Advance();
    }

    /// <summary>Seconds pass one by one, with a fresh index.</summary>
    private List<object> Wait(decimal price, int seconds)
    {
        List<object> events = [];
        for (int i = 0; i < seconds; i++) events.AddRange(Move(price));
        return events;
    }

    private Money Equity => venue.Health(pool).Equity;

    [Fact]
    public void Service_WithoutABook_GivesThePoolTheSmallestCloseAtMark()
    {
        Open();
        List<object> events = Move(94);
        Traded trade = Assert.Single(events.OfType<Traded>());
        Assert.Equal((pool, trader, Ticks(94), Lots(30), TradeRoute.Pool), (trade.Buyer, trade.Seller, trade.Price, trade.Lots, trade.Route));
        Assert.Equal(new PoolTook(trade.Case, X, Side.Buy, Lots(30), Lots(30), Usd(1_002.82m)), Assert.Single(events.OfType<PoolTook>()));
        Assert.Equal(CaseOutcome.Restored, Assert.Single(events.OfType<CaseClosed>()).Outcome);
        Assert.Equal(Usd(314.36m), venue.Wallet(trader)); // 500 − 30 · 6 − 2 · 2.82
        Assert.DoesNotContain(events, e => e is HandedOver);
    }

    [Fact]
    public void Service_WithRoomInTheBook_SellsThereFirst()
    {
        Open();
        venue.Bid(maker, 93.95m, 10);
        List<Traded> trades = [.. Move(94).OfType<Traded>()];
        Assert.Equal([TradeRoute.Book, TradeRoute.Pool], trades.Select(t => t.Route));
        Assert.Equal(Lots(10), trades[0].Lots);
    }

    [Theory]
    [InlineData(100, "5", 5)] // 500 of notional at 94
    [InlineData(100, "100", 10)] // initial margin: 9.4 a lot
    [InlineData(300, "5", 15)]
    [InlineData(100, "0", 0)]
    public void Service_BeyondTheLimitsOfThePool_DeleveragesTheRest(int capital, string multiple, int taken)
    {
        Open(capital, ("inventoryMultiple", multiple));
        List<object> events = Move(94);
        Assert.Equal(taken, venue.Size(pool));
        Assert.Equal(taken, events.OfType<PoolTook>().Sum(e => e.Lots.Lots));
        Assert.Equal(30 - taken, events.OfType<HandedOver>().Where(e => e.Route == TradeRoute.Deleveraging).Sum(e => e.Lots.Lots));
        Assert.True(venue.Health(pool).EquityMillionths >= venue.Engine.House.InitialMarginMillionths(pool));
    }

    // Highest share 1.00282; 20 % less is an equity of 802.256.
    [Theory]
    [InlineData(87.4, true)] // 1,002.82 − 30 · 6.6 = 804.82
    [InlineData(87.3, false)] // 801.82
    public void Service_WhenAShareHasLostItsLimit_TakesNothingMore(double price, bool takes)
    {
        Open();
        Move(94);
        venue.Advance();
        List<object> events = Move((decimal)price);
        Assert.True(venue.HasCase(second) || events.OfType<CaseOpened>().Any() || events.OfType<CaseClosed>().Any());
        Assert.Equal(takes, events.OfType<PoolTook>().Any());
        Assert.Contains(events, e => e is HandedOver); // what is beyond 5 × 804.82 of notional, or all of it
    }

    [Fact]
    public void Service_OfTheOtherSide_ClosesAgainstWhatThePoolHoldsWithoutAFee()
    {
        Open();
        Move(94);
        List<object> events = Move(105.5m); // short 50: equity 225 of 263.75; 225 − 0.15825 n ≥ 10.55 (50 − n) from n = 30 on
        PoolTook took = Assert.Single(events.OfType<PoolTook>());
        Assert.Equal((Side.Sell, Lots(30), Lots(0), Usd(1_347.82m)), (took.Side, took.Lots, took.Held, took.Equity)); // 1,002.82 + 30 · 11.5
        Traded trade = Assert.Single(events.OfType<Traded>());
        Assert.Equal((squeezed, pool, TradeRoute.Pool, Ticks(105.5m)), (trade.Buyer, trade.Seller, trade.Route, trade.Price));
    }

    // 30 · (1 − 2^(−t / 1,800 s)) reaches a lot after 88.04 s.
    [Fact]
    public void Unwind_InARebound_IsNoFasterThanItsHalfLife()
    {
        Open();
        Move(94);
        venue.Bid(maker, 95.9m, 1_000);
        Assert.DoesNotContain(Wait(96, 88), e => e is PoolUnwound);
        PoolUnwound one = Assert.Single(Move(96).OfType<PoolUnwound>());
        Assert.Equal((Side.Sell, Lots(1), Lots(29)), (one.Side, one.Lots, one.Held));
        Assert.Equal(29, venue.Size(pool));
        int sold = Wait(96, 1_711).OfType<PoolUnwound>().Sum(e => (int)e.Lots.Lots); // 1,800 s in all
        Assert.InRange(1 + sold, 12, 15);
    }

    [Theory]
    [InlineData(93.95, true)] // within ε₀ of 0.1 % of the mark
    [InlineData(93.85, false)] // room for cases, with their share of 15 %, and not for the pool
    public void Unwind_WhereTheMarketHasWonNothingBack_StaysWithinTheNoise(double bid, bool sells)
    {
        Open();
        Move(94);
        venue.Bid(maker, (decimal)bid, 1_000);
        Assert.Equal(sells, Wait(94, 100).OfType<PoolUnwound>().Any());
    }

    [Fact]
    public void Unwind_WhileACaseOfThatSideWaits_LeavesItTheRoom()
    {
        venue = new Scenario("spillway", policyText: text => With(text, [("enabled", "true"), ("inventoryMultiple", "5")]).Replace("\"route\": \"deleveraging\"", "\"route\": \"wait\"", StringComparison.Ordinal));
        trader = venue.Account(500);
        bear = venue.Account(100_000);
        maker = venue.Account(100_000);
        depositor = venue.Account(100);
        pool = venue.Account();
        venue.Do(Command.NamePool(venue.Now, pool));
        venue.Do(Command.DepositIntoPool(venue.Now, depositor, Usd(100)));
        venue.Import(trader, bear, 100, 50);
        venue.Index(100);
        Assert.Single(Move(94).OfType<PoolTook>()); // five lots; 25 wait
        Assert.DoesNotContain(Wait(94, 600), e => e is PoolUnwound or BookReleased); // the first lot is due after 580 s
        venue.Deposit(trader, 1_000);
        venue.Bid(maker, 93.95m, 1_000);
        Assert.Contains(Wait(94, 600), e => e is PoolUnwound);
    }

    [Fact]
    public void Breach_OfThePool_WaitsAndIsDeleveragedOnceItsEquityIsNegative()
    {
        Open(100, ("inventoryMultiple", "100"), ("lossLimit", "1"));
        venue.Endow(1_000);
        Move(94); // ten lots; equity 100.94
        venue.Bid(maker, 84.9m, 10_000);
        List<object> events = Move(85); // 10.94 of 42.5
        Assert.True(venue.HasCase(pool));
        Assert.Equal(10, venue.Size(pool));
        Assert.Equal(RejectReason.PoolClosed, venue.Try(Command.DepositIntoPool(venue.Now, bear, Usd(10))).Reason);
        CaseId own = venue.Engine.Desk.Cases.CaseOf(pool);
        Assert.DoesNotContain(events.OfType<BookReleased>(), e => e.Case == own);
        events = Move(83); // −9.06
        Assert.Contains(events.OfType<HandedOver>(), e => e.Case == own && e.Reason == HandOverReason.NegativeEquity);
        Assert.DoesNotContain(events.OfType<BookReleased>(), e => e.Case == own);
        Assert.Equal(CaseOutcome.Bankrupt, events.OfType<CaseClosed>().Single(e => e.Case == own).Outcome);
        Assert.Equal((0, Money.Zero), (venue.Size(pool), venue.Engine.Desk.Pool.Worth(999_999, venue.Health(pool))));
        AccountId next = venue.Account();
        venue.Do(Command.NamePool(venue.Now, next)); // what is worth nothing holds nobody up
        Assert.Equal(0, venue.Engine.Desk.Pool.TotalShares);
    }

    [Fact]
    public void Pool_WhichTheVaultWouldTake_IsLeftToItsDepositors()
    {
        Open(100, ("inventoryMultiple", "100"), ("lossLimit", "1"));
        string text = System.Text.Encoding.UTF8.GetString(Repository.ResolvedPolicy("spillway")).Replace("\"takesBelow\": 0", "\"takesBelow\": 1", StringComparison.Ordinal);
        Move(94);
        AccountId vault = venue.Account(100_000);
        venue.Do(Command.NameVault(venue.Now, vault));
        venue.Do(Command.Document(CommandKind.ApplyPolicy, venue.Now), System.Text.Encoding.UTF8.GetBytes(text));
        List<object> events = Move(85);
        Assert.True(venue.HasCase(pool));
        Assert.DoesNotContain(events.OfType<VaultTookOver>(), e => e.Account == pool);
    }

    [Fact]
    public void Pool_WhenSwitchedOff_TakesNothing()
    {
        Open(1_000, ("enabled", "false"));
        Assert.Contains(Move(94), e => e is HandedOver);
        Assert.Equal(0, venue.Size(pool));
    }

    [Fact]
    public void PoolAccount_MayDoNothingButHoldAndTake()
    {
        Open();
        PlaceOrder order = new(pool, X, Side.Sell, OrderType.Limit, TimeInForce.GoodTillCancel, default, false, Ticks(101), Lots(1));
        Assert.Equal(RejectReason.PoolAccount, venue.Try(Command.Place(venue.Now, order)).Reason);
        Assert.Equal(RejectReason.PoolAccount, venue.Try(Command.Withdraw(venue.Now, pool, Usdt, Usd(1))).Reason);
        Assert.Equal(RejectReason.PoolAccount, venue.Try(Command.Pledge(venue.Now, new PledgeTaker(pool, X, Side.Buy, default, default, default, Lots(1)))).Reason);
        Assert.Equal(RejectReason.PoolAccount, venue.Try(Command.NameVault(venue.Now, pool)).Reason);
        Assert.Equal(RejectReason.PoolAccount, venue.Try(Command.NameAbsorber(venue.Now, pool)).Reason);
        Assert.Equal(RejectReason.PoolAccount, venue.Try(Command.DepositIntoPool(venue.Now, pool, Usd(1))).Reason);
    }

    [Fact]
    public void Pool_AsAReserve_PaysNobody()
    {
        Open();
        venue.Do(Command.TopUpFrom(venue.Now, trader, pool, Usd(1_000)));
        Assert.DoesNotContain(Move(94), e => e is ToppedUp);
    }

    [Fact]
    public void NamePool_OfAnUnfitAccount_SaysWhy()
    {
        Open();
        AccountId fresh = venue.Account(), taker = venue.Account(100), vault = venue.Account(), absorber = venue.Account();
        venue.Do(Command.Pledge(venue.Now, new PledgeTaker(taker, X, Side.Buy, default, default, default, Lots(1))));
        venue.Do(Command.NameVault(venue.Now, vault));
        venue.Do(Command.NameAbsorber(venue.Now, absorber));
        AccountId child = AccountId.FromIndex((int)venue.Do(Command.OpenIsolated(venue.Now, bear, X)).Value);
        Assert.Equal(RejectReason.UnknownAccount, venue.Try(Command.NamePool(venue.Now, AccountId.FromIndex(99))).Reason);
        Assert.Equal(RejectReason.NotIsolatedHere, venue.Try(Command.NamePool(venue.Now, child)).Reason);
        Assert.Equal(RejectReason.AlreadySo, venue.Try(Command.NamePool(venue.Now, pool)).Reason);
        foreach (AccountId unfit in new[] { bear, taker, vault, absorber }) Assert.Equal(RejectReason.UnfitForPool, venue.Try(Command.NamePool(venue.Now, unfit)).Reason);
        Assert.Equal(RejectReason.PoolHasHolders, venue.Try(Command.NamePool(venue.Now, fresh)).Reason);
    }

    [Fact]
    public void Restore_OfAPoolAtWork_GoesOnAsBefore()
    {
        Open();
        Move(94);
        venue.Do(Command.NoticeToPool(venue.Now, depositor, 5));
        StateBytes bytes = new();
        venue.Engine.Save(bytes);
        RiskEngine restored = RiskEngine.Restore(bytes.Saved, World.Checked, new EventLog(), new EventLog());
        Assert.Equal(venue.Engine.Hash(), restored.Hash());
        Assert.Equal(venue.Engine.Desk.Pool.HoldingOf(depositor), restored.Desk.Pool.HoldingOf(depositor));
        Assert.Equal((pool, venue.Engine.Desk.Pool.TotalShares), (restored.Desk.Pool.Account, restored.Desk.Pool.TotalShares));
    }
}
