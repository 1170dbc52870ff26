using FsCheck;
using FsCheck.Fluent;

namespace Spillway.Liquidation.Tests.Watch;

public class SlackSharesTests
{
    [Fact]
    public void Of_AnySlackAndWeights_NeverAddUpToMoreThanTheWhole()
    {
        Gen<Int128> amounts = Gen.Choose(0, 120).SelectMany(bits => Gen.Choose(0, int.MaxValue).Select(low => (Int128.One << bits) / 3 + (low % ((Int128.One << Math.Min(bits, 31)) + 1))));
        Gen<(Int128 Slack, Int128[] Weights)> cases = amounts.SelectMany(slack => Gen.Choose(0, 90).SelectMany(bits => Gen.ArrayOf(
            Gen.Choose(0, int.MaxValue).Select(weight => (Int128)weight * (Int128.One << bits) >> 31)).Select(weights => (slack, weights))));
        Prop.ForAll(Arb.From(cases), value =>
        {
            Int128 total = value.Weights.Aggregate(Int128.Zero, (sum, weight) => sum + weight), given = 0;
            if (total == 0) return;
            SlackShares shares = new(value.Slack, total);
            foreach (Int128 weight in value.Weights)
            {
                Int128 part = shares.Of(weight);
                Assert.True(part >= 0);
                given += part;
            }
            Assert.True(given <= value.Slack, $"{given} of {value.Slack}");
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(2_400_000_000_000_000, 40_000_000_000, 10_000_000_000)]
    [InlineData(1_000_000, 3, 1)]
    [InlineData(long.MaxValue, long.MaxValue, 1L << 61)]
    public void Of_OrdinaryAmounts_IsTheProportionToOnePartInAMillion(long slack, long total, long weight)
    {
        Int128 exact = (Int128)slack * weight / total, part = new SlackShares(slack, total).Of(weight);
        Assert.InRange(part, exact - (exact / 1_000_000) - 1, exact);
    }

    [Theory]
    [InlineData(-5, 10, 3)]
    [InlineData(77, 10, 10)]
    [InlineData(77, 0, 0)]
    public void Of_NothingToSplitOrOnlyOnePosition_IsAllOfIt(long slack, long total, long weight) =>
        Assert.Equal(slack, new SlackShares(slack, total).Of(weight));
}
