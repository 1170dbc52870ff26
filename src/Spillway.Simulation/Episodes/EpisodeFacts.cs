using System.Text.Json.Nodes;
using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <summary>The course of one run's forced closes, in figures that records of real episodes state too. Definitions: docs/hyperliquid-2025-10-10.md.</summary>
/// <remarks>
/// A close is one trade, seen from the account that is closed. What does not exist is null: without a deleveraging there is no time until the first one. What exists and
/// is nothing is 0: without a deleveraging, none of the closes were one.
/// </remarks>
internal static class EpisodeFacts
{
    private const double MinuteSeconds = 60;

    /// <summary>Every figure, in the order in which results carry them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        new("firstDeleveragingSeconds", "s", "From the first close to the first one that is a deleveraging."),
        new("closesBeforeDeleveraging", "count", "Closes before the first deleveraging."),
        new("closesBeforeDeleveragingShare", "share", "The same, of all closes."),
        new("largestBurst", "count", "Most closes at one point in time."),
        new("largestBurstShare", "share", "The same, of all closes."),
        new("deleveragedShare", "share", "Notional closed by deleveraging, of all that was closed."),
        new("deleveragedCloseShare", "share", "Closes that were a deleveraging, of all closes."),
        new("deleveragedOverLiquidatedAccounts", "ratio", "Accounts that were deleveraged, over accounts that lost lots to a case."),
        new("deleveragingsPerAccount", "ratio", "Closes that were a deleveraging, over accounts that were deleveraged."),
        new("accountsClosedByDeleveragingShare", "share", "Accounts that lost lots by deleveraging, of accounts that lost lots to a case."),
        new("negativeAccountShare", "share", "Accounts whose equity was negative when their last position left them, of accounts that lost lots to a case."),
        new("worstMinuteShare", "share", "Notional of the worst sixty seconds, of all that was closed."),
        new("worstMinuteCloseShare", "share", "Closes of the worst sixty seconds, of all closes."),
        new("deleveragedWorstMinuteShare", "share", "Deleveraged notional of the worst sixty seconds, of all deleveraged."),
        new("deleveragedLargestBurstShare", "share", "Most deleveraged notional at one point in time, of all deleveraged."),
        new("deleveragingTimes", "count", "Points in time with a deleveraging."),
        new("halfSeconds", "s", "Shortest span that holds half of the closes."),
        new("durationSeconds", "s", "From the first close to the last."),
    ];

    /// <summary>The figures of one run.</summary>
    public static IReadOnlyDictionary<string, double?> Of(RunObservation run) => Of(run.ForcedCloses, run.DeleveragedAccounts, run.NegativeAccounts);

    /// <summary>The figures of some closes.</summary>
    /// <param name="closes">In order of time.</param>
    /// <param name="deleveragedAccounts">Accounts on the other side of the deleveragings among them.</param>
    /// <param name="negativeAccounts">Accounts that ended with negative equity.</param>
    public static IReadOnlyDictionary<string, double?> Of(IReadOnlyList<ForcedClose> closes, int deleveragedAccounts, int negativeAccounts)
    {
        ForcedClose[] deleveragings = [.. closes.Where(close => close.Route == TradeRoute.Deleveraging)];
        Instant[] all = Instants(closes), deleveraged = Instants(deleveragings);
        int accounts = Accounts(closes);
        int? before = Before(closes);
        return new Dictionary<string, double?>
        {
            ["firstDeleveragingSeconds"] = before is { } first ? Seconds(closes[0].Time, closes[first].Time) : null,
            ["closesBeforeDeleveraging"] = before,
            ["closesBeforeDeleveragingShare"] = Over(before, closes.Count),
            ["largestBurst"] = all.Length > 0 ? all.Max(instant => instant.Closes) : null,
            ["largestBurstShare"] = Over(all.Select(instant => (double?)instant.Closes).Max(), closes.Count),
            ["deleveragedShare"] = Over(deleveraged.Sum(instant => instant.Notional), all.Sum(instant => instant.Notional)),
            ["deleveragedCloseShare"] = Over(deleveragings.Length, closes.Count),
            ["deleveragedOverLiquidatedAccounts"] = Over(deleveragedAccounts, accounts),
            ["deleveragingsPerAccount"] = Over(deleveragings.Length, deleveragedAccounts),
            ["accountsClosedByDeleveragingShare"] = Over(Accounts(deleveragings), accounts),
            ["negativeAccountShare"] = Over(negativeAccounts, accounts),
            ["worstMinuteShare"] = Over(Worst(all, instant => instant.Notional), all.Sum(instant => instant.Notional)),
            ["worstMinuteCloseShare"] = Over(Worst(all, instant => instant.Closes), closes.Count),
            ["deleveragedWorstMinuteShare"] = Over(Worst(deleveraged, instant => instant.Notional), deleveraged.Sum(instant => instant.Notional)),
            ["deleveragedLargestBurstShare"] = Over(deleveraged.Select(instant => (double?)instant.Notional).Max(), deleveraged.Sum(instant => instant.Notional)),
            ["deleveragingTimes"] = deleveraged.Length,
            ["halfSeconds"] = Half(all, closes.Count),
            ["durationSeconds"] = all.Length > 0 ? Seconds(all[0].Time, all[^1].Time) : null,
        };
    }

    /// <summary>The figures over runs, each over those in which it is defined.</summary>
    public static IReadOnlyDictionary<string, MetricSummary> Summarise(IReadOnlyList<RunObservation> runs)
    {
        IReadOnlyDictionary<string, double?>[] facts = [.. runs.Select(Of)];
        return All.ToDictionary(fact => fact.Key, fact => MetricSummary.Of(facts.Select(run => run[fact.Key])));
    }

    /// <summary>The member <c>episode</c> of a policy in a result.</summary>
    public static JsonObject Write(IReadOnlyDictionary<string, MetricSummary> episode, Func<MetricSummary, JsonNode> write)
    {
        JsonObject all = [];
        foreach (Metric fact in All) all[fact.Key] = write(episode[fact.Key]);
        return all;
    }

    private readonly record struct Instant(Timestamp Time, int Closes, double Notional);

    private static Instant[] Instants(IReadOnlyList<ForcedClose> closes) =>
        [.. closes.GroupBy(close => close.Time).Select(group => new Instant(group.Key, group.Count(), group.Sum(close => close.Notional)))];

    private static int Accounts(IEnumerable<ForcedClose> closes) => closes.Select(close => close.Account).Distinct().Count();

    private static int? Before(IReadOnlyList<ForcedClose> closes)
    {
        for (int i = 0; i < closes.Count; i++)
        {
            if (closes[i].Route == TradeRoute.Deleveraging) return i;
        }
        return null;
    }

    // A window that begins at no instant holds no more than the one that begins at the next.
    private static double Worst(Instant[] instants, Func<Instant, double> amount)
    {
        double worst = 0, sum = 0;
        int end = 0;
        foreach (Instant start in instants)
        {
            while (end < instants.Length && Seconds(start.Time, instants[end].Time) < MinuteSeconds) sum += amount(instants[end++]);
            worst = Math.Max(worst, sum);
            sum -= amount(start);
        }
        return worst;
    }

    private static double? Half(Instant[] instants, int closes)
    {
        double? shortest = null;
        int end = 0, held = 0;
        foreach (Instant start in instants)
        {
            while (end < instants.Length && 2 * held < closes) held += instants[end++].Closes;
            if (2 * held < closes) break;
            double span = Seconds(start.Time, instants[end - 1].Time);
            shortest = Math.Min(shortest ?? span, span);
            held -= start.Closes;
        }
        return shortest;
    }

    private static double? Over(double? part, double whole) => whole > 0 ? part / whole : null;

    private static double Seconds(Timestamp from, Timestamp to) => (to - from) / (double)Timestamp.NanosPerSecond;
}
