using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class SafeBandTests
{
    private static readonly RatePpm[] Multiples = [RatePpm.FromPpm(1_000_000), RatePpm.FromPpm(1_250_000), RatePpm.FromPpm(3_333_333), RatePpm.FromPpm(10_000_000)];

    // The law that the edge watch stands on, at the ends of the bands above all: all marks at once, each anywhere inside of its band.
    [Fact]
    public void Band_WhenAllMarksStayInside_KeepsTheAccountAboveTheMultiple() => Draw.ForAll(30_000, draw =>
    {
        MarginWorld world = MarginWorld.Mixed(draw);
        RatePpm multiple = draw.Pick(Multiples);
        AccountId account = draw.Pick(world.Accounts);
        if (world.House.Health(account).IsBelow(multiple)) return;
        List<(int Instrument, SafeBand Band)> bands = Bands(world.House, account, multiple);
        for (int trial = 0; trial < 12; trial++)
        {
            foreach ((int instrument, SafeBand band) in bands)
            {
                long max = world.Instruments[instrument].MaxPrice.Ticks, low = Math.Max(1, band.Low), high = Math.Min(max, band.High);
                if (low > high) return; // nothing is promised
                world.House.SetMark(InstrumentId.FromIndex(instrument), draw.Between(0, 3) switch { 0 => low, 1 => high, _ => draw.Between(low, high) });
            }
            Assert.False(world.House.Health(account).IsBelow(multiple));
        }
    });

    // Worked by hand: 10 lots of 500 units a tick, 1,000,000 units of slack less rounding; the adverse side alone has an end.
    [Theory]
    [InlineData(10, 99_801, long.MaxValue)]
    [InlineData(-10, 0, 100_198)] // one per cent of maintenance margin on what the notional gains
    public void Band_OfALinearPosition_EndsWhereTheSlackIsSpent(long lots, long low, long high) =>
        Assert.Equal(new SafeBand(low, high), SafeBand.Of(Contracts.Linear(), Ladder(TierMethod.Marginal), PriceTicks.FromTicks(100_000), lots, MoveOf(1_000_000), Multiples[0]));

    [Fact]
    public void Band_WhereTheReachedTierAppliesToTheWhole_EndsAtTheEdgesOfTheTier()
    {
        // Notional 500 million units; tiers end at 499 and 501 million, so at 99,800 and 100,200 ticks.
        MarginTier[] tiers = [Contracts.Tier(0, 20_000, 10_000), Contracts.Tier(499_000_000, 40_000, 20_000), Contracts.Tier(501_000_000, 80_000, 40_000)];
        SafeBand band = SafeBand.Of(Contracts.Linear(), new TierLadder(tiers, TierMethod.Whole), PriceTicks.FromTicks(100_000), 10, MoveOf(100_000_000), Multiples[0]);
        Assert.Equal(new SafeBand(99_801, 100_199), band);
    }

    [Fact]
    public void Band_BeforeTheFirstMark_HoldsNoMark() =>
        Assert.False(SafeBand.Of(Contracts.Linear(), Ladder(TierMethod.Marginal), PriceTicks.None, 10, MoveOf(1_000_000), Multiples[0]).Holds(PriceTicks.FromTicks(1)));

    [Fact]
    public void Band_OfALonePosition_ReachesMostOfTheWayToItsTrigger() => Draw.ForAll(500, draw =>
    {
        (ClearingHouse house, AccountId account, InstrumentId contract) = Lone(draw);
        if (house.Health(account).IsLiquidatable) return;
        long mark = house.Rates.Mark(contract).Ticks, trigger = TriggerPrice.Liquidation(house, account, contract).Ticks;
        if (trigger == 0) return;
        (_, SafeBand band) = Bands(house, account, Multiples[0])[0];
        long reached = house.Size(account, contract).Lots > 0 ? mark - band.Low : band.High - mark;
        Assert.InRange(reached, ((Math.Abs(mark - trigger) * 9) / 10) - 2, Math.Abs(mark - trigger));
    });

    // Notional of 1,600 and 100 million units: four octaves apart, so the smaller one may lose twice the share. Weighted together 1,800 million.
    [Fact]
    public void Bands_OfPositionsOfDifferentSize_GiveTheSmallerOneTheLargerShare()
    {
        ClearingHouse house = new();
        house.AddAsset(Contracts.Usd);
        AccountId account = house.OpenCross(), other = house.OpenCross();
        foreach (long lots in (long[])[32, 2])
        {
            InstrumentId contract = house.AddInstrument(Contracts.Linear());
            house.SetMark(contract, 100_000);
            house.Trade(contract, account, other, 100_000, lots);
        }
        house.Deposit(account, 0, 17_000_000 + 18_000_000 + 16); // maintenance, one per cent of what is weighted, and the roundings
        List<(int Instrument, SafeBand Band)> bands = Bands(house, account, Multiples[0]);
        Assert.Equal([new SafeBand(99_001, long.MaxValue), new SafeBand(98_001, long.MaxValue)], bands.Select(band => band.Band));
    }

    // The roundings of accounts are a few units, so nothing hides a sum that is too large.
    [Fact]
    public void Shares_OfAnyPositions_AddUpToTheSlackAtMost() => Draw.ForAll(3_000, draw =>
    {
        MarginWorld world = MarginWorld.Mixed(draw);
        RatePpm multiple = draw.Pick(Multiples);
        AccountId account = draw.Pick(world.Accounts);
        AccountHealth health = world.House.Health(account);
        SafeMoves moves = world.House.SafeMovesOf(account, health, multiple);
        if (moves.OfLargest.Share <= 0) return;
        Int128 lost = 0;
        for (int row = 0; row < world.House.Positions.RowCount; row++)
        {
            if (world.House.Positions.Accounts[row] != account.Index) continue;
            InstrumentId instrument = InstrumentId.FromIndex(world.House.Positions.Instruments[row]);
            long units = world.House.Rates.NotionalUnits(instrument.Index, world.House.Positions.SizeLots[row]);
            Int128 notional = world.House.Rates.RequirementWorth(world.House.Instruments[instrument.Index].SettlementAsset.Index, units);
            lost += notional * moves.For(notional).Share;
        }
        Assert.True(lost <= (health.SlackMillionths(multiple) / RatePpm.Whole) << SafeMove.FractionBits, $"{lost >> SafeMove.FractionBits} may be lost");
    });

    private static TierLadder Ladder(TierMethod method) => new([Contracts.Tier(0, 20_000, 10_000)], method);

    private static (ClearingHouse House, AccountId Account, InstrumentId Contract) Lone(Draw draw)
    {
        ClearingHouse house = new();
        house.AddAsset(Contracts.Usd);
        InstrumentId contract = house.AddInstrument(Contracts.Linear());
        AccountId account = house.OpenCross(), other = house.OpenCross();
        long lots = draw.Between(1_000, 100_000);
        house.Deposit(account, 0, lots * 50_000_000 / draw.Between(2, 50));
        if (draw.Chance(50)) house.Trade(contract, account, other, 100_000, lots);
        else house.Trade(contract, other, account, 100_000, lots);
        house.SetMark(contract, 100_000);
        return (house, account, contract);
    }

    // Slack against the notional of the golden position, 500 million units, with its roundings taken off.
    private static SafeMove MoveOf(long slack) => SafeMove.Of(slack - SafeBand.RoundingUnits(Contracts.Linear(), 10, Multiples[0]), 500_000_000);

    private static List<(int Instrument, SafeBand Band)> Bands(ClearingHouse house, AccountId account, RatePpm multiple)
    {
        List<int> rows = [];
        for (int row = 0; row < house.Positions.RowCount; row++)
        {
            if (house.Positions.Accounts[row] == account.Index && house.Positions.SizeLots[row] != 0) rows.Add(row);
        }
        SafeMoves moves = house.SafeMovesOf(account, house.Health(account), multiple);
        return [.. rows.Select(row => (house.Positions.Instruments[row], house.SafeBandOf(row, moves, multiple)))];
    }
}
