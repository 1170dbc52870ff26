using Spillway.Core;
using static Spillway.Margin.Tests.Contracts;

namespace Spillway.Margin.Tests;

public sealed class TierLadderTests
{
    // Shape and numbers of the Binance USD-M BTCUSDT leverage ladder as published in 2023 (first four brackets: 0.4 %, 0.5 %, 1 %, 2.5 %; maintenance amounts
    // 0, 50, 1,300 and 16,300 USDT). The amounts follow by hand: 50,000 · 0.1 % = 50; 50 + 250,000 · 0.5 % = 1,300; 1,300 + 1,000,000 · 1.5 % = 16,300.
    private static readonly MarginTier[] Published =
    [
        Tier(0, 8_000, 4_000), Tier(Usd(50_000), 10_000, 5_000), Tier(Usd(250_000), 20_000, 10_000), Tier(Usd(1_000_000), 50_000, 25_000),
    ];

    [Theory]
    [InlineData(10_000, 40)]
    [InlineData(50_000, 200)] // 50,000 · 0.4 % = 50,000 · 0.5 % − 50
    [InlineData(100_000, 450)] // 100,000 · 0.5 % − 50
    [InlineData(250_000, 1_200)]
    [InlineData(600_000, 4_700)] // 600,000 · 1 % − 1,300
    [InlineData(1_000_000, 8_700)]
    [InlineData(2_000_000, 33_700)] // 2,000,000 · 2.5 % − 16,300
    public void Maintenance_OfAPublishedLadder_IsTheHandCalculation(long notional, long expected) =>
        Assert.Equal((Int128)Usd(expected) * 1_000_000, new TierLadder(Published, TierMethod.Marginal).MaintenanceMillionths(Usd(notional)));

    [Theory]
    [InlineData(249_999, 1_249_995_000)] // 0.5 %
    [InlineData(250_000, 2_500_000_000)] // 1 % of everything: the jump is at the edge itself
    public void Maintenance_OfWholeTiers_JumpsAtTheEdge(long notional, long expectedUnits) =>
        Assert.Equal((Int128)expectedUnits * 1_000_000, new TierLadder(Published, TierMethod.Whole).MaintenanceMillionths(Usd(notional)));

    [Fact]
    public void Margin_OfMarginalTiers_IsTheSumOfItsSlices() => Draw.ForAll(500, draw =>
    {
        (MarginTier[] tiers, long notional) = (RandomTiers(draw), draw.Between(0, 1L << 60));
        TierLadder ladder = new(tiers, TierMethod.Marginal);
        Assert.Equal(Slices(tiers, notional, tier => tier.MaintenanceRate), ladder.MaintenanceMillionths(notional));
        Assert.Equal(Slices(tiers, notional, tier => tier.InitialRate), ladder.InitialMillionths(notional));
    });

    [Fact]
    public void Margin_OfMarginalTiers_IsContinuousAtEveryEdge() => Draw.ForAll(300, draw =>
    {
        MarginTier[] tiers = RandomTiers(draw);
        TierLadder ladder = new(tiers, TierMethod.Marginal);
        for (int k = 1; k < tiers.Length; k++)
        {
            long edge = tiers[k].NotionalFrom.Units;
            Assert.Equal(tiers[k - 1].MaintenanceRate.Ppm, ladder.MaintenanceMillionths(edge) - ladder.MaintenanceMillionths(edge - 1));
            Assert.Equal(tiers[k].MaintenanceRate.Ppm, ladder.MaintenanceMillionths(edge + 1) - ladder.MaintenanceMillionths(edge));
        }
    });

    [Fact]
    public void Margin_OfWholeTiers_IsTheReachedRateOnEverything() => Draw.ForAll(300, draw =>
    {
        (MarginTier[] tiers, long notional) = (RandomTiers(draw), draw.Between(0, 1L << 60));
        MarginTier reached = tiers.Last(tier => tier.NotionalFrom.Units <= notional);
        Assert.Equal((Int128)notional * reached.InitialRate.Ppm, new TierLadder(tiers, TierMethod.Whole).InitialMillionths(notional));
    });

    [Fact]
    public void Margin_OfNothing_IsNothing() => Assert.Equal(Int128.Zero, new TierLadder(Published, TierMethod.Marginal).InitialMillionths(0));

    private static Int128 Slices(MarginTier[] tiers, long notional, Func<MarginTier, RatePpm> rate)
    {
        Int128 margin = 0;
        for (int k = 0; k < tiers.Length; k++)
        {
            long to = k + 1 < tiers.Length ? Math.Min(notional, tiers[k + 1].NotionalFrom.Units) : notional;
            margin += (Int128)Math.Max(0, to - tiers[k].NotionalFrom.Units) * rate(tiers[k]).Ppm;
        }
        return margin;
    }

    // Rates may fall as well as rise: the listing does not forbid it.
    private static MarginTier[] RandomTiers(Draw draw)
    {
        List<MarginTier> tiers = [];
        for (long from = 0; tiers.Count < 16 && from < 1L << 56; from += draw.Magnitude(1L << 56))
        {
            int maintenance = draw.Between(1, 1_000_000);
            tiers.Add(Tier(from, draw.Between(maintenance, 1_000_000), maintenance));
        }
        return [.. tiers];
    }

    private static long Usd(long whole) => whole * 1_000_000;
}
