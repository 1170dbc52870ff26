namespace Spillway.Simulation.Tests;

public sealed class StandardNormalTests
{
    // Expected: √2 · erf⁻¹(2p − 1) with 40 digits.
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.6, 0.253347103135799798)]
    [InlineData(0.925, 1.43953147093846)]
    [InlineData(0.975, 1.95996398454005424)]
    [InlineData(0.001, -3.09023230616781354)]
    [InlineData(1e-6, -4.75342430882289891)]
    [InlineData(1e-12, -7.03448383)]
    [InlineData(1e-15, -7.94134533)]
    public void Quantile_WhenTheValueIsKnown_IsPrecise(double probability, double expected) =>
        Assert.Equal(expected, StandardNormal.Quantile(probability), Math.Abs(expected) * 1e-8 < 1e-15 ? 1e-15 : Math.Abs(expected) < 5 ? 1e-14 : 1e-8);

    [Theory]
    [InlineData(0.075)] // centre to tail
    [InlineData(1.3887943864964021e-11)] // tail to far tail: e^-25
    public void Quantile_WhereThePiecesMeet_HasNoStep(double probability)
    {
        double below = StandardNormal.Quantile(probability * (1 - 1e-12)), above = StandardNormal.Quantile(probability * (1 + 1e-12));
        Assert.InRange(above - below, 0, 1e-11);
    }

    [Fact]
    public void Quantile_OfMirroredProbabilities_IsMirrored()
    {
        for (int i = 1; i < 512; i++) Assert.Equal(-StandardNormal.Quantile(i / 1024.0), StandardNormal.Quantile(1 - (i / 1024.0)));
    }
}
