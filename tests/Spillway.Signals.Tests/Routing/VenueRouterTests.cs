namespace Spillway.Signals.Tests.Routing;

public sealed class VenueRouterTests
{
    private static readonly VenueTerms Free = new(0, 0, 0, 0);

    // Costs f q + ½ κ q²: q = (ν − f) / κ. With prices 100 and 99.9 and slopes 0.01 and 0.02, 100 units: 100 − 0.01 q = 99.9 − 0.02 (100 − q), so q = 70.
    [Fact]
    public void Best_OverLinearImpact_IsTheClosedForm()
    {
        VenueRoute route = Router(new LinearVenue("a", Free, 100, 0.01), new LinearVenue("b", Free, 99.9, 0.02)).Best(100)!;
        Assert.Equal(70, route.Quantities[0], 1e-6);
        Assert.Equal(30, route.Quantities[1], 1e-6);
        Assert.Equal(99.3, route.MarginalPrice, 1e-6);
        Assert.Equal(7_000 - (0.5 * 0.01 * 4_900) + 2_997 - (0.5 * 0.02 * 900), route.Received, 1e-6);
    }

    // Costs a q^1.5: q = ((P − ν) / 1.5 a)². Equal prices and a of 0.01 and 0.02: quantities as 4 to 1.
    [Fact]
    public void Best_OverSquareRootImpact_IsTheClosedForm()
    {
        VenueRoute route = Router(new SquareRootVenue("a", Free, 100, 0.01), new SquareRootVenue("b", Free, 100, 0.02)).Best(500)!;
        Assert.Equal(400, route.Quantities[0], 1e-6);
        Assert.Equal(100 - (0.015 * 20), route.MarginalPrice, 1e-6);
        Assert.Equal(50_000 - (0.01 * 8_000) - (0.02 * 1_000), route.Received, 1e-6);
    }

    // q = (√(γ x y / ν) − x) / γ, both pools at the same ν.
    [Fact]
    public void Best_OverConstantProducts_IsTheClosedForm()
    {
        ConstantProductVenue a = new("a", Free with { Fee = 0.003 }, 1_000, 100_000, 0), b = new("b", Free with { Fee = 0.01 }, 4_000, 404_000, 0);
        VenueRoute route = Router(a, b).Best(300)!;
        double v = route.MarginalPrice;
        Assert.Equal((Math.Sqrt(0.997 * 1_000 * 100_000 / v) - 1_000) / 0.997, route.Quantities[0], 1e-6);
        Assert.Equal((Math.Sqrt(0.99 * 4_000 * 404_000 / v) - 4_000) / 0.99, route.Quantities[1], 1e-6);
        Assert.Equal(300, route.Quantities.Sum(), 1e-9);
        // y γ q / (x + γ q)
        Assert.Equal(100_000 * 0.997 * route.Quantities[0] / (1_000 + (0.997 * route.Quantities[0])), route.Proceeds[0], 1e-6);
    }

    // One unit in against reserves of 5 and 10 pays 1.6624979…: Uniswap/v2-core at 00873c4, test/UniswapV2Pair.spec.ts.
    [Theory]
    [InlineData(1, 5, 10, 1.662497915624478906)]
    [InlineData(1, 10, 5, 0.453305446940074565)]
    [InlineData(2, 5, 10, 2.851015155847869602)]
    [InlineData(1, 1_000, 1_000, 0.996006981039903216)]
    public void QuoteFor_AConstantProduct_IsThatOfUniswapV2(double sold, double reserveIn, double reserveOut, double received)
    {
        VenueRoute route = Router(new ConstantProductVenue("pair", Free with { Fee = 0.003 }, reserveIn, reserveOut, 0)).Best(sold)!;
        Assert.Equal(received, route.Received, 1e-9);
    }

    // Liquidity one from 1.21 down to 1: 0.0909… sold for 0.1. Uniswap/v3-core at 0171adf, test/SqrtPriceMath.spec.ts.
    [Fact]
    public void Capacity_OfARange_IsThatOfUniswapV3()
    {
        VenueRouter router = Router(ConstantProductVenue.Concentrated("range", Free, 1, 1.21, 1));
        Assert.Equal(0.090909090909090909, router.Capacity, 1e-12);
        Assert.Equal(0.1, router.Best(0.0909090909)!.Received, 1e-9);
        Assert.Null(router.Best(0.0909090911));
    }

    [Fact]
    public void Best_OverBooks_TakesTheBestBidsAndSharesTheLast()
    {
        VenueRoute route = Router(
            new BookVenue("a", Free, [(100, 10), (98, 10)]), new BookVenue("b", Free with { Fee = 0.01 }, [(100, 10), (99, 10)])).Best(25)!; // b after its fee: 99 and 98.01
        Assert.Equal(10, route.Quantities[0], 1e-6);
        Assert.Equal(15, route.Quantities[1], 1e-6);
        Assert.Equal(1_000 + 990 + (5 * 99 * 0.99), route.Received, 1e-6);
    }

    [Fact]
    public void Best_WithFixedCosts_DropsAPlaceThatSavesLess()
    {
        VenueRouter cheap = Router(new LinearVenue("a", Free, 100, 0.01), new LinearVenue("b", Free with { FixedCost = 5 }, 100, 0.01));
        // Half in each saves ¼ · 0.01 · q²: 25 of 100 units, 4 of 40.
        Assert.Equal(50, cheap.Best(100)!.Quantities[1], 1e-6);
        Assert.Equal(0, cheap.Best(40)!.Quantities[1]);
    }

    [Fact]
    public void Best_WithLatencyAndSharedMakers_CountsTheDepthThatWillBeThere()
    {
        // e^(−ln 2) = ½ of the second place's depth: slope 0.02 instead of 0.01.
        VenueRoute late = Router(new LinearVenue("a", Free, 100, 0.01), new LinearVenue("b", Free with { LatencySeconds = Math.Log(2) }, 100, 0.01)).Best(90)!;
        Assert.Equal(60, late.Quantities[0], 1e-6);
        VenueRoute shared = Router(new LinearVenue("a", Free, 100, 0.01), new LinearVenue("b", Free with { SharedShare = 0.5 }, 100, 0.01)).Best(90)!;
        Assert.Equal(60, shared.Quantities[0], 1e-6);
        // Alone its makers have not heard of anything.
        Assert.Equal(9_000 - (0.5 * 0.01 * 8_100), Router(new LinearVenue("b", Free with { SharedShare = 0.5 }, 100, 0.01)).Best(90)!.Received, 1e-6);
    }

    // KKT: what is used trades its last unit at the marginal price or better, what is not used begins no better; and no random shift of a part gains.
    [Fact]
    public void Best_OnRandomPlaces_MeetsTheConditionsOfAnOptimum()
    {
        Random random = new(5);
        for (int i = 0; i < 300; i++)
        {
            ExecutionVenue[] venues = [.. Enumerable.Range(0, random.Next(1, 6)).Select(n => RandomVenue(random, $"v{n}"))];
            double quantity = Math.Exp(random.NextDouble() * 6);
            VenueRouter router = new(venues, 1);
            VenueRoute? best = router.Over((1 << venues.Length) - 1, quantity);
            if (best is null) continue;
            Assert.Equal(quantity, best.Quantities.Sum(), 1e-6 * quantity);
            double tolerance = 1e-6 * best.MarginalPrice;
            for (int v = 0; v < venues.Length; v++)
            {
                double q = best.Quantities[v], kept = 1 - venues[v].Terms.Fee;
                double step = Math.Max(1e-6 * quantity, 1e-9);
                if (q > step) Assert.True(((venues[v].QuoteFor(q, 1) - venues[v].QuoteFor(q - step, 1)) / step * kept) >= best.MarginalPrice - (tolerance * 100));
                if (q == 0) Assert.True(venues[v].BestPrice * kept <= best.MarginalPrice + tolerance);
            }
            VenueRoute? single = router.BestSingle(quantity);
            if (single is not null) Assert.True(best.Received >= single.Received - (1e-6 * single.Received));
        }
    }

    private static VenueRouter Router(params ExecutionVenue[] venues) => new(venues, makerSeconds: 1);

    private static ExecutionVenue RandomVenue(Random random, string name)
    {
        VenueTerms terms = Free with { Fee = random.Next(2) * random.NextDouble() * 0.01 };
        double price = 95 + (10 * random.NextDouble());
        return random.Next(5) switch
        {
            0 => new BookVenue(name, terms, [.. Enumerable.Range(0, 5).Select(level => (price - level, 1 + (50 * random.NextDouble())))]),
            1 => new LinearVenue(name, terms, price, Math.Exp(-6 * random.NextDouble())),
            2 => new SquareRootVenue(name, terms, price, Math.Exp(-4 * random.NextDouble())),
            3 => new ConstantProductVenue(name, terms, 1_000, 1_000 * price, 0),
            _ => ConstantProductVenue.Concentrated(name, terms, 10_000, price, 0.8 * price),
        };
    }
}
