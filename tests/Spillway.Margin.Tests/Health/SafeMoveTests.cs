namespace Spillway.Margin.Tests;

public sealed class SafeMoveTests
{
    // The law: the parts of all positions together are never more than the slack, and not much less where the figures are ordinary.
    [Fact]
    public void Of_AnySlackAndNotional_PromisesNoMoreThanTheSlack() => Draw.ForAll(200_000, draw =>
    {
        Int128 slack = Amount(draw), notional = Amount(draw);
        long share = SafeMove.Of(slack, notional).Share;
        Assert.InRange(share, 0, SafeMove.Most);
        UInt128 spentHigh = (UInt128)(notional >> SafeMove.FractionBits) * (ulong)share, spentLow = (UInt128)(notional & uint.MaxValue) * (ulong)share >> SafeMove.FractionBits;
        Assert.True(spentHigh + spentLow <= (UInt128)slack, $"{share} of {notional} for {slack}");
    });

    [Fact]
    public void Of_OrdinaryAmounts_SpendsAllButOnePartInAMillion() => Draw.ForAll(50_000, draw =>
    {
        long notional = draw.Between(1_000_000, 1L << 52), slack = Math.Max(1, notional / draw.Between(2, 2_000));
        Int128 spent = (Int128)notional * SafeMove.Of(slack, notional).Share >> SafeMove.FractionBits;
        Assert.InRange(spent, slack - (slack / 1_000_000) - 1 - (notional >> SafeMove.FractionBits), slack);
    });

    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(-5, 10, 0)]
    [InlineData(5, 10, SafeMove.Whole / 2)]
    [InlineData(5, 0, SafeMove.Most)]
    [InlineData(10_240, 10, SafeMove.Most)]
    public void Of_SimpleAmounts_IsTheirRatioWithinBounds(long slack, long notional, long share) => Assert.Equal(share, SafeMove.Of(slack, notional).Share);

    private static Int128 Amount(Draw draw) => ((Int128)draw.Between(0, long.MaxValue) << (int)draw.Between(0, 56)) >> (int)draw.Between(0, 62);
}
