using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Markets;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Before a breach: reserves, closing in the soft zone, and the gate for withdrawals. Amounts by hand.</summary>
public sealed class EarlyRungTests
{
    // Long 50 at 100 on 500 USDT. At 95.5: equity 275, maintenance 238.75, health 1.152, initial 477.5. At 94: 200, 235, 0.851, 470.
    private readonly Scenario venue = new("spillway");
    private readonly AccountId trader, bear, maker, reserve;

    public EarlyRungTests()
    {
        trader = venue.Account(500);
        bear = venue.Account(10_000);
        maker = venue.Account(100_000);
        reserve = venue.Account(1_000);
        venue.Import(trader, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
    }

    private void Reserve(decimal limit) => venue.Do(Command.TopUpFrom(venue.Now, trader, reserve, Usd(limit)));

    [Fact]
    public void TopUp_AtAMarginCall_PaysWhatInitialMarginLacks()
    {
        Reserve(600);
        List<object> events = venue.Index(95.5m);
        Assert.Single(events.OfType<MarginCalled>());
        Assert.Equal(new ToppedUp(trader, reserve, Usd(202.5m), Usd(202.5m), Usd(397.5m)), Assert.Single(events.OfType<ToppedUp>()));
        Assert.Equal((Usd(702.5m), Usd(797.5m)), (venue.Wallet(trader), venue.Wallet(reserve)));
        Assert.Single(venue.Advance().OfType<MarginCallMet>());
    }

    [Fact]
    public void TopUp_AtABreachWithoutACall_SavesTheAccountFromItsCase()
    {
        Reserve(600);
        List<object> events = venue.Index(94);
        Assert.Equal(Usd(270), Assert.Single(events.OfType<ToppedUp>()).Amount);
        Assert.DoesNotContain(events, e => e is CaseOpened);
        Assert.False(venue.HasCase(trader));
    }

    [Theory]
    [InlineData(100, 1_000, 100)] // its limit
    [InlineData(600, 150, 150)] // what the reserve holds
    public void TopUp_WhenTheReserveIsShort_PaysWhatItMayAndTheCaseIsOpenedIfThatIsNotEnough(int limit, int held, int paid)
    {
        if (held < 1_000) venue.Do(Command.Withdraw(venue.Now, reserve, Usdt, Usd(1_000 - held)));
        Reserve(limit);
        List<object> events = venue.Index(92); // equity 100, maintenance 230, initial 460
        Assert.Equal((Usd(paid), Usd(360)), events.OfType<ToppedUp>().Select(e => (e.Amount, e.Missing)).Single());
        Assert.Equal(100 + paid < 230, events.OfType<CaseOpened>().Any());
        Assert.Equal(limit == paid, !venue.Engine.Desk.TopUps.TryGet(trader, out _));
    }

    [Fact]
    public void TopUp_WhenTheReserveHoldsAPositionItself_LeavesItItsInitialMargin()
    {
        venue.Ask(maker, 100, 60);
        venue.Bid(reserve, 100, 60); // initial margin 600 of 1,000
        Reserve(600);
        ToppedUp paid = Assert.Single(venue.Index(95.5m).OfType<ToppedUp>()); // the reserve lost 270: 730 against 573
        Assert.Equal(Usd(157), paid.Amount);
    }

    [Fact]
    public void TopUp_FromAnAccountThatIsPledged_PaysNothing()
    {
        Reserve(600);
        venue.Do(Command.Pledge(venue.Now, new PledgeTaker(reserve, X, Side.Sell, default, default, default, Lots(1))));
        Assert.DoesNotContain(venue.Index(95.5m), e => e is ToppedUp);
    }

    [Fact]
    public void SetTopUp_WithWrongTerms_SaysWhatIsWrong()
    {
        AccountId nobody = AccountId.FromIndex(99);
        Assert.Equal(RejectReason.UnknownAccount, venue.Try(Command.TopUpFrom(venue.Now, nobody, reserve, Usd(1))).Reason);
        Assert.Equal(RejectReason.UnknownAccount, venue.Try(Command.TopUpFrom(venue.Now, trader, nobody, Usd(1))).Reason);
        Assert.Equal(RejectReason.SameAccount, venue.Try(Command.TopUpFrom(venue.Now, trader, trader, Usd(1))).Reason);
        Assert.Equal(RejectReason.InvalidAmount, venue.Try(Command.TopUpFrom(venue.Now, trader, reserve, Usd(-1))).Reason);
        Assert.Equal(RejectReason.AlreadySo, venue.Try(Command.TopUpFrom(venue.Now, trader, reserve, Usd(0))).Reason);
        Reserve(5);
        Assert.Equal(RejectReason.AlreadySo, venue.Try(Command.TopUpFrom(venue.Now, trader, reserve, Usd(5))).Reason);
        Reserve(6);
        Assert.True(venue.Engine.Desk.TopUps.TryGet(trader, out TopUp topUp) && topUp.Left == Usd(6));
        Reserve(0);
        Assert.False(venue.Engine.Desk.TopUps.TryGet(trader, out _));
        AccountId isolated = AccountId.FromIndex((int)venue.Do(Command.OpenIsolated(venue.Now, trader, Inverse)).Value);
        Assert.Equal(RejectReason.NotIsolatedHere, venue.Try(Command.TopUpFrom(venue.Now, isolated, reserve, Usd(1))).Reason);
    }

    [Fact]
    public void PreLiquidation_InTheSoftZone_ClosesTheLinearShareOnceAndDeeperAgain()
    {
        venue.Do(Command.PreLiquidation(venue.Now, trader, agrees: true));
        venue.Bid(maker, 95, 1_000);
        venue.Index(95.5m);
        // Health 275 / 238.75 = 1.151832: (1.25 − 1.151832) / 0.25 · 0.5 = 0.196337 of 50 lots, rounded up.
        PreLiquidated first = Assert.Single(venue.Advance().OfType<PreLiquidated>());
        Assert.Equal((trader, X, Side.Sell, 1_151_832, Lots(10), Lots(10)), (first.Account, first.Instrument, first.Side, first.HealthPpm, first.Wanted, first.Lots));
        Assert.Equal(40, venue.Size(trader)); // equity 270 of 191: healthy
        Assert.DoesNotContain(venue.Advance(), e => e is PreLiquidated);

        venue.Index(93.9m); // equity 206 of 187.8: health 1.0969, a tenth of the zone below where the first was made
        PreLiquidated second = Assert.Single(venue.Advance().OfType<PreLiquidated>());
        Assert.Equal(Lots(13), second.Wanted); // 0.3062 of 40
    }

    [Fact]
    public void PreLiquidation_OfWhoDidNotAgree_ClosesNothing()
    {
        venue.Bid(maker, 95, 1_000);
        venue.Index(95.5m);
        Assert.DoesNotContain(venue.Advance(), e => e is PreLiquidated);
        Assert.Equal(50, venue.Size(trader));
    }

    [Fact]
    public void PreLiquidation_BeyondThePriceThatCostsMoreHealthThanItFrees_StopsThere()
    {
        venue.Do(Command.PreLiquidation(venue.Now, trader, agrees: true));
        venue.Bid(maker, 90, 1_000); // 5.76 % below the mark: equity behind a unit is 5 % · 1.1518 = 5.759 %
        venue.Index(95.5m);
        PreLiquidated soft = Assert.Single(venue.Advance().OfType<PreLiquidated>());
        Assert.Equal((Lots(10), Lots(0)), (soft.Wanted, soft.Lots));
        Assert.True(soft.Limit > Ticks(90));
    }

    [Fact]
    public void SetPreLiquidation_TwiceTheSame_IsRejected()
    {
        Assert.Equal(RejectReason.AlreadySo, venue.Try(Command.PreLiquidation(venue.Now, trader, agrees: false)).Reason);
        venue.Do(Command.PreLiquidation(venue.Now, trader, agrees: true));
        Assert.Equal(RejectReason.AlreadySo, venue.Try(Command.PreLiquidation(venue.Now, trader, agrees: true)).Reason);
        Assert.Equal(RejectReason.UnknownAccount, venue.Try(Command.PreLiquidation(venue.Now, AccountId.FromIndex(99), agrees: true)).Reason);
    }

    [Fact]
    public void Withdraw_WhileAHeldMarketIsInStress_MustLeaveTwiceTheInitialMargin()
    {
        AccountId idle = venue.Account(100);
        venue.Index(95); // 5.13 % below the highest mark of the window; the short has 10,250 against 475 of initial margin
        venue.Advance();
        Assert.True(venue.Engine.Desk.IsInStress(venue.Engine.Exchange[X], venue.Now));
        Assert.Equal(RejectReason.MarketInStress, venue.Try(Command.Withdraw(venue.Now, bear, Usdt, Usd(9_301))).Reason); // leaves 949 of 950
        Assert.True(venue.Try(Command.Withdraw(venue.Now, bear, Usdt, Usd(9_300))).IsAccepted);
        Assert.True(venue.Try(Command.Withdraw(venue.Now, idle, Usdt, Usd(100))).IsAccepted); // holds nothing there
    }

    [Fact]
    public void Withdraw_InACalmMarket_MustLeaveInitialMarginOnly()
    {
        venue.Index(96);
        venue.Advance();
        Assert.False(venue.Engine.Desk.IsInStress(venue.Engine.Exchange[X], venue.Now));
        Assert.True(venue.Try(Command.Withdraw(venue.Now, bear, Usdt, Usd(9_720))).IsAccepted); // 480 stay
    }

    [Fact]
    public void Stress_OfAFreshGain_EndsWithTheSignal()
    {
        Scenario gated = new("spillway", policyText: text => text.Replace("\"move\": 0.05,\n    \"gain\": 0", "\"move\": 0,\n    \"gain\": 0.8", StringComparison.Ordinal));
        Assert.Equal(800_000, gated.Engine.Desk.Policy.Stress.Gain.Ppm);
        gated.Index(100);
        gated.Do(Command.Report(gated.Now, X, new MarketSignals(1, 1, 0, 0, 800_000, 0, gated.Now)));
        gated.Advance();
        Assert.True(gated.Engine.Desk.IsInStress(gated.Engine.Exchange[X], gated.Now));
        gated.Advance(9_000);
        Assert.True(gated.Engine.Desk.IsInStress(gated.Engine.Exchange[X], gated.Now));
        gated.Advance(1);
        Assert.False(gated.Engine.Desk.IsInStress(gated.Engine.Exchange[X], gated.Now));
    }

    [Fact]
    public void Stress_AfterARestore_IsJudgedByTheClockOfTheCommand()
    {
        Scenario gated = new("spillway", policyText: text => text.Replace("\"move\": 0.05,\n    \"gain\": 0", "\"move\": 0,\n    \"gain\": 0.8", StringComparison.Ordinal));
        AccountId holder = gated.Account(10_000);
        gated.Import(holder, gated.Account(10_000), 100, 50);
        gated.Index(100);
        gated.Do(Command.Report(gated.Now, X, new MarketSignals(1, 1, 0, 0, 800_000, 0, gated.Now)));
        gated.Advance(11_000); // the signal is too old by then
        StateBytes state = new();
        gated.Engine.Save(state);
        RiskEngine restored = RiskEngine.Restore(state.Saved, new EngineOptions(EngineLimits.Default, ChecksEveryCommand: true), new EventLog(), new EventLog());
        Command withdraw = Command.Withdraw(gated.Now, holder, Usdt, Usd(9_400)); // 600 of 500 stay, and not twice 500
        Assert.Equal(gated.Try(withdraw), restored.Execute(withdraw));
        Assert.Equal(gated.Engine.Hash(), restored.Hash());
    }
}
