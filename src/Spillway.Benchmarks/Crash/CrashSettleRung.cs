using System.Diagnostics;
using Spillway.Benchmarks.Measure;
using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Benchmarks.Crash;

/// <summary>P3b: the crash of P3 through to its end: sold into a book that gives way, handed over to winners, paid by the fund, losses shared.</summary>
/// <remarks>
/// P3b closes whole positions, without a bound on their impact: what the published peer does (FLOX: 156 s for 218,500 liquidations of 1,000,000, in floating point). P3s is the
/// policy "spillway" as it is shipped. The book holds <see cref="BidLots"/> for every account, over <see cref="LevelsDepthTicks"/>; the fund begins with
/// <see cref="FundUsd"/> for every account. The clock runs from the price until no case is open, one second of the venue at a time, and the price then falls to where the
/// book has traded, until that moves no mark: the feedback of forced sales.
/// </remarks>
internal static class CrashSettleRung
{
    private const int Million = 1_000_000, Rounds = 3, Levels = 500, MaxSteps = 600;
    private const long FallenTicks = CrashVenue.StartTicks / 100 * 85, LevelsDepthTicks = 20_000, BidLots = 600, FundUsd = 20, UnitsPerUsd = 1_000_000;
    private const double TargetSeconds = 3;

    internal const string WholePositions = """
        { "name": "whole", "sizing": { "method": "wholePosition" }, "release": { "method": "unlimited", "healthFloor": 0 },
          "netting": { "enabled": false }, "handOver": { "route": "deleveraging" } }
        """;

    internal const string Spillway = """
        { "name": "spillway", "sizing": { "method": "targetHealth", "buffer": 1 }, "netting": { "enabled": true }, "takers": { "enabled": true },
          "defaultAuction": { "enabled": true }, "insurance": { "winnerKeeps": 1 }, "topUp": { "enabled": true }, "preLiquidation": { "enabled": true }, "stress": { "move": 0.05, "withdrawalMargin": 2 }, "handOver": { "route": "deleveraging" },
          "release": { "method": "amplificationBudget", "amplification": 0.15, "floor": 0.001, "healthFloor": 0.666667 } }
        """;

    public static IEnumerable<BenchRow> Run(RungContext context)
    {
        if (context.Wants("P3b")) yield return Measure("P3b", "whole positions", WholePositions, context);
        if (context.Wants("P3s")) yield return Measure("P3s", "policy spillway", Spillway, context);
    }

    private static BenchRow Measure(string id, string policyName, string policy, RungContext context)
    {
        int accounts = context.Scaled(Million), rounds = Math.Min(context.Rounds, Rounds);
        List<double> nanos = [];
        string said = "";
        for (int round = 0; round < rounds; round++)
        {
            context.Begin($"{id}: opening {accounts:N0} isolated accounts, round {round + 1} of {rounds}");
            CrashVenue venue = Open(accounts, policy);
            context.ThrowIfCancelled();
            long start = Stopwatch.GetTimestamp();
            int steps = Crash(venue, out int falls);
            nanos.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            venue.Confirm();
            string now = Describe(venue, steps, falls);
            if (round > 0 && now != said) throw new MeasurementException($"a round ended otherwise than the one before: {now} instead of {said}");
            said = now;
        }
        context.Detail($"{id}: {said}; {nanos.Min() / 1e9:F2} to {nanos.Max() / 1e9:F2} s");
        return Rows.Time(id, $"engine, price −15 % through to settlement, {policyName}: {accounts:N0} isolated accounts{context.Note}", "s", nanos, context.Probe, TargetSeconds);
    }

    // The price follows the book: where forced sales have brought the last trade below the mark, that is the next price, until it is no longer.
    internal static int Crash(CrashVenue venue, out int falls)
    {
        MarkPrice price = venue.Engine.Exchange.Markets[0].Price;
        int steps = 0;
        falls = 0;
        for (PriceTicks next = PriceTicks.FromTicks(FallenTicks); falls == 0 || next < price.Mark; next = price.Last, falls++)
        {
            venue.Price(next.Ticks);
            for (int from = steps; venue.Engine.Desk.Cases.Open.Length > 0 && steps < from + MaxSteps; steps++) venue.Serve(steps == from ? 1 : Timestamp.NanosPerSecond);
        }
        return steps;
    }

    internal static CrashVenue Open(int accounts, string policy)
    {
        CrashVenue venue = new(accounts, policy);
        venue.OpenAccounts();
        venue.OpenPositions();
        venue.Price(CrashVenue.StartTicks);
        venue.EndowFund(accounts * FundUsd);
        venue.PlaceBids(FallenTicks - 1, Levels, LevelsDepthTicks / Levels, accounts * BidLots / Levels);
        venue.Confirm();
        GC.Collect();
        return venue;
    }

    // What is compared from round to round: the same crash must end the same way.
    private static string Describe(CrashVenue venue, int steps, int falls)
    {
        CrashCounter counter = venue.Counter;
        return FormattableString.Invariant($"{counter.Opened:N0} cases opened, {counter.Closed:N0} closed in {falls} falls and {steps} steps, {venue.Engine.Desk.Cases.Open.Length:N0} open; ")
            + FormattableString.Invariant($"{counter.BookLots:N0} lots through the book, mark at the end {venue.Engine.Exchange.Markets[0].Price.Mark.Ticks:N0}, {counter.DeleveragedLots:N0} deleveraged in {counter.Deleveragings:N0} trades; ")
            + FormattableString.Invariant($"fund paid {counter.FundUnits / UnitsPerUsd:N0} USD, winners shared {counter.SharedUnits / UnitsPerUsd:N0} USD, {counter.Indebted:N0} debts stay; bounds reached {counter.Bounds}");
    }
}
