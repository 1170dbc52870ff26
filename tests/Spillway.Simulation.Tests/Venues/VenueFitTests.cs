namespace Spillway.Simulation.Tests;

/// <summary>The search over several θ against responses in closed form.</summary>
public sealed class VenueFitTests
{
    private static readonly double[] Targets = [0.14, 0.36, 1.09];

    [Fact]
    public void Search_WhereEachTroughIsAPowerOfItsTheta_FindsAll()
    {
        int evaluations = 0;
        IReadOnlyList<double> thetas = VenueFit.Search([0.3, 0.3, 0.9], Targets, at =>
        {
            evaluations++;
            return [0.28 * Math.Pow(at[0], 1.4), 0.6 * at[1], 1.4 * Math.Pow(at[2], 1.2)];
        });
        Assert.InRange(evaluations, 2, 14);
        Assert.InRange(0.28 * Math.Pow(thetas[0], 1.4) / Targets[0], 0.99, 1.01);
        Assert.InRange(0.6 * thetas[1] / Targets[1], 0.99, 1.01);
        Assert.InRange(1.4 * Math.Pow(thetas[2], 1.2) / Targets[2], 0.99, 1.01);
    }

    [Fact]
    public void Search_WhereMarketsCarryEachOther_FindsAll()
    {
        IReadOnlyList<double> thetas = VenueFit.Search([0.5, 0.5, 0.5], Targets, Coupled);
        double[] troughs = Coupled([.. thetas]);
        for (int m = 0; m < Targets.Length; m++) Assert.InRange(troughs[m] / Targets[m], 0.99, 1.01);

        static double[] Coupled(double[] at)
        {
            double mean = at.Average();
            return [0.2 * (at[0] + (0.3 * mean)), 0.5 * (at[1] + (0.2 * mean)), 1.3 * (at[2] + (0.1 * mean))];
        }
    }

    [Fact]
    public void Search_WhereATroughJumpsPastItsTarget_GivesTheNearestSeen()
    {
        List<double> seen = [];
        IReadOnlyList<double> thetas = VenueFit.Search([0.5], [0.14], at =>
        {
            double trough = at[0] < 0.6 ? 0.12 * at[0] / 0.6 : 0.3;
            seen.Add(Math.Abs(Math.Log(trough / 0.14)));
            return [trough];
        });
        Assert.True(thetas[0] < 0.6);
        Assert.Equal(14, seen.Count);
        Assert.Equal(seen.Min(), Math.Abs(Math.Log(0.12 * thetas[0] / 0.6 / 0.14)), 9);
    }

    [Fact]
    public void Search_WhereNothingMoves_StaysWithinBounds() =>
        Assert.All(VenueFit.Search([0.9, 0.05], [1, 0.001], _ => [0.01, 0.01]), theta => Assert.InRange(theta, 0.02, 1));

    // The shipped values with the default seed: what everybody sees who runs the scenario.
    [Fact]
    public void ShippedThetas_OfTheFourMarkets_MeetBothAnchors()
    {
        VenueScenario four = VenueScenarioDocument.Read(Checkout.Library.ScenarioFolder("four-markets-2025-10-10"));
        SimulationRequest request = Checkout.Request(four.Markets[0], Checkout.Policy("market-order")) with { Scenario = four, Seeds = 16, Threads = 2 };
        SimulationResult result = Checkout.Run(request);
        Assert.All(result.Markets, market => Assert.True(market.Calibration!.Converged, $"{market.Scenario.Market.Symbol}: {market.Calibration.Note}"));
    }
}
