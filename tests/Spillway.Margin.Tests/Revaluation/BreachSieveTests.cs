using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class BreachSieveTests
{
    private const long Mark = 100_000;

    [Fact]
    public void Run_OfAnyPopulation_SuspectsEverybodyWhoStandsWorseThanIsKnown() => Draw.ForAll(100, draw =>
    {
        Population population = Population.Make(draw);
        BreachSieve sieve = new(population.House);
        for (int day = 0; day < 3; day++)
        {
            RatePpm ratio = RatePpm.FromPpm(draw.Pick([1_000_000, 1_000_001, 1_250_000, 3_000_000, 2_000_000_000, 500_000]));
            BreachLevel[] known = [.. Enumerable.Range(0, population.House.Accounts.Count).Select(_ => draw.Pick([BreachLevel.None, BreachLevel.None, BreachLevel.Warned, BreachLevel.Breached]))];
            sieve.Run(known, ratio);
            for (int i = 0; i < known.Length; i++)
            {
                bool isWorse = IsWorse(population.House, i, known[i], ratio);
                if (population.House.Accounts.PositionCount(AccountId.FromIndex(i)) == 0) Assert.False(IsSuspect(sieve, i));
                else if (HasNeighboursOnly(population.House, i) || isWorse) Assert.Equal(isWorse, IsSuspect(sieve, i));
            }
            population.Open();
            population.MoveMarks();
        }
    });

    // Rows of all accounts lie apart; each is so many units of slack from its ratio.
    [Theory]
    [InlineData(1_000_000)]
    [InlineData(1_250_000)]
    public void Run_OfRowsThatLieApart_SuspectsNobodyWhoIsAFewUnitsFromTheRatio(int ratioPpm)
    {
        const int markets = 8, crowd = 200;
        (ClearingHouse house, BreachSieve sieve) = Scattered(markets, crowd);
        RatePpm ratio = RatePpm.FromPpm(ratioPpm);
        long[] slacks = [-10_000, -1, 0, 1, 10_000, 1_000_000, 1_000_000_000];
        for (int i = 1; i <= crowd; i++)
        {
            long slack = (long)(house.Health(AccountId.FromIndex(i)).SlackMillionths(ratio) / RatePpm.Whole);
            house.Deposit(AccountId.FromIndex(i), 0, slacks[i % slacks.Length] - slack);
        }
        BreachLevel[] known = new BreachLevel[crowd + 1];
        sieve.Run(known, ratio);
        for (int i = 1; i <= crowd; i++)
        {
            if (IsWorse(house, i, BreachLevel.None, ratio)) Assert.True(IsSuspect(sieve, i));
            else if (slacks[i % slacks.Length] >= 10_000) Assert.False(IsSuspect(sieve, i));
        }
        Array.Fill(known, BreachLevel.Breached);
        sieve.Run(known, ratio);
        Assert.All(sieve.Suspects.ToArray(), word => Assert.Equal(0UL, word));
    }

    [Fact]
    public void Run_WithRoomTakenBefore_AllocatesNothingTheFirstTime()
    {
        (ClearingHouse house, BreachSieve sieve) = Scattered(markets: 4, crowd: 500);
        BreachLevel[] known = new BreachLevel[house.Accounts.Count];
        for (int i = 0; i < 50; i++) sieve.Run(known, RatePpm.FromPpm(1_000_000));
        BreachSieve another = new(house);
        another.Reserve(house.Accounts.Count);
        long before = GC.GetAllocatedBytesForCurrentThread();
        another.Run(known, RatePpm.FromPpm(1_000_000));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static (ClearingHouse House, BreachSieve Sieve) Scattered(int markets, int crowd)
    {
        ClearingHouse house = new();
        house.AddAsset(Contracts.Usd);
        AccountId street = house.OpenCross();
        for (int i = 0; i < crowd; i++) house.Deposit(house.OpenCross(), 0, 1L << 40);
        for (int market = 0; market < markets; market++)
        {
            InstrumentId contract = house.AddInstrument(Contracts.Linear(10, 1 << 20, 1L << 30, tiers: [Contracts.Tier(0, 20_000, 10_000), Contracts.Tier(1L << 31, 30_000, 15_000)]));
            house.SetMark(contract, Mark);
            for (int i = 1; i <= crowd; i++) house.Trade(contract, AccountId.FromIndex(i), street, Mark, 1_000 + (37 * i));
        }
        return (house, new BreachSieve(house));
    }

    private static bool IsSuspect(BreachSieve sieve, int account) => (sieve.Suspects[account / 64] >> (account % 64) & 1) != 0;

    private static bool IsWorse(ClearingHouse house, int account, BreachLevel known, RatePpm ratio)
    {
        AccountHealth health = NaiveHealth.Of(house, AccountId.FromIndex(account));
        BreachLevel level = health.IsLiquidatable ? BreachLevel.Breached : health.IsBelow(ratio) ? BreachLevel.Warned : BreachLevel.None;
        return level > known;
    }

    private static bool HasNeighboursOnly(ClearingHouse house, int account)
    {
        ReadOnlySpan<int> owners = house.Positions.Accounts;
        int first = owners.IndexOf(account), last = owners.LastIndexOf(account);
        return last - first + 1 == house.Accounts.PositionCount(AccountId.FromIndex(account)) && first / 64 == last / 64;
    }
}
