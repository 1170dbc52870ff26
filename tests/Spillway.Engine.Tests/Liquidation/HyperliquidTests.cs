using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>The rule book of Hyperliquid: stages, the backstop vault, the ranked queue. Amounts by hand.</summary>
public sealed class HyperliquidTests
{
    private readonly Scenario venue = new("hyperliquid");

    /// <summary>Long 50 at 100 on 500 USDT. At 94: equity 200, maintenance 235, health 0.851. At 93: 150 of 232.5, health 0.645. At 89.9: −5.</summary>
    private AccountId Trader(AccountId against, decimal usdt = 500)
    {
        AccountId trader = venue.Account(usdt);
        venue.Import(trader, against, 100, 50);
        return trader;
    }

    /// <summary>Long 2,000 at 100 on 20,000 USDT: 188,000 USDT of notional at 94, equity 8,000, maintenance 9,400.</summary>
    private static AccountId Large(Scenario venue, AccountId against)
    {
        AccountId large = venue.Account(20_000);
        venue.Import(large, against, 100, 2_000);
        return large;
    }

    private void Open()
    {
        venue.Index(100);
        venue.Advance();
    }

    private AccountId Vault(decimal usdt)
    {
        AccountId vault = venue.Account(usdt);
        venue.Do(Command.NameVault(venue.Now, vault));
        return vault;
    }

    [Fact]
    public void Service_OfASmallPosition_SellsItWholeAndTakesNoFee()
    {
        AccountId bear = venue.Account(10_000), maker = venue.Account(100_000), trader = Trader(bear);
        Open();
        venue.Bid(maker, 93.5m, 60);
        venue.Index(94);
        List<object> events = venue.Advance();
        Assert.Equal((Ticks(93.5m), Lots(50), TradeRoute.Book), events.OfType<Traded>().Select(t => (t.Price, t.Lots, t.Route)).Single());
        Assert.Equal((Usd(500 - (50 * 6.5m)), Usd(0)), (venue.Wallet(trader), venue.Fund));
    }

    [Fact]
    public void Service_OfALargePosition_SellsAFifthThenNothingFor30SecondsThenTheRest()
    {
        AccountId bear = venue.Account(1_000_000), maker = venue.Account(10_000_000), trader = Large(venue, bear);
        Open();
        venue.Bid(maker, 93.9m, 5_000);
        venue.Index(94);
        List<object> events = venue.Advance();
        Assert.Equal(new ClosePaced(CaseId.FromNumber(0), X, Lots(2_000), Lots(400), PacingRule.FirstStage), Assert.Single(events.OfType<ClosePaced>()));
        Assert.Equal(1_600, venue.Size(trader)); // equity 8,000 − 400 · 0.1 = 7,960; maintenance 1,600 · 94 · 5 % = 7,520: healthy

        venue.Index(93.7m); // equity 20,000 − 2,440 − 1,600 · 6.3 = 7,480; maintenance 7,496: breached anew, so its stages begin anew
        venue.Advance();
        Assert.Equal(1_280, venue.Size(trader));
    }

    [Fact]
    public void Service_DuringTheCooldown_WaitsToTheNanosecond()
    {
        AccountId bear = venue.Account(1_000_000), maker = venue.Account(10_000_000), trader = Large(venue, bear);
        Open();
        venue.Bid(maker, 93m, 5_000);
        venue.Index(93.4m); // equity 6,800 of 9,340, health 0.728; a fifth costs 400 · 0.4 = 160: 6,640 of 7,472 is still breached
        venue.Advance();
        Assert.Equal(1_600, venue.Size(trader));
        foreach (long wait in new long[] { 1_000, 28_000, 999 })
        {
            Assert.Empty(venue.Advance(wait).OfType<Traded>());
            venue.Index(93.4m); // keeps the index fresh
        }
        Assert.Equal(Lots(1_600), Assert.Single(venue.Advance(1).OfType<Traded>()).Lots);
        Assert.False(venue.HasCase(trader));
    }

    [Fact]
    public void Service_WithTheCooldownOfTheVenuesOwnPage_SellsTheRestInTheNextBlock()
    {
        Scenario whole = new("hyperliquid", policyText: text => text.Replace("\"cooldown\": \"pause\"", "\"cooldown\": \"whole\"", StringComparison.Ordinal));
        AccountId bear = whole.Account(1_000_000), maker = whole.Account(10_000_000), trader = Large(whole, bear);
        whole.Index(100);
        whole.Advance();
        whole.Bid(maker, 93m, 5_000);
        whole.Index(93.4m);
        whole.Advance();
        Assert.Equal(1_600, whole.Size(trader));
        whole.Advance(1);
        Assert.Equal(0, whole.Size(trader));
    }

    [Theory]
    [InlineData(1_064, 1_064)] // 1,064 · 93.98 = 99,994.72: whole
    [InlineData(1_065, 213)] // 1,065 · 93.98 = 100,088.70: a fifth
    public void Service_AroundTheThreshold_StagesOnlyWhatIsAboveIt(long lots, long closed)
    {
        AccountId bear = venue.Account(1_000_000), maker = venue.Account(10_000_000), trader = venue.Account(10m * lots);
        venue.Import(trader, bear, 100, lots);
        Open();
        venue.Bid(maker, 93.9m, 5_000);
        venue.Index(93.98m); // health 3.98 / 4.699 = 0.847
        Assert.Equal(Lots(closed), Assert.Single(venue.Advance().OfType<Traded>()).Lots);
    }

    [Fact]
    public void Service_BelowTwoThirdsOfMaintenance_GivesPositionsAndMarginToTheVault()
    {
        AccountId bear = venue.Account(10_000), maker = venue.Account(100_000), trader = Trader(bear), vault = Vault(1_000);
        Open();
        venue.Bid(maker, 92.9m, 1_000); // the book could take it all
        venue.Index(93);
        List<object> events = venue.Advance();

        Traded trade = Assert.Single(events.OfType<Traded>());
        Assert.Equal((vault, trader, Ticks(93), Lots(50), TradeRoute.Vault), (trade.Buyer, trade.Seller, trade.Price, trade.Lots, trade.Route));
        // 150 of equity come with 50 lots: 1,150 of equity against 50 · 93 · 5 % of maintenance.
        Assert.Equal(new VaultTookOver(CaseId.FromNumber(0), trader, vault, Usd(150), Usd(1_150), Usd(232.5m)), Assert.Single(events.OfType<VaultTookOver>()));
        Assert.Equal((Usd(0), 0, Usd(1_150), 50), (venue.Wallet(trader), venue.Size(trader), venue.Wallet(vault), venue.Size(vault)));
        Assert.Equal(CaseOutcome.Flat, Assert.Single(events.OfType<CaseClosed>()).Outcome);
    }

    [Theory]
    [InlineData(93.11, TradeRoute.Book)] // 155.5 of 232.775: 0.66803
    [InlineData(93.10, TradeRoute.Vault)] // 155 of 232.75: 0.66595
    public void Service_AroundTwoThirds_ChoosesBookOrVault(double price, TradeRoute route)
    {
        AccountId bear = venue.Account(10_000), maker = venue.Account(100_000);
        Trader(bear);
        Vault(1_000);
        Open();
        venue.Bid(maker, 93m, 1_000);
        venue.Index((decimal)price);
        Assert.Equal(route, Assert.Single(venue.Advance().OfType<Traded>()).Route);
    }

    [Fact]
    public void Service_DuringTheCooldown_StillGivesToTheVault()
    {
        AccountId bear = venue.Account(1_000_000), maker = venue.Account(10_000_000), trader = Large(venue, bear), vault = Vault(100_000);
        Open();
        venue.Bid(maker, 93m, 5_000);
        venue.Index(93.4m);
        venue.Advance();
        venue.Index(93m); // equity 17,200 − 1,600 · 7 = 6,000 of 7,440
        Assert.Empty(venue.Advance().OfType<Traded>());
        venue.Index(92m); // 4,400 of 7,360: 0.598
        Assert.Equal((TradeRoute.Vault, Lots(1_600)), venue.Advance().OfType<Traded>().Select(t => (t.Route, t.Lots)).Single());
        Assert.Equal((1_600, 0), (venue.Size(vault), venue.Size(trader)));
    }

    [Fact]
    public void Service_OfACrossAccount_GivesAllPositionsAndAllBalancesToTheVault()
    {
        AccountId bear = venue.Account(100_000), trader = venue.Account(300, btc: 0.01m), vault = Vault(10_000);
        venue.Import(trader, bear, 100, 30, X);
        venue.Import(bear, trader, 100, 20, Y);
        venue.Index(20_000, 2);
        venue.Index(100, 0);
        venue.Index(100, 1);
        venue.Advance();
        venue.Index(94, 0); // −180
        venue.Index(111.5m, 1); // −230: equity 90 of 141 + 178.4
        venue.Advance();
        Assert.Equal((30, -20, 0, 0), (venue.Size(vault), venue.Size(vault, Y), venue.Size(trader), venue.Size(trader, Y)));
        Assert.Equal((Usd(10_000 + 300 - 180 - 230), Usd(0)), (venue.Wallet(vault), venue.Wallet(trader)));
        Assert.Equal(1_000_000, venue.Engine.House.Ledger.Balance(Btc, LedgerAccount.Wallet(vault)).Units);
    }

    [Fact]
    public void Service_WithoutRoomInTheVault_StaysOnTheBook()
    {
        Scenario full = new("hyperliquid");
        AccountId bear = full.Account(1_000_000_000), other = full.Account(10_000), trader = full.Account(500), vault = full.Account(1_000_000_000), maker = full.Account(100_000);
        full.Import(trader, other, 100, 50);
        full.Import(vault, bear, 100, 999_951); // 1,000,000 is the largest position of the market
        full.Do(Command.NameVault(full.Now, vault));
        full.Index(100);
        full.Advance();
        full.Bid(maker, 92.9m, 1_000);
        full.Index(93);
        Assert.Equal(TradeRoute.Book, Assert.Single(full.Advance().OfType<Traded>()).Route);
    }

    [Fact]
    public void Service_BelowZero_ClosesAgainstTheRankedQueueAtThePreviousMark()
    {
        // Shorts at 110 and 105: profit ratios 1.2236 and 1.1680 at 89.9. Leverage: 20 · 89.9 of 10,402 and 40 · 89.9 of 1,604.
        AccountId rich = venue.Account(10_000), lean = venue.Account(1_000), other = venue.Account(10_000), trader = venue.Account(500);
        venue.Import(other, rich, 110, 20);
        venue.Import(other, lean, 105, 40);
        venue.Import(trader, other, 100, 50);
        Vault(1_000);
        Open();
        venue.Index(95); // equity 250 of 237.5: healthy; this becomes the previous mark
        venue.Advance();
        venue.Index(89.9m); // −5
        List<object> events = venue.Advance();

        Assert.Equal(
            [(lean, Ticks(95), 40), (rich, Ticks(95), 10)], events.OfType<Traded>().Where(t => t.Route == TradeRoute.Deleveraging).Select(t => (t.Buyer, t.Price, t.Lots.Lots)));
        Assert.Equal(new HandedOver(CaseId.FromNumber(0), X, Lots(50), TradeRoute.Deleveraging, HandOverReason.NegativeEquity, Ticks(89.9m)), Assert.Single(events.OfType<HandedOver>()));
        // What the account had at the previous mark is its own: 500 − 50 · 5.
        Assert.Equal((Usd(250), Usd(1_000 + (40 * 10)), CaseOutcome.Flat), (venue.Wallet(trader), venue.Wallet(lean), Assert.Single(events.OfType<CaseClosed>()).Outcome));
    }

    [Fact]
    public void DeleveragingIndex_OfALong_IsTheExampleOfTheVenue()
    {
        // Mark 110, entry 100, notional 1,100, account value 100: (110 / 100) · (1,100 / 100) = 12.1.
        AccountId bull = venue.Account(1), bear = venue.Account(10_000);
        venue.Import(bull, bear, 100, 10);
        venue.Index(110); // value 1 + 100
        venue.Do(Command.Withdraw(venue.Now, bear, Usdt, Usd(1)));
        Assert.Equal((Int128)(1.1m * 1_000_000_000m) * (Int128)(1_100m / 101m * 1_000_000_000m), DeleveragingIndex.Of(venue.Engine.House, venue.Engine.Exchange[X], bull));
        // A short at 100 with the mark at 110 has lost: (100 / 110) · (1,100 / (10,000 − 1 − 100)).
        Assert.Equal((Int128)(100m / 110m * 1_000_000_000m) * (Int128)(1_100m / 9_899m * 1_000_000_000m), DeleveragingIndex.Of(venue.Engine.House, venue.Engine.Exchange[X], bear));
    }

    [Fact]
    public void Service_WhenTheVaultIsBreachedButSolvent_HoldsWhatItTook()
    {
        AccountId bear = venue.Account(10_000), maker = venue.Account(100_000), vault = Vault(20), trader = Trader(bear);
        Open();
        venue.Index(93);
        venue.Advance(); // 170 of 232.5: breached at once
        Assert.True(venue.HasCase(vault));
        Assert.Equal((0, 50), (venue.Size(trader), venue.Size(vault)));
        venue.Bid(maker, 92.9m, 1_000);
        Assert.DoesNotContain(venue.Advance(), e => e is Traded or CloseSized);
        Assert.Equal(50, venue.Size(vault));
    }

    [Fact]
    public void Service_WhenTheVaultIsBelowZero_DeleveragesItsPositionsAtThePreviousMark()
    {
        AccountId bear = venue.Account(10_000), vault = Vault(20);
        Trader(bear);
        Open();
        venue.Index(93);
        venue.Advance();
        venue.Index(89); // 170 − 200 = −30
        List<object> events = venue.Advance();
        Assert.Equal((bear, vault, Ticks(93), Lots(50), TradeRoute.Deleveraging), events.OfType<Traded>().Select(t => (t.Buyer, t.Seller, t.Price, t.Lots, t.Route)).Single());
        Assert.Equal((0, Usd(170)), (venue.Size(vault), venue.Wallet(vault)));
    }

    [Fact]
    public void Service_WhenASaleLeavesADebt_LetsTheVaultPayAndNeverTheFund()
    {
        AccountId bear = venue.Account(10_000), maker = venue.Account(100_000), vault = Vault(1_000), trader = Trader(bear);
        venue.Endow(500);
        Open();
        venue.Bid(maker, 89m, 50); // selling 50 at 89 loses 550 on 500
        venue.Index(94);
        List<object> events = venue.Advance();
        Assert.Equal(new VaultPaid(CaseId.FromNumber(0), trader, vault, Usdt, Usd(50)), Assert.Single(events.OfType<VaultPaid>()));
        Assert.Equal((Usd(500), Usd(950), Usd(0)), (venue.Fund, venue.Wallet(vault), venue.Wallet(trader)));
        Assert.Equal(["CloseSized", "ReleaseDecided", "Traded", "BookReleased", "AccountFlat", "VaultPaid", "CaseClosed"], events.Where(e => e is not MarkMoved).Select(e => e.GetType().Name));
    }

    [Fact]
    public void Service_OfBookVaultAndQueueInOneBlock_TakesEachAccountByItsHealth()
    {
        AccountId bear = venue.Account(100_000), maker = venue.Account(100_000), vault = Vault(10_000);
        AccountId weak = venue.Account(500), weaker = venue.Account(450), broke = venue.Account(250);
        foreach (AccountId trader in new[] { weak, weaker, broke }) venue.Import(trader, bear, 100, 50);
        Open();
        venue.Index(96); // broke: 50 of 240, before any service
        venue.Index(94); // weak 200 of 235, weaker 150, broke −50
        venue.Bid(maker, 93.9m, 1_000);
        List<object> events = venue.Advance();
        Assert.Equal(
            [(weaker, TradeRoute.Vault), (weak, TradeRoute.Book), (broke, TradeRoute.Deleveraging)], events.OfType<Traded>().Select(t => (t.Seller, t.Route)));
        Assert.Equal(Ticks(100), events.OfType<Traded>().Last().Price); // the last block ended at 100
        Assert.Equal(50, venue.Size(vault));
    }

    [Fact]
    public void SetVault_OfAnUnknownOrIsolatedAccount_IsRejected()
    {
        AccountId owner = venue.Account(100);
        AccountId sub = AccountId.FromIndex((int)venue.Do(Command.OpenIsolated(venue.Now, owner, X)).Value);
        Assert.Equal(RejectReason.UnknownAccount, venue.Try(Command.NameVault(venue.Now, AccountId.FromIndex(99))).Reason);
        Assert.Equal(RejectReason.NotIsolatedHere, venue.Try(Command.NameVault(venue.Now, sub)).Reason);
        Assert.Equal(AccountId.None, venue.Engine.Desk.Vault);
    }

    [Fact]
    public void Restore_DuringACooldown_KeepsItsEndTheVaultAndThePreviousMark()
    {
        AccountId bear = venue.Account(1_000_000), maker = venue.Account(10_000_000), vault = Vault(1_000);
        Large(venue, bear);
        Open();
        venue.Bid(maker, 93m, 5_000);
        venue.Index(93.4m);
        venue.Advance();
        StateBytes bytes = new();
        venue.Engine.Save(bytes);
        RiskEngine restored = RiskEngine.Restore(bytes.Saved, World.Checked, new EventLog(), IRejections.Ignored);
        Assert.Equal(venue.Now.AddNanos(30_000_000_000), restored.Desk.Cases.Open[0].CooldownEnd);
        Assert.Equal((vault, venue.Mark), (restored.Desk.Vault, restored.Exchange[X].PreviousMark));

        // The same cooldown an hour longer than any policy allows is no state of an engine.
        byte[] damaged = bytes.Saved;
        byte[] end = BitConverter.GetBytes(restored.Desk.Cases.Open[0].CooldownEnd.Nanos);
        BitConverter.GetBytes(venue.Now.Nanos + 3_600_000_000_001).CopyTo(damaged, damaged.AsSpan().IndexOf(end));
        Assert.Throws<InvalidStateException>(() => RiskEngine.Restore(damaged, World.Checked, new EventLog(), IRejections.Ignored));
    }
}
