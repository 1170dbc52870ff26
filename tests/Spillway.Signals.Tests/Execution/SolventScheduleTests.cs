namespace Spillway.Signals.Tests.Execution;

public sealed class SolventScheduleTests
{
    // σ of 5 % a day, 2e6 to be sold in a minute; an even rate costs what it costs in a depth of 4e8 that refills by half in 60 s.
    private static readonly AlmgrenChriss Market = new(2e6, 60, 60, 0.05 / Math.Sqrt(86_400), 0, 6.03e-8, 0, 1);

    // 2 (1 − Φ(z)), from tables of the normal distribution.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0.317310508)]
    [InlineData(1.959963985, 0.05)]
    [InlineData(2.499999, 0.012419365708153)]
    [InlineData(2.575829304, 0.01)]
    [InlineData(3.290526731, 0.001)]
    [InlineData(6, 1.973175290e-9)]
    public void Probability_IsTwiceTheTailOfTheNormal(double cover, double probability) => Assert.Equal(1, SolventSchedule.Probability(cover) / probability, 1e-6);

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.0008)]
    public void Find_GivesTheLeastAversionThatSuffices(double most)
    {
        double equity = 0.0044 * Market.Size;
        AlmgrenChriss found = SolventSchedule.Find(Market, equity, most)!;
        Assert.Equal(most, SolventSchedule.Probability(SolventSchedule.Cover(found, equity)), 1e-9);
        Assert.True(SolventSchedule.Probability(SolventSchedule.Cover(found with { RiskAversion = found.RiskAversion * 0.99 }, equity)) > most);
        Assert.Equal(found, SolventSchedule.Find(Market with { RiskAversion = 1e-3 }, equity, most));
    }

    [Fact]
    public void Find_WhenTheBufferIsAmple_SellsEvenly()
    {
        double[] held = SolventSchedule.Find(Market, Market.Size, 0.001)!.Holdings();
        Assert.All(Enumerable.Range(0, 61), k => Assert.Equal(Market.Size * (60 - k) / 60, held[k], 1.0));
    }

    [Fact]
    public void Find_WhenNoScheduleIsEnough_SaysSo() => Assert.Null(SolventSchedule.Find(Market, 1e-4 * Market.Size, 0.001));

    // The bound holds against paths that are drawn: bankrupt if at any interval what is left of the equity is gone.
    [Fact]
    public void Probability_IsNotBelowWhatDrawnPathsShow()
    {
        double equity = 0.0035 * Market.Size;
        AlmgrenChriss plan = SolventSchedule.Find(Market, equity, 0.05)!;
        double[] held = plan.Holdings();
        NormalDraws draws = new(7);
        int bankrupt = 0;
        const int paths = 20_000;
        for (int path = 0; path < paths; path++)
        {
            double left = equity;
            bool isGone = false;
            for (int k = 1; k < held.Length; k++)
            {
                double sold = held[k - 1] - held[k];
                left -= (plan.Temporary * sold * sold) + (held[k] * plan.Volatility * draws.Next());
                isGone |= left < 0;
            }
            bankrupt += isGone ? 1 : 0;
        }
        Assert.InRange(bankrupt, 1, paths * 0.05);
    }
}
