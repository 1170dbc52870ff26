namespace Spillway.Liquidation.Tests.Deleveraging;

/// <summary>The smallest largest haircut in whole units: no other way of sharing out has a smaller one.</summary>
public sealed class MinMaxHaircutTests
{
    private readonly MinMaxHaircut rule = new();

    private long[] Allocate(long amount, long[] weights, long[] caps)
    {
        long[] shares = new long[weights.Length];
        rule.Allocate(amount, weights, caps, weights.Length, shares);
        return shares;
    }

    [Fact]
    public void Allocate_OfThePapersExample_FillsThePoolsLikeWater() => Assert.Equal(
        [35_333_334, 17_666_666, 3_000_000, 4_000_000], // the odd unit to the larger one, where it weighs less
        Allocate(60_000_000, [100_000_000, 50_000_000, 30_000_000, 20_000_000], [100_000_000, 50_000_000, 3_000_000, 4_000_000]));

    [Fact]
    public void Allocate_OfAFewUnits_HasTheSmallestLargestHaircutOfAllAllocations()
    {
        Random random = new(21);
        int compared = 0;
        for (int i = 0; i < 20_000; i++)
        {
            int count = random.Next(1, 6);
            long[] weights = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(0, 9))], caps = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(0, 6))];
            long most = weights.Zip(caps, (weight, cap) => weight > 0 ? cap : 0).Sum();
            if (most == 0) continue;
            long amount = random.NextInt64(1, most + 1);
            long[] shares = Allocate(amount, weights, caps);
            (long share, long weight) = Largest(shares, weights);
            (long bestShare, long bestWeight) = Best(amount, weights, caps, new long[count], 0);
            Assert.Equal(bestShare * weight, share * bestWeight); // as fractions: exactly
            compared++;
        }
        Assert.True(compared > 15_000);
    }

    [Fact]
    public void Allocate_WhenOneUnitIsToBePlaced_TakesItFromTheLargest() => Assert.Equal([0, 0, 1, 0], Allocate(1, [3, 4, 9, 5], [9, 9, 9, 9]));

    [Fact]
    public void Allocate_ComparedWithLargestRemainders_NeverHasALargerHaircut()
    {
        Random random = new(22);
        CappedProRata proRata = new();
        int smaller = 0;
        for (int i = 0; i < 5_000; i++)
        {
            int count = random.Next(2, 30);
            long[] weights = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(1, 200))], caps = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(1, 60))];
            long amount = random.NextInt64(1, caps.Sum() + 1);
            long[] remainders = new long[count];
            proRata.Allocate(amount, weights, caps, count, remainders);
            ((long share, long weight), (long other, long otherWeight)) = (Largest(Allocate(amount, weights, caps), weights), Largest(remainders, weights));
            Assert.True(share * otherWeight <= other * weight);
            if (share * otherWeight < other * weight) smaller++;
        }
        Assert.True(smaller > 1_000, $"only {smaller} times smaller");
    }

    private static (long Share, long Weight) Largest(long[] shares, long[] weights)
    {
        (long share, long weight) = (0, 1);
        for (int row = 0; row < shares.Length; row++)
        {
            if (weights[row] > 0 && shares[row] * weight > share * weights[row]) (share, weight) = (shares[row], weights[row]);
        }
        return (share, weight);
    }

    /// <summary>The smallest largest haircut by trying every allocation.</summary>
    private static (long Share, long Weight) Best(long left, long[] weights, long[] caps, long[] shares, int row)
    {
        if (row == weights.Length) return left == 0 ? Largest(shares, weights) : (1, 0); // 1 / 0: worse than any
        (long share, long weight) best = (1, 0);
        for (shares[row] = 0; shares[row] <= Math.Min(left, weights[row] > 0 ? caps[row] : 0); shares[row]++)
        {
            (long share, long weight) = Best(left - shares[row], weights, caps, shares, row + 1);
            if (share * best.weight < best.share * weight) best = (share, weight);
        }
        shares[row] = 0;
        return best;
    }
}
