namespace Spillway.Signals.Tests.Execution;

/// <summary>Execution models against figures that others published, or that follow from their formulas.</summary>
public sealed class PublishedResultsTests
{
    [Theory]
    [InlineData(1, 0.667, 0.906)]
    [InlineData(3, 0.400, 0.878)]
    [InlineData(10, 0.167, 0.926)]
    [InlineData(30, 0.0625, 0.970)]
    public void ObizhaevaWang_AgainstBlockAndTwap_HasThePublishedRatios(double refills, double ofBlock, double ofTwap)
    {
        ObizhaevaWang plan = new(Impact: 2, Resilience: refills / 40, Size: 3, Seconds: 40);
        Assert.Equal(ofBlock, plan.OptimalCost / plan.BlockCost, 0.0005);
        Assert.Equal(ofTwap, plan.OptimalCost / plan.TwapCost, 0.0005);
        Assert.Equal(3, (2 * plan.EndBlock) + (plan.Rate * 40), 1e-12);
    }

    [Fact]
    public void ObizhaevaWang_WithoutResilience_CostsTheSameInAnyShape()
    {
        ObizhaevaWang plan = new(2, 0, 3, 40);
        Assert.Equal(plan.BlockCost, plan.TwapCost, 1e-12);
        Assert.Equal(plan.BlockCost, plan.OptimalCost, 1e-12);
        Assert.Equal(new ObizhaevaWang(2, 0.99e-4 / 40, 3, 40).TwapCost, new ObizhaevaWang(2, 1.01e-4 / 40, 3, 40).TwapCost, 1e-4); // series and closed form meet
    }

    [Fact]
    public void AlmgrenChriss_OnThePublishedExample_HasItsTrajectoryAndCosts()
    {
        AlmgrenChriss plan = Example(1e-6);
        Assert.Equal(0.607076, plan.Urgency, 1e-6);
        Assert.Equal([1_000_000, 541_955.6, 289_854.2, 147_897.5, 62_141.8, 0], plan.Holdings().Select(x => Math.Round(x, 1)));
        Assert.Equal(911_227, plan.ExpectedCost(), 0.5);
        Assert.Equal(603_431, plan.CostDeviation(), 0.5);
    }

    [Theory]
    [InlineData(1e-7, 670_057, 961_623)]
    [InlineData(1e-5, 1_845_211, 171_712)]
    public void AlmgrenChriss_OfOtherAversion_TradesCostAgainstRisk(double aversion, double cost, double deviation)
    {
        Assert.Equal(cost, Example(aversion).ExpectedCost(), 0.5);
        Assert.Equal(deviation, Example(aversion).CostDeviation(), 0.5);
    }

    [Theory]
    [InlineData(1, 1, 1.030)]
    [InlineData(1, 10, 1.053)]
    [InlineData(10, 1, 1.399)]
    [InlineData(10, 2, 1.530)]
    [InlineData(10, 5, 1.627)]
    [InlineData(10, 10, 1.654)]
    public void PredatoryTrading_InEquilibrium_CostsThePublishedMultiple(double prey, int predators, double ratio) =>
        Assert.Equal(ratio, new PredatoryTrading(1, 1 / prey, 1, predators).CostRatio, 0.0005);

    [Fact]
    public void PredatoryTrading_WithOnePredator_SplitsAsPublished()
    {
        PredatoryTrading game = new(Permanent: 1, Temporary: 0.1, Time: 1, Predators: 1);
        Assert.Equal(0.8395, game.DistressedCost, 0.00005);
        Assert.Equal(0.1605, game.PredatorProfit, 0.00005);
        Assert.Equal(1, new PredatoryTrading(1, 0.1, 1, 0).CostRatio, 1e-12);
        Assert.True(double.IsFinite(new PredatoryTrading(500, 1, 1, 10).CostRatio));
    }

    // The equilibrium is one: whoever leaves it alone does worse. Rates are sampled, the other's play is the closed form.
    [Fact]
    public void PredatoryTrading_WhenAlone_NobodyGainsByLeavingTheEquilibrium()
    {
        const int steps = 4_000;
        const double gamma = 1, lambda = 0.1, beta = gamma / lambda, alpha = beta / 3;
        double common = alpha / -double.ExpM1(-alpha) * -0.5;
        Random random = new(3);
        foreach ((double change, double other) in new[] { (-1.0, 0.0), (0.0, -1.0) })
        {
            double[] own = Rates(change), others = Rates(other);
            double cost = Cost(own, others);
            for (int draw = 0; draw < 320; draw++)
            {
                int waves = random.Next(1, 6);
                double size = 0.3 * random.NextDouble();
                double[] left = [.. own.Select((rate, i) => rate + (size * Math.Cos(Math.PI * waves * (i + 0.5) / steps)))];
                Assert.True(Cost(left, others) > cost - 2e-5, $"change {change}, draw {draw}");
            }
        }

        double[] Rates(double change)
        {
            double b = beta / double.ExpM1(beta) * (change + 0.5);
            return [.. Enumerable.Range(0, steps).Select(i => (i + 0.5) / steps).Select(t => (common * Math.Exp(-alpha * t)) + (b * Math.Exp(beta * t)))];
        }

        double Cost(double[] own, double[] others)
        {
            double traded = 0, cost = 0;
            for (int i = 0; i < steps; i++)
            {
                double both = own[i] + others[i];
                cost += own[i] * ((gamma * (traded + (both / steps / 2))) + (lambda * both)) / steps;
                traded += both / steps;
            }
            return cost;
        }
    }

    [Theory]
    [InlineData(3, 12, 6.7, 19.4)]
    [InlineData(30, 12, 41.9, 12.1)]
    [InlineData(30, 2, 7.3, 2.1)]
    public void DutchAuction_OfAVolatileAsset_LosesAndLastsAsPublished(double driftPerDay, double blockSeconds, double lossBp, double seconds)
    {
        const double day = 86_400;
        DutchAuction auction = new(driftPerDay, 0.05, day / blockSeconds);
        Assert.Equal(lossBp, auction.LossVersusFair * 1e4, 0.05);
        Assert.Equal(seconds, auction.ExpectedTime(0) * day, 0.05);
        Assert.Equal(0.02 / driftPerDay, auction.ExpectedTime(0.02) - auction.ExpectedTime(0), 1e-12);
    }

    [Theory]
    [InlineData(0.05, 12, 0, 1)]
    [InlineData(0.05, 1, 0, 1)]
    [InlineData(0.2, 2, 0.01, 0.3)]
    public void DutchAuction_Cheapest_IsCheaperThanAnyOther(double volatility, double blockSeconds, double start, double risk)
    {
        DutchAuction cheapest = DutchAuction.Cheapest(volatility, 86_400 / blockSeconds, start, risk);
        double least = cheapest.Cost(start, risk);
        for (double drift = 1e-3; drift < 1e6; drift *= 1.03) Assert.True((cheapest with { Drift = drift }).Cost(start, risk) >= least - 1e-12, $"{drift} a day");
        Assert.InRange(cheapest.Drift, 0.01, 1e5);
    }

    [Theory]
    [InlineData(double.PositiveInfinity, 0.9524)]
    [InlineData(20, 0.8658)]
    [InlineData(5, 0.6803)]
    public void ToxicityFrontier_OfAPool_IsWhereHealthTurns(double reserve, double frontier)
    {
        double limit = ToxicityFrontier.LoanToValue(0.05, ToxicityFrontier.ConstantProductLoss(1, reserve));
        Assert.Equal(frontier, limit, 0.00005);
        Assert.True(HealthAfter(limit - 0.001, reserve) > 1);
        Assert.True(HealthAfter(limit + 0.001, reserve) < 1);
    }

    private static AlmgrenChriss Example(double aversion) => new(1e6, 5, 5, 0.95, 2.5e-7, 2.5e-6, 0.0625, aversion);

    // A little is repaid, what is seized for it is sold in a constant-product pool, and the rest is valued at the pool's new price: collateral over debt, relative to before.
    private static double HealthAfter(double loanToValue, double reserve)
    {
        const double repaid = 1e-7;
        double seized = 1.05 * repaid, price = double.IsInfinity(reserve) ? 1 : Math.Pow(reserve / (reserve + seized), 2);
        return (1 - seized) * price / (loanToValue - repaid) * loanToValue;
    }
}
