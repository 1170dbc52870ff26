using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class RevaluationTests
{
    private static readonly RevaluationPath[] Paths = Enum.GetValues<RevaluationPath>();

    [Fact]
    public void Run_OfAnyWorld_EqualsHealthAndTheDocumentedRounding() => Draw.ForAll(200, draw =>
    {
        MarginWorld world = MarginWorld.Mixed(draw);
        RationalMargin reference = new(world, isRounded: true);
        Revaluation revaluation = new(world.House, draw.Pick(Paths));
        revaluation.Run();
        foreach (AccountId account in world.Accounts)
        {
            AccountHealth health = revaluation.Health(account);
            Assert.Equal(reference.Equity(account), new Rational(health.EquityMillionths, 1_000_000));
            Assert.Equal(reference.Maintenance(account), new Rational(health.MaintenanceMillionths, 1_000_000));
            Assert.Equal(world.House.Health(account), health);
        }
    });

    [Fact]
    public void Run_OfAnyPopulation_IsTheSameOnEveryPathAndInAnyNumberOfParts() => Draw.ForAll(60, draw =>
    {
        Population population = Population.Make(draw);
        Revaluation[] revaluations = [.. Paths.Select(path => new Revaluation(population.House, path))];
        for (int day = 0; day < 3; day++)
        {
            AccountHealth[] expected = Naive(population.House);
            foreach (Revaluation revaluation in revaluations)
            {
                revaluation.Run();
                Assert.Equal(expected, revaluation.Healths.ToArray());
                int parts = draw.Between(1, 7);
                revaluation.Begin();
                Parallel.For(0, parts, part => revaluation.RunPart(part, parts));
                Assert.Equal(expected, revaluation.Healths.ToArray());
            }
            population.Open();
            population.MoveMarks();
        }
    });

    [Fact]
    public void Health_OfAnyPopulation_EqualsTheDefinition() => Draw.ForAll(60, draw =>
    {
        ClearingHouse house = Population.Make(draw).House;
        Assert.Equal(Naive(house), Enumerable.Range(0, house.Accounts.Count).Select(i => house.Health(AccountId.FromIndex(i))));
    });

    // One lot is worth 2^30 units at a mark of 2^20: 2^25 lots are 2^55 units, the last position that is ordinary.
    [Theory]
    [InlineData((1L << 25) - 1)]
    [InlineData(1L << 25)]
    [InlineData((1L << 25) + 1)]
    [InlineData(1L << 32)]
    public void Run_AtTheBoundOf64Bits_IsExactOnBothSides(long lots)
    {
        (ClearingHouse house, InstrumentId contract) = One();
        (AccountId buyer, AccountId seller) = (house.OpenCross(), house.OpenCross());
        house.Trade(contract, buyer, seller, 1, lots);
        house.SetMark(contract, 1 << 20);
        Assert.All(Paths, path => Assert.Equal(Naive(house), Revalued(house, path)));
        Assert.Equal(((Int128)lots << 30) - (lots << 10), Revalued(house, RevaluationPath.Widest)[0].EquityMillionths / 1_000_000);
    }

    // The basis alone is too large: bought at 2^20, marked at one tick.
    [Theory]
    [InlineData(1L << 25)]
    [InlineData((1L << 25) + 1)]
    public void Run_OfALargeBasisAtALowMark_IsExact(long lots)
    {
        (ClearingHouse house, InstrumentId contract) = One();
        (AccountId buyer, AccountId seller) = (house.OpenCross(), house.OpenCross());
        house.Trade(contract, buyer, seller, 1 << 20, lots);
        house.SetMark(contract, 1);
        Assert.All(Paths, path => Assert.Equal(Naive(house), Revalued(house, path)));
    }

    // 300 positions of 2^55 units each: every sum of 64 bits that ran on through them would overflow.
    [Fact]
    public void Health_OfMoreLargePositionsThan64BitsHold_IsExact()
    {
        ClearingHouse house = new();
        house.AddAsset(Contracts.Usd);
        (AccountId buyer, AccountId seller) = (house.OpenCross(), house.OpenCross());
        for (int i = 0; i < 300; i++)
        {
            InstrumentId contract = house.AddInstrument(Contracts.Linear(1 << 10, 1 << 20, 1L << 40, tiers: [Contracts.Tier(0, 1_000_000, 1_000_000)]));
            house.Trade(contract, buyer, seller, 1, 1L << 25);
            house.SetMark(contract, 1 << 20);
        }
        Assert.Equal((Int128)300 << 55, house.Health(buyer).MaintenanceMillionths / 1_000_000);
        Assert.Equal(Naive(house), new[] { house.Health(buyer), house.Health(seller) });
        Assert.All(Paths, path => Assert.Equal(Naive(house), Revalued(house, path)));
    }

    [Fact]
    public void Run_OfAWalletAtTheEndOfItsRange_DoesNotWrap()
    {
        (ClearingHouse house, InstrumentId contract) = One();
        (AccountId buyer, AccountId seller) = (house.OpenCross(), house.OpenCross());
        house.Deposit(buyer, 0, long.MaxValue);
        house.Trade(contract, buyer, seller, 1, 1L << 25);
        house.SetMark(contract, 1 << 20);
        Assert.All(Paths, path => Assert.Equal(Naive(house), Revalued(house, path)));
    }

    [Fact]
    public void Run_OfAPositionBeyond63Bits_ThrowsAsHealthDoes()
    {
        (ClearingHouse house, InstrumentId contract) = One();
        (AccountId buyer, AccountId seller) = (house.OpenCross(), house.OpenCross());
        house.Trade(contract, buyer, seller, 1, 1L << 40);
        house.SetMark(contract, 1 << 20);
        Assert.Throws<OverflowException>(() => house.Health(buyer));
        Assert.All(Paths, path => Assert.Throws<OverflowException>(() => Revalued(house, path)));
    }

    [Fact]
    public void Run_OfAnEmptyHouse_SaysNothing() => Assert.All(Paths, path => Assert.Empty(Revalued(new ClearingHouse(), path)));

    [Fact]
    public void RunPart_OfNoParts_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Revaluation(new ClearingHouse()).RunPart(0, 0));

    [Fact]
    public void Run_InSteadyState_AllocatesNothing()
    {
        Population population = Population.Make(new Draw(5));
        foreach (RevaluationPath path in Paths)
        {
            Revaluation revaluation = new(population.House, path);
            for (int i = 0; i < 50; i++) revaluation.Run();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++) revaluation.Run();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    private static (ClearingHouse House, InstrumentId Contract) One()
    {
        ClearingHouse house = new();
        house.AddAsset(Contracts.Usd);
        return (house, house.AddInstrument(Contracts.Linear(1 << 10, 1 << 20, 1L << 40, tiers: [Contracts.Tier(0, 20_000, 10_000), Contracts.Tier(1L << 40, 30_000, 15_000)])));
    }

    private static AccountHealth[] Revalued(ClearingHouse house, RevaluationPath path)
    {
        Revaluation revaluation = new(house, path);
        revaluation.Run();
        return revaluation.Healths.ToArray();
    }

    private static AccountHealth[] Naive(ClearingHouse house) =>
        [.. Enumerable.Range(0, house.Accounts.Count).Select(i => NaiveHealth.Of(house, AccountId.FromIndex(i)))];
}
