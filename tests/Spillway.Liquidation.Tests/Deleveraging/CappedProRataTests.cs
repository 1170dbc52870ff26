namespace Spillway.Liquidation.Tests.Deleveraging;

/// <summary>Capped pro rata in whole units: the golden vector of the paper, and its laws.</summary>
public sealed class CappedProRataTests
{
    private readonly CappedProRata rule = new();

    private (long[] Shares, long Unplaced) Allocate(long amount, long[] weights, long[] caps)
    {
        long[] shares = new long[weights.Length];
        long unplaced = rule.Allocate(amount, weights, caps, weights.Length, shares);
        return (shares, unplaced);
    }

    private static (long Amount, long[] Weights, long[] Caps) Draw(Random random, int most, long largest)
    {
        int count = random.Next(1, most + 1);
        long[] weights = [.. Enumerable.Range(0, count).Select(_ => random.Next(6) == 0 ? 0 : random.NextInt64(1, largest + 1))];
        long[] caps = [.. Enumerable.Range(0, count).Select(_ => random.Next(6) == 0 ? 0 : random.NextInt64(1, largest + 1))];
        return (random.NextInt64(0, largest * count), weights, caps);
    }

    [Fact]
    public void Allocate_OfThePapersExample_FillsThePoolsLikeWater()
    {
        // Weights 100, 50, 30, 20; the last two capped at a tenth and a fifth of their weight; 60 to share. In millionths.
        (long[] shares, long unplaced) = Allocate(60_000_000, [100_000_000, 50_000_000, 30_000_000, 20_000_000], [100_000_000, 50_000_000, 3_000_000, 4_000_000]);
        Assert.Equal([35_333_333, 17_666_667, 3_000_000, 4_000_000], shares); // 0.353333, 0.353333, 0.1 and 0.2 of the weight
        Assert.Equal(0, unplaced);
    }

    [Fact]
    public void Allocate_Always_PlacesTheAmountOrFillsAllCaps()
    {
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            (long amount, long[] weights, long[] caps) = Draw(random, 12, i % 2 == 0 ? 12 : 1L << 50);
            (long[] shares, long unplaced) = Allocate(amount, weights, caps);
            Assert.Equal(amount, shares.Sum() + unplaced);
            for (int row = 0; row < weights.Length; row++) Assert.InRange(shares[row], 0, weights[row] == 0 ? 0 : caps[row]);
            if (unplaced > 0) Assert.Equal(weights.Zip(caps, (weight, cap) => weight > 0 ? cap : 0), shares);
        }
    }

    [Fact]
    public void Allocate_OfAFewUnits_MinimisesTheLargestShareOfWeightAmongAllAllocations()
    {
        Random random = new(2);
        for (int i = 0; i < 3_000; i++)
        {
            (long amount, long[] weights, long[] caps) = Draw(random, 4, 6);
            (long[] shares, long unplaced) = Allocate(amount, weights, caps);
            if (unplaced > 0 || amount == 0) continue;
            double best = Best(amount, weights, caps, 0, 0);
            // Whole units by largest remainder: nobody is more than one unit above the ideal level, and the ideal is never above the best in whole units.
            double level = Ideal(amount, weights, caps);
            for (int row = 0; row < shares.Length; row++)
            {
                if (shares[row] > 0) Assert.True(shares[row] - (level * weights[row]) < 1 + 1e-9, $"row {row} of {string.Join(',', weights)} / {string.Join(',', caps)}, {amount}");
            }
            Assert.True(level <= best + 1e-9);
        }
    }

    [Fact]
    public void Allocate_WhenAnAccountIsSplit_GivesItNoLess()
    {
        Random random = new(3);
        for (int i = 0; i < 5_000; i++)
        {
            (long amount, long[] weights, long[] caps) = Draw(random, 8, 1L << 30);
            int row = random.Next(weights.Length), parts = random.Next(2, 6);
            if (weights[row] < parts || caps[row] < parts) continue;
            long before = Allocate(amount, weights, caps).Shares[row];
            long[] splitWeights = [.. weights, .. new long[parts - 1]], splitCaps = [.. caps, .. new long[parts - 1]];
            // Equal parts of weight and cap; what does not divide stays with the first.
            for (int k = 0; k < parts - 1; k++)
            {
                splitWeights[weights.Length + k] = weights[row] / parts;
                splitCaps[caps.Length + k] = caps[row] / parts;
            }
            splitWeights[row] -= (parts - 1) * (weights[row] / parts);
            splitCaps[row] -= (parts - 1) * (caps[row] / parts);
            long[] shares = Allocate(amount, splitWeights, splitCaps).Shares;
            long after = shares[row] + shares[weights.Length..].Sum();
            // Weights and caps no longer divide exactly: within a unit a part, and a part in 2^30 of the cap.
            Assert.InRange(after, before - parts - 2, before + parts + 2);
        }
    }

    [Fact]
    public void Allocate_WhenRowsAreInAnotherOrder_GivesTheSameButForTies()
    {
        Random random = new(4);
        for (int i = 0; i < 5_000; i++)
        {
            (long amount, long[] weights, long[] caps) = Draw(random, 10, 1L << 40);
            int[] order = [.. Enumerable.Range(0, weights.Length)];
            random.Shuffle(order);
            long[] straight = Allocate(amount, weights, caps).Shares;
            long[] shuffled = Allocate(amount, [.. order.Select(row => weights[row])], [.. order.Select(row => caps[row])]).Shares;
            for (int k = 0; k < order.Length; k++) Assert.Equal(straight[order[k]], shuffled[k]); // weights of 2^40 do not tie
        }
        Assert.Equal([1, 0, 0], Allocate(1, [5, 5, 5], [9, 9, 9]).Shares);
    }

    [Fact]
    public void Allocate_AtItsBounds_DoesNotOverflow()
    {
        long[] weights = [.. Enumerable.Repeat(1L << 56, 1 << 14)], caps = [.. Enumerable.Repeat(1L << 56, 1 << 14)];
        (long[] shares, long unplaced) = Allocate(1L << 56, weights, caps);
        Assert.Equal((0, 1L << 56), (unplaced, shares.Sum()));
        Assert.All(shares, share => Assert.Equal(1L << 42, share));
    }

    [Fact]
    public void Allocate_AfterWarmUp_AllocatesNothing()
    {
        Random random = new(5);
        long[] weights = [.. Enumerable.Range(0, 500).Select(_ => random.NextInt64(1, 1 << 30))], caps = [.. weights.Reverse()], shares = new long[500];
        for (int i = 0; i < 200; i++) rule.Allocate(1L << 34, weights, caps, 500, shares);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++) rule.Allocate(1L << 34, weights, caps, 500, shares);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Smallest possible maximum of share over weight, by trying everything.</summary>
    private static double Best(long left, long[] weights, long[] caps, int row, double worst)
    {
        if (row == weights.Length) return left == 0 ? worst : double.PositiveInfinity;
        double best = double.PositiveInfinity;
        for (long take = 0; take <= Math.Min(left, weights[row] > 0 ? caps[row] : 0); take++)
        {
            best = Math.Min(best, Best(left - take, weights, caps, row + 1, Math.Max(worst, take == 0 ? 0 : (double)take / weights[row])));
        }
        return best;
    }

    /// <summary>The common level η of Σ min(η·w, cap) = amount, by bisection.</summary>
    private static double Ideal(long amount, long[] weights, long[] caps)
    {
        double low = 0, high = 1e9;
        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2, sum = 0;
            for (int row = 0; row < weights.Length; row++) sum += weights[row] > 0 ? Math.Min(middle * weights[row], caps[row]) : 0;
            if (sum >= amount) high = middle;
            else low = middle;
        }
        return high;
    }
}
