using Spillway.Core;
using Spillway.Liquidation;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Whom a deleveraging closes by each ranking, and what splitting an account before it changes. Amounts by hand.</summary>
public sealed class DeleveragingRankingTests
{
    // Long 500 at 100 on 5,000 USDT. At 92.9: equity 1,450, maintenance 2,322.5, health 0.624: below the floor, so all that is closed is deleveraged.
    private readonly Scenario venue;
    private readonly AccountId trader, opposite;

    public DeleveragingRankingTests()
        : this("proRata")
    {
    }

    private DeleveragingRankingTests(string ranking)
    {
        venue = new Scenario("spillway", policyText: text => Ranked(text, ranking));
        trader = venue.Account(5_000);
        opposite = venue.Account(1_000_000); // long where a winner is not short against the trader
    }

    internal static string Ranked(string policy, string ranking)
    {
        string changed = policy.Replace("\"ranking\": \"proRata\"", $"\"ranking\": \"{ranking}\"", StringComparison.Ordinal).Replace("\"enabled\": true", "\"enabled\": false", StringComparison.Ordinal);
        Assert.True(ranking == "proRata" || changed != policy);
        return changed;
    }

    private AccountId Short(long lots, decimal usdt, decimal entry = 100)
    {
        AccountId account = venue.Account(usdt);
        venue.Import(trader, account, 100, lots);
        if (entry == 100) return account;
        venue.Import(account, opposite, 100, lots); // moved to the entry it is to have
        venue.Import(opposite, account, entry, lots);
        return account;
    }

    private Dictionary<AccountId, long> Fall()
    {
        venue.Index(100);
        venue.Advance();
        venue.Index(92.9m);
        Traded[] trades = [.. venue.Advance().OfType<Traded>()];
        Assert.All(trades, trade => Assert.Equal((TradeRoute.Deleveraging, trader, Ticks(92.9m)), (trade.Route, trade.Seller, trade.Price)));
        return trades.GroupBy(trade => trade.Buyer).ToDictionary(group => group.Key, group => group.Sum(trade => trade.Lots.Lots));
    }

    [Fact]
    public void LeverageAware_OfEqualProfits_ChargesTheMoreLeveragedMore()
    {
        DeleveragingRankingTests test = new("leverageAware");
        // Profits 1,775 each; notional 23,225. Equity 1,000,000 and more: λ below 1, ρ = 1. Equity 15,483.33: λ = 1.5, ρ = 4 − 3 / 1.5 = 2.
        AccountId calm = test.Short(250, 1_000_000), bold = test.Short(250, 13_708.33m);
        Dictionary<AccountId, long> closed = test.Fall();
        long all = closed.Values.Sum();
        Assert.Equal((all / 3.0, all * 2 / 3.0), (closed[calm], closed[bold]), new WithinALot());
        Assert.True(closed[bold] < 250);
    }

    [Fact]
    public void HedgeAware_WhenAPositionOffsetsAnother_ComesAfterTheUnhedgedOnes()
    {
        DeleveragingRankingTests test = new("hedgeAware");
        AccountId hedged = test.Short(250, 100_000), plain = test.Short(250, 100_000);
        // Long 100 of Y at 92.9, worth 9,290 of the 23,225 that it is short of X: two fifths of the 250 lots are a hedge.
        test.venue.Import(hedged, test.opposite, 92.9m, 100, Y);
        test.venue.Index(92.9m, 1);
        Dictionary<AccountId, long> closed = test.Fall();
        long all = closed.Values.Sum();
        Assert.InRange(all, 301, 400); // 150 and 250 are free: 400 in all
        // 150 is the cap of the one, which it reaches only if half is more.
        Assert.Equal((Math.Min(150, all / 2), all - Math.Min(150, all / 2)), (closed[hedged], closed[plain]));
        Assert.Equal(150, closed[hedged]);
    }

    [Fact]
    public void HedgeAware_WhenTheUnhedgedDoNotSuffice_TakesTheHedgesBeforeThoseWithoutAProfit()
    {
        DeleveragingRankingTests test = new("hedgeAware");
        AccountId hedged = test.Short(250, 100_000), loser = test.Short(250, 100_000, entry: 92);
        test.venue.Import(hedged, test.opposite, 92.9m, 250, Y);
        test.venue.Index(92.9m, 1);
        Dictionary<AccountId, long> closed = test.Fall();
        long all = closed.Values.Sum();
        Assert.Equal((250, all - 250), (closed[hedged], closed[loser]));
    }

    [Fact]
    public void HedgeAware_WhenTheOtherPositionIsOnTheSameSide_TakesItForNoHedge()
    {
        DeleveragingRankingTests test = new("hedgeAware");
        AccountId both = test.Short(250, 100_000), plain = test.Short(250, 100_000);
        test.venue.Import(test.opposite, both, 92.9m, 100, Y);
        test.venue.Index(92.9m, 1);
        Dictionary<AccountId, long> closed = test.Fall();
        Assert.InRange(closed[both] - closed[plain], -1, 1);
    }

    [Fact]
    public void MinMax_OfManySmallAndOneLarge_TakesTheOddLotsFromTheLarge()
    {
        (long byRemainder, long bySmallestHaircut) = (Large("proRata"), Large("minMax"));
        Assert.True(bySmallestHaircut > byRemainder, $"{byRemainder} by remainders, {bySmallestHaircut} by the smallest largest haircut");

        // Forty of one lot each and one of 460: by remainders many of the small are closed whole, which is a haircut of all they have.
        static long Large(string ranking)
        {
            DeleveragingRankingTests test = new(ranking);
            for (int i = 0; i < 40; i++) test.Short(1, 1_000);
            AccountId large = test.Short(460, 100_000);
            return test.Fall()[large];
        }
    }

    [Theory]
    [InlineData("proRata")]
    [InlineData("leverageAware")]
    [InlineData("hedgeAware")]
    [InlineData("minMax")]
    public void Account_WhenSplitIntoTenEqualOnes_LosesNoLessButForALotAPart(string ranking)
    {
        (long whole, long parts) = (Closed(ranking, [(100, 3_500m)]), Closed(ranking, [.. Enumerable.Repeat((10L, 350m), 10)]));
        Assert.InRange(whole, 40, 99);
        Assert.True(parts > whole - 10, $"{whole} whole, {parts} in parts");
    }

    // Leverage 2.05 and 7.0: nine parts with most of the money and one with hardly any. Where leverage counts, nine look calm and one bold.
    private static readonly (long Lots, decimal Usdt)[] Uneven = [.. Enumerable.Repeat((10L, 382m), 9), (10, 62m)];

    [Theory]
    [InlineData("proRata")]
    [InlineData("leverageAware")]
    [InlineData("minMax")]
    public void Account_WhenItsMoneyIsSplitUnevenly_LosesNoLessButForALotAPart(string ranking)
    {
        (long whole, long parts) = (Closed(ranking, [(100, 3_500m)]), Closed(ranking, Uneven));
        Assert.True(parts > whole - 10, $"{whole} whole, {parts} in parts");
    }

    [Fact]
    public void Account_WhenItsMoneyIsSplitUnevenlyBeforeARankedQueue_SavesNineTenths() =>
        Assert.Equal((100, 10), (Closed("profitTimesLeverage", [(100, 3_500m)]), Closed("profitTimesLeverage", Uneven)));

    /// <summary>Lots that accounts lose together beside one of 400 lots at a leverage of 2.1. The first one as a whole has 2.2, so a queue takes it before.</summary>
    private static long Closed(string ranking, (long Lots, decimal Usdt)[] accounts)
    {
        DeleveragingRankingTests test = new(ranking);
        AccountId[] own = [.. accounts.Select(account => test.Short(account.Lots, account.Usdt))];
        test.Short(400, 14_855);
        Dictionary<AccountId, long> closed = test.Fall();
        return own.Sum(account => closed.GetValueOrDefault(account));
    }

    private sealed class WithinALot : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) <= 1 && Math.Abs(x.Item2 - y.Item2) <= 1;

        public int GetHashCode((double, double) pair) => 0;
    }
}
