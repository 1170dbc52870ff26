using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation.Tests.Funding;

/// <summary>Published rates, and the laws of the crowding term.</summary>
public sealed class FundingRateTests
{
    private const long Bp = 100_000, Hour = 3_600 * Timestamp.NanosPerSecond;

    // I = 1 bp, c = 5 bp, cap 0.75 %; k = 10 bp beyond a gain of 0.5.
    private static readonly FundingPolicy Usual = Terms(capPpm: 7_500);

    private static FundingPolicy Terms(int capPpm) => new(
        Enabled: true, 8 * Hour, RatePpm.FromPpm(100), RatePpm.FromPpm(500), RatePpm.FromPpm(1_000), RatePpm.FromPpm(500_000), RatePpm.FromPpm(capPpm));

    private static RatePpm Gain(int ppm) => RatePpm.FromPpm(ppm);

    [Theory]
    [InlineData(20, 15)]
    [InlineData(-20, -15)]
    [InlineData(6, 1)]
    [InlineData(7, 2)]
    [InlineData(4, 1)]
    [InlineData(0, 1)]
    [InlineData(-4, 1)]
    [InlineData(-5, 0)]
    public void PulledPpb_OfAPremium_PullsByNoMoreThanTheBand(long premiumBp, long rateBp) =>
        Assert.Equal(rateBp * Bp, FundingRate.PulledPpb(premiumBp * Bp, Usual));

    [Fact]
    public void PulledPpb_AtAnyPremium_RisesWithItAndStaysWithinTheBand()
    {
        for (long premium = -300_000_000, last = long.MinValue; premium <= 300_000_000; premium += 9_973)
        {
            long rate = FundingRate.PulledPpb(premium, Usual);
            Assert.True(rate >= last && Math.Abs(rate - premium) <= 5 * Bp);
            last = rate;
        }
    }

    // What Hyperliquid published for 139 of its 412 markets at one moment: an eighth of 1 bp, paid each hour.
    [Fact]
    public void SettledPpb_OfTheInterestRateByTheHour_IsWhatAVenueOfHourlyFundingPublishes() =>
        Assert.Equal(12_500, FundingRate.SettledPpb(FundingRate.PulledPpb(0, Usual), Hour));

    [Theory]
    [InlineData(150_000, 8, 150_000)]
    [InlineData(150_000, 1, 18_750)]
    [InlineData(-150_000, 1, -18_750)]
    [InlineData(7, 1, 0)] // toward zero, either way
    [InlineData(-7, 1, 0)]
    [InlineData(500_000_000, 8, 50_000_000)] // the bound of one settlement
    public void SettledPpb_OfARate_IsItsPartOfTheInterval(long rate, long hours, long settled) => Assert.Equal(settled, FundingRate.SettledPpb(rate, hours * Hour));

    // dYdX v4 caps the rate at 600 % of (initial − maintenance) margin: its own test has 15 % and 12 %, and a cap of 18 %.
    [Fact]
    public void CappedPpb_AtTheCapOfAVenue_StopsThere()
    {
        FundingPolicy venue = Terms(capPpm: 6 * (150_000 - 120_000));
        Assert.Equal(180_000_000, FundingRate.CappedPpb(FundingRate.PulledPpb(FundingRate.Whole, venue), venue));
        Assert.Equal(-180_000_000, FundingRate.CappedPpb(FundingRate.PulledPpb(-FundingRate.Whole, venue), venue));
    }

    [Theory]
    [InlineData(1_500_000, 0, 10)] // longs crowd: they pay
    [InlineData(0, 1_500_000, -10)]
    [InlineData(1_500_000, 1_500_000, 0)]
    [InlineData(1_500_000, 1_000_000, 5)] // of both the difference
    [InlineData(500_000, 400_000, 0)] // up to the threshold nothing
    public void CrowdingPpb_OfTwoGains_ChargesTheSideWhoseLiquidationsMakeTheGain(int longs, int shorts, long bp) =>
        Assert.Equal(bp * Bp, FundingRate.CrowdingPpb(Gain(longs), Gain(shorts), Usual));

    [Fact]
    public void CrowdingPpb_WithSidesExchanged_ChangesItsSignAlone()
    {
        Random random = new(1);
        for (int i = 0; i < 10_000; i++)
        {
            RatePpm one = Gain(random.Next()), other = Gain(random.Next(3_000_000));
            Assert.Equal(FundingRate.CrowdingPpb(one, other, Usual), -FundingRate.CrowdingPpb(other, one, Usual));
        }
    }

    [Theory]
    [InlineData(10_020, 10_000, 2_000_000)]
    [InlineData(9_980, 10_000, -2_000_000)]
    [InlineData(2, 3, -333_333_333)] // toward zero
    [InlineData(1L << 40, 1, 1_000_000_000)] // a whole at the most
    public void PremiumPpb_OfMarkAndIndex_IsTheirDistanceOfTheIndex(long mark, long index, long premium) =>
        Assert.Equal(premium, FundingRate.PremiumPpb(PriceTicks.FromTicks(mark), PriceTicks.FromTicks(index)));
}
