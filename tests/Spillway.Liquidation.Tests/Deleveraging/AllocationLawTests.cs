namespace Spillway.Liquidation.Tests.Deleveraging;

/// <summary>What every rule that shares an amount out owes to those it charges, in whole units: one suite, both rules.</summary>
public sealed class AllocationLawTests
{
    private const string ProRata = nameof(CappedProRata), MinMax = nameof(MinMaxHaircut);

    public static TheoryData<string> Rules => [ProRata, MinMax];

    private readonly CappedProRata proRata = new();
    private readonly MinMaxHaircut minMax = new();

    private (long[] Shares, long Unplaced) Allocate(string rule, long amount, long[] weights, long[] caps)
    {
        long[] shares = new long[weights.Length];
        long unplaced = rule == ProRata ? proRata.Allocate(amount, weights, caps, weights.Length, shares) : minMax.Allocate(amount, weights, caps, weights.Length, shares);
        return (shares, unplaced);
    }

    // Small numbers make ties and caps that are reached exactly, large ones make products that need 128 bits.
    private static (long Amount, long[] Weights, long[] Caps) Draw(Random random, int most)
    {
        int count = random.Next(1, most + 1);
        long largest = random.Next(3) switch { 0 => 5, 1 => 1_000, _ => 1L << 50 };
        long[] weights = [.. Enumerable.Range(0, count).Select(_ => random.Next(6) == 0 ? 0 : random.NextInt64(1, largest + 1))];
        long[] caps = [.. Enumerable.Range(0, count).Select(_ => random.Next(6) == 0 ? 0 : random.NextInt64(1, largest + 1))];
        return (random.NextInt64(0, largest * count), weights, caps);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Allocate_Always_PlacesTheAmountExactlyOrFillsAllCaps(string rule)
    {
        Random random = new(11);
        for (int i = 0; i < 20_000; i++)
        {
            (long amount, long[] weights, long[] caps) = Draw(random, 40);
            (long[] shares, long unplaced) = Allocate(rule, amount, weights, caps);
            Assert.Equal(amount, shares.Sum() + unplaced);
            for (int row = 0; row < weights.Length; row++) Assert.InRange(shares[row], 0, weights[row] == 0 ? 0 : caps[row]);
            if (unplaced > 0) Assert.Equal(weights.Zip(caps, (weight, cap) => weight > 0 ? cap : 0), shares);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Allocate_WhenOneHasMoreToGive_TakesNoLessFromIt(string rule)
    {
        Random random = new(12);
        for (int i = 0; i < 5_000; i++)
        {
            (long amount, long[] weights, _) = Draw(random, 15);
            long[] shares = Allocate(rule, amount, weights, [.. weights.Select(_ => 1L << 56)]).Shares;
            for (int x = 0; x < shares.Length; x++)
            {
                for (int y = 0; y < shares.Length; y++) Assert.True(weights[x] <= weights[y] || shares[x] >= shares[y], $"{rule}: {weights[x]} gives {shares[x]}, {weights[y]} gives {shares[y]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Allocate_WhenTheAmountGrows_TakesFromNobodyMoreThanAUnitLess(string rule)
    {
        Random random = new(13);
        for (int i = 0; i < 5_000; i++)
        {
            (long amount, long[] weights, long[] caps) = Draw(random, 15);
            long[] before = Allocate(rule, amount, weights, caps).Shares, after = Allocate(rule, amount + random.Next(1, 20), weights, caps).Shares;
            // Largest remainders have the paradox of Alabama: one unit may move. The smallest largest share never takes one back.
            for (int row = 0; row < before.Length; row++) Assert.True(after[row] >= before[row] - (rule == ProRata ? 1 : 0), rule);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Allocate_InAnotherUnitOfWeight_GivesTheSame(string rule)
    {
        Random random = new(14);
        for (int i = 0; i < 5_000; i++)
        {
            (long amount, long[] weights, long[] caps) = Draw(random, 15);
            int scale = random.Next(2, 60);
            Assert.Equal(Allocate(rule, amount, weights, caps).Shares, Allocate(rule, amount, [.. weights.Select(weight => weight * scale)], caps).Shares);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Allocate_OfEverythingInSmallerUnits_IsTheSameToAUnit(string rule)
    {
        Random random = new(15);
        for (int i = 0; i < 5_000; i++)
        {
            (long amount, long[] weights, long[] caps) = Draw(random, 15);
            const int parts = 32;
            if (amount > 1L << 50) continue;
            long[] coarse = Allocate(rule, amount, weights, caps).Shares, fine = Allocate(rule, amount * parts, weights, [.. caps.Select(cap => cap * parts)]).Shares;
            // A remainder moves a share by less than a unit; the smallest largest share moves the rest of all others as well.
            long most = rule == ProRata ? parts : parts * (long)weights.Length;
            for (int row = 0; row < weights.Length; row++) Assert.InRange(fine[row] - (coarse[row] * parts), -most, most);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Allocate_WhenAnAccountSplitsIntoTen_SavesItLessThanAUnitAPart(string rule)
    {
        Random random = new(16);
        for (int i = 0; i < 5_000; i++)
        {
            (long amount, long[] weights, long[] caps) = Draw(random, 12);
            const int parts = 10;
            if (amount > 1L << 50) continue;
            weights = [.. weights.Select(weight => weight * parts)];
            caps = [.. caps.Select(cap => cap * parts)];
            int row = random.Next(weights.Length);
            long before = Allocate(rule, amount, weights, caps).Shares[row];
            long[] splitWeights = [.. weights, .. Enumerable.Repeat(weights[row] / parts, parts - 1)], splitCaps = [.. caps, .. Enumerable.Repeat(caps[row] / parts, parts - 1)];
            (splitWeights[row], splitCaps[row]) = (weights[row] / parts, caps[row] / parts);
            long[] shares = Allocate(rule, amount, splitWeights, splitCaps).Shares;
            long after = shares[row] + shares[weights.Length..].Sum();
            Assert.True(after > before - parts, $"{rule}: {before} before, {after} in ten parts");
            if (rule == MinMax) Assert.True(after <= before, "the divisor method never charges parts more than the whole");
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Allocate_WhenRowsAreInAnotherOrder_GivesTheSameButForTies(string rule)
    {
        Random random = new(17);
        for (int i = 0; i < 5_000; i++)
        {
            int count = random.Next(1, 30);
            long[] weights = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(1, 1L << 50))], caps = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(1, 1L << 50))];
            long amount = random.NextInt64(1, caps.Sum() + 1);
            int[] order = [.. Enumerable.Range(0, count)];
            random.Shuffle(order);
            long[] straight = Allocate(rule, amount, weights, caps).Shares, shuffled = Allocate(rule, amount, [.. order.Select(row => weights[row])], [.. order.Select(row => caps[row])]).Shares;
            for (int k = 0; k < count; k++) Assert.Equal(straight[order[k]], shuffled[k]);
        }
        Assert.Equal([1, 0, 0], Allocate(rule, 1, [5, 5, 5], [9, 9, 9]).Shares);
    }

    // Sorted both ways, all alike, saw teeth: orders that lead the choice of a pivot astray.
    [Theory]
    [MemberData(nameof(Rules))]
    public void Allocate_InAnyOrderOfRows_AgreesWithRowsSortedBySaturation(string rule)
    {
        const int count = 5_000;
        long[][] shapes = [
            [.. Enumerable.Range(1, count).Select(i => (long)i)],
            [.. Enumerable.Range(1, count).Select(i => (long)(count - i + 1))],
            [.. Enumerable.Repeat(7L, count)],
            [.. Enumerable.Range(0, count).Select(i => (long)((i % 10) + 1))],
            [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? i + 1L : count - i)],
        ];
        foreach (long[] caps in shapes)
        {
            long[] weights = [.. Enumerable.Repeat(3L, count)];
            foreach (long amount in new[] { 1, caps.Sum() / 3, caps.Sum() / 2, caps.Sum() - 1 })
            {
                long[] shares = Allocate(rule, amount, weights, caps).Shares;
                Assert.Equal(amount, shares.Sum());
                long level = shares.Max();
                // Equal weights: everybody below the highest share by more than a unit has reached its cap.
                for (int row = 0; row < count; row++) Assert.True(shares[row] >= level - 1 || shares[row] == caps[row], $"{rule}: {shares[row]} of {caps[row]} at {level}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Allocate_AtItsBounds_DoesNotOverflow(string rule)
    {
        long[] most = [.. Enumerable.Repeat(1L << 56, 1 << 14)];
        (long[] shares, long unplaced) = Allocate(rule, 1L << 56, most, most);
        Assert.Equal((0, 1L << 56), (unplaced, shares.Sum()));
        Assert.All(shares, share => Assert.Equal(1L << 42, share));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Allocate_AfterWarmUp_AllocatesNothing(string rule)
    {
        Random random = new(18);
        long[] weights = [.. Enumerable.Range(0, 500).Select(_ => random.NextInt64(1, 1 << 30))], caps = [.. weights.Reverse()], shares = new long[500];
        for (int i = 0; i < 200; i++) Once();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++) Once();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Once()
        {
            if (rule == ProRata) proRata.Allocate(1L << 34, weights, caps, 500, shares);
            else minMax.Allocate(1L << 34, weights, caps, 500, shares);
        }
    }
}
