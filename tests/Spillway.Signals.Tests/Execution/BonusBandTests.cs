namespace Spillway.Signals.Tests.Execution;

public sealed class BonusBandTests
{
    // i = 5 %, C = 1: the frontier is .9524 in a pool that does not move, .8658 at y = 20 and .6803 at y = 5.
    [Theory]
    [InlineData(double.PositiveInfinity, 0.9524)]
    [InlineData(20, 0.8658)]
    [InlineData(5, 0.6803)]
    public void IsToxic_ChangesExactlyAtTheFrontier_WhereTheHighestBonusIsTheBonus(double reserve, double frontier)
    {
        BonusBand band = new(0.5, 1, reserve, 0, 0, 0);
        Assert.False(band.IsToxic(0.05, frontier - 1e-4));
        Assert.True(band.IsToxic(0.05, frontier + 1e-4));
        Assert.Equal(0.05, band.Most(ToxicityFrontier.LoanToValue(0.05, band.Loss)), 1e-12);
    }

    [Fact]
    public void Least_AddsGasSlippageAndTwoDeviationsOfTheDelay()
    {
        BonusBand band = new(Sold: 1e4, Remaining: 1e4, Reserve: 9.9e5, Gas: 50, Volatility: 0.05, DelaySeconds: 864);
        Assert.Equal(0.005 + 0.01 + 0.01, band.Least, 1e-12);
    }

    // A unit of debt repaid takes 1 + i of collateral, and its sale takes λ − 1 of value from what remains for each unit sold.
    [Theory]
    [InlineData(0.80, 0.05, 20)]
    [InlineData(0.90, 0.05, 20)]
    [InlineData(0.70, 0.02, 5)]
    [InlineData(0.60, 0.10, 5)]
    public void IsToxic_AgreesWithTheHealthAfterASmallLiquidation(double loanToValue, double bonus, double reserve)
    {
        BonusBand band = new(1e-6, 1, reserve, 0, 0, 0);
        const double repaid = 1e-6;
        double collateral = 1 - (repaid * (1 + bonus) * band.Loss), debt = loanToValue - repaid;
        Assert.Equal(debt / collateral > loanToValue, band.IsToxic(bonus, loanToValue));
    }
}
