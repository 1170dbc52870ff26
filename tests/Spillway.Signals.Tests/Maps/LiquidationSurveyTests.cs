using FsCheck;
using FsCheck.Fluent;
using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Signals.Tests.Maps;

public sealed class LiquidationSurveyTests
{
    private const long EdgeTicks = 6; // rounding at the edge of a cell: one tick, and a minor unit of equity and margin each

    [Fact]
    public void Measure_ForAnyAccounts_EqualsBruteForceOverTheGrid() =>
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), seed =>
        {
            Venue venue = Venue.Crowded(seed.Get, 12);
            foreach (InstrumentId instrument in (InstrumentId[])[Venue.Linear, Venue.Inverse])
            {
                foreach (Side forced in (Side[])[Side.Sell, Side.Buy]) CompareWithBruteForce(venue, instrument, forced);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Measure_WhenMarksOfOtherMarketsDiffer_StillEqualsBruteForce()
    {
        Venue venue = Venue.Crowded(7, 60);
        venue.SetMark(Venue.Linear, 430_000);
        venue.SetMark(Venue.Other, 200_000);
        venue.House.SetAssetPrice(Venue.Btc, QuotePrice.FromParts(43_000 * QuotePrice.PartsPerUnit));
        CompareWithBruteForce(venue, Venue.Linear, Side.Sell);
        CompareWithBruteForce(venue, Venue.Linear, Side.Buy);
    }

    [Fact]
    public void Measure_OfOnePosition_PutsItsNotionalIntoTheCellOfItsTrigger()
    {
        Venue venue = new();
        venue.OpenWith(5_000, Venue.Linear, 1_000, Venue.Mark); // trigger at −ln(0.9 / 0.975) = 0.08004
        LiquidationMap map = Measure(venue, Side.Sell);
        Assert.Equal(50_000 / 0.001, map.Density[80], 1e-6);
        Assert.Equal(0, map.Cumulative[80]);
        Assert.Equal(50_000, map.Cumulative[81], 1e-9);
        Assert.Equal(50_000, map.Cumulative[^1], 1e-9);
        Assert.Equal((1, 0, 0.0), (map.TriggeredAccounts, map.BacklogAccounts, map.Backlog));
    }

    [Fact]
    public void Measure_InAFall_LeavesShortsOut()
    {
        Venue venue = new();
        venue.OpenWith(5_000, Venue.Linear, -1_000, Venue.Mark);
        Assert.Equal(0, Measure(venue, Side.Sell).TriggeredAccounts);
        Assert.Equal(1, Measure(venue, Side.Buy).TriggeredAccounts);
    }

    [Fact]
    public void Measure_WhenAnAccountIsLiquidatableAtTheMark_CountsItAsBacklogOnly()
    {
        Venue venue = new();
        venue.OpenWith(1_000, Venue.Linear, 1_000, Venue.Mark);
        LiquidationMap map = Measure(venue, Side.Sell);
        Assert.Equal(50_000, map.Backlog, 1e-9);
        Assert.Equal((1, 0, 0.0), (map.BacklogAccounts, map.TriggeredAccounts, map.Cumulative[^1]));
    }

    [Fact]
    public void Measure_WhenReused_ForgetsTheLastMap()
    {
        LiquidationSurvey survey = new();
        LiquidationMap map = new(), other = new();
        Venue full = Venue.Crowded(1, 50), empty = new();
        survey.Measure(full.House, full.NoCases, Venue.Linear, map, other);
        survey.Measure(empty.House, empty.NoCases, Venue.Linear, map, other);
        Assert.Equal((0, 0, 0.0, 0.0), (map.TriggeredAccounts, map.BacklogAccounts, map.Cumulative[^1], map.OpenInterest));
    }

    [Fact]
    public void Measure_Again_AllocatesNothing()
    {
        Venue venue = Venue.Crowded(3, 200);
        LiquidationSurvey survey = new();
        LiquidationMap falls = new(), squeezes = new();
        survey.Measure(venue.House, venue.NoCases, Venue.Linear, falls, squeezes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        survey.Measure(venue.House, venue.NoCases, Venue.Linear, falls, squeezes);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static LiquidationMap Measure(Venue venue, Side forced)
    {
        // The counterparty takes the other side of every trade; it must not be on the map itself.
        venue.House.Post(Venue.Usd, LedgerAccount.External, LedgerAccount.Wallet(venue.Counterparty), Money.FromUnits(1L << 50));
        return MapOf(venue, Venue.Linear, forced);
    }

    private static LiquidationMap MapOf(Venue venue, InstrumentId instrument, Side forced)
    {
        LiquidationMap falls = new(), squeezes = new();
        new LiquidationSurvey().Measure(venue.House, venue.NoCases, instrument, falls, squeezes);
        return forced == Side.Sell ? falls : squeezes;
    }

    private static void CompareWithBruteForce(Venue venue, InstrumentId instrument, Side forced)
    {
        LiquidationMap map = MapOf(venue, instrument, forced);
        int towards = forced == Side.Sell ? -1 : 1;
        double mark = venue.House.Rates.Mark(instrument).Ticks;
        Assert.Equal(Liquidatable(venue, instrument, forced, (long)mark), map.Backlog, 1e-6);
        for (int edge = 1; edge <= LogPriceGrid.Cells; edge++)
        {
            long ticks = (long)Math.Round(mark * Math.Exp(towards * LogPriceGrid.Start(edge)));
            double found = map.Cumulative[edge] + map.Backlog;
            double least = Liquidatable(venue, instrument, forced, ticks - (towards * EdgeTicks)), most = Liquidatable(venue, instrument, forced, ticks + (towards * EdgeTicks));
            Assert.InRange(found, least - 1e-6, most + 1e-6);
        }
    }

    private static double Liquidatable(Venue venue, InstrumentId instrument, Side forced, long ticks)
    {
        double sum = 0;
        ContractScale scale = venue.Scale(instrument);
        for (int i = 0; i < venue.House.Accounts.Count; i++)
        {
            AccountId account = AccountId.FromIndex(i);
            QuantityLots size = venue.House.Size(account, instrument);
            if (size.Lots == 0 || size > QuantityLots.Zero != (forced == Side.Sell)) continue;
            Money basis = venue.House.Basis(account, instrument);
            if (venue.House.HealthIf(account, instrument, PriceTicks.FromTicks(ticks), size, basis).IsLiquidatable) sum += scale.Value(size);
        }
        return sum;
    }
}
