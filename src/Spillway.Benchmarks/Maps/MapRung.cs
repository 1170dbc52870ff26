using System.Diagnostics;
using Spillway.Benchmarks.Measure;
using Spillway.Core;
using Spillway.Signals;

namespace Spillway.Benchmarks.Maps;

/// <summary>P9: liquidation maps of one market both ways, depth, gain and the fixed point, over a million accounts that all hold that market.</summary>
internal static class MapRung
{
    private const int Million = 1_000_000, Changes = 1_000, Share = 1_000, LeastRounds = 31, WarmUpRounds = 60; // methods reach their last tier in the background after thirty calls
    private const long EdgeTicks = 6; // rounding at the edge of a cell: one tick, and a minor unit of equity and margin each
    private const double FullTarget = 50, UpdateTarget = 1;

    public static IEnumerable<BenchRow> Run(RungContext context)
    {
        int accounts = context.Scaled(Million);
        context.Begin($"P9: opening {accounts:N0} accounts");
        MapVenue venue = new(accounts, context.Cancellation);
        string size = $"{accounts:N0} accounts in it, half of them in {MapVenue.PositionsOfCross} markets{context.Note}";
        Curves full = new(), live = new();
        if (context.Wants("P9")) yield return Full(venue, size, full, context);
        if (context.Wants("P9i")) yield return Live(venue, size, live, context);
    }

    private static BenchRow Full(MapVenue venue, string size, Curves curves, RungContext context)
    {
        LiquidationSurvey survey = new();
        List<double> nanos = [];
        long bytes = 0;
        context.Begin($"P9: measuring");
        for (int round = -WarmUpRounds; round < context.Rounds; round++)
        {
            context.ThrowIfCancelled();
            long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            survey.Measure(venue.House, venue.Cases, MapVenue.Mapped, curves.Falls, curves.Squeezes);
            curves.Solve(venue);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (round < 0) continue;
            nanos.Add(elapsed);
            bytes = Math.Max(bytes, allocated);
        }
        foreach (int edge in (int[])[20, 80, 250])
        {
            Check(venue, longs: true, edge, curves.Falls);
            Check(venue, longs: false, edge, curves.Squeezes);
        }
        context.Detail($"P9: {curves.Falls.TriggeredAccounts + curves.Squeezes.TriggeredAccounts:N0} accounts trigger within the grid, {curves.Falls.BacklogAccounts + curves.Squeezes.BacklogAccounts:N0} are backlog; checked against the exact rule for everybody at three distances both ways");
        return Rows.Time("P9", $"liquidation maps of a market, gain, fixed point: {size}", "ms", nanos, context.Probe, FullTarget) with { AllocatedBytesPerOperation = bytes };
    }

    private static BenchRow Live(MapVenue venue, string size, Curves curves, RungContext context)
    {
        AccountChanges changes = AccountChanges.Of(venue.House);
        LiveLiquidationMap map = new(venue.House, venue.Cases, MapVenue.Mapped, changes);
        long begin = Stopwatch.GetTimestamp();
        map.Update(0);
        double build = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        List<double> nanos = [];
        long bytes = 0;
        int rounds = Math.Max(LeastRounds, context.Rounds);
        context.Begin($"P9i: {rounds} updates");
        for (int round = -WarmUpRounds; round < rounds; round++)
        {
            context.ThrowIfCancelled();
            venue.Stir(Changes);
            venue.Move();
            long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            map.Update(Share);
            map.Read(curves.Falls, curves.Squeezes);
            curves.Solve(venue);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (round < 0) continue;
            nanos.Add(elapsed);
            bytes = Math.Max(bytes, allocated);
        }
        map.Update(int.MaxValue);
        LiveLiquidationMap anew = new(venue.House, venue.Cases, MapVenue.Mapped, changes);
        anew.Update(0);
        Curves other = new();
        anew.Read(other.Falls, other.Squeezes);
        map.Read(curves.Falls, curves.Squeezes);
        if (!AreSame(curves.Falls, other.Falls) || !AreSame(curves.Squeezes, other.Squeezes)) throw new MeasurementException("the map that was kept up to date is not the map made anew");
        context.Detail($"P9i: made in {build:F0} ms; afterwards the same as a map made anew, to the last bit; with {Share:N0} in turn an update, everybody is looked at within {map.Holders / Share:N0} updates");
        return Rows.Time("P9i", $"the same kept up to date: {Changes:N0} accounts changed, every mark moved, {Share:N0} others looked at; {size}", "ms", nanos, context.Probe, UpdateTarget) with { AllocatedBytesPerOperation = bytes };
    }

    // The same question put to everybody by the exact rule, a few ticks before the edge and behind it.
    private static void Check(MapVenue venue, bool longs, int edge, LiquidationMap map)
    {
        int towards = longs ? -1 : 1;
        long ticks = (long)Math.Round(venue.House.Rates.Mark(MapVenue.Mapped).Ticks * Math.Exp(towards * LogPriceGrid.Start(edge)));
        double found = map.Cumulative[edge] + map.Backlog, tolerance = 1e-9 * map.OpenInterest;
        double least = venue.Liquidatable(longs, ticks - (towards * EdgeTicks)), most = venue.Liquidatable(longs, ticks + (towards * EdgeTicks));
        if (found < least - tolerance || found > most + tolerance) throw new MeasurementException($"the map has {found} triggered within {edge} cells, a look at everybody {least} to {most}");
    }

    private static bool AreSame(LiquidationMap left, LiquidationMap right) =>
        left.Density.SequenceEqual(right.Density) && left.Backlog == right.Backlog && left.BacklogAccounts == right.BacklogAccounts && left.TriggeredAccounts == right.TriggeredAccounts;

    /// <summary>What is made of the maps, each way.</summary>
    private sealed class Curves
    {
        private readonly DepthCurve bids = new(), asks = new();
        private readonly LoopGain fallGain = new(), squeezeGain = new();
        private readonly CascadeCurve fall = new(), squeeze = new();

        public LiquidationMap Falls { get; } = new();

        public LiquidationMap Squeezes { get; } = new();

        public void Solve(MapVenue venue)
        {
            ContractScale scale = venue.Scale;
            Solve(venue, scale, Side.Sell, bids, Falls, fallGain, fall);
            Solve(venue, scale, Side.Buy, asks, Squeezes, squeezeGain, squeeze);
        }

        private static void Solve(MapVenue venue, in ContractScale scale, Side forced, DepthCurve depth, LiquidationMap map, LoopGain gain, CascadeCurve cascade)
        {
            depth.Measure(venue.Book, scale, forced);
            gain.Measure(map.Density, depth.Density, LoopGain.ImpactShare(0.2, null, 5));
            cascade.Measure(gain.Values);
        }
    }
}
