using System.Diagnostics;
using Spillway.Benchmarks.Measure;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Benchmarks.Engine;

/// <summary>P5: the whole engine in memory, on one thread: 100,000 accounts, four markets, the mix of <see cref="StreamPlanner"/>.</summary>
internal static class EngineRung
{
    private const double TargetMcommands = 3, TargetLatencyNanos = 50_000;
    private const int LatencyPasses = 2;

    private static readonly CommandClass[] Classes = Enum.GetValues<CommandClass>();

    public static IEnumerable<BenchRow> Run(RungContext context)
    {
        StreamPlan moving = new(
            CrossAccounts: context.Scaled(90_000), SubAccounts: context.Scaled(10_000), Makers: 256, RestingOrders: context.Scaled(20_000),
            WarmUp: context.Scaled(1_000_000), Timed: context.Scaled(1_000_000), MarksMove: true);
        if (context.Wants("P5")) yield return Measure("P5", "engine, the whole mix: every price moves its mark", moving, context);
        if (context.Wants("P5r")) yield return Measure("P5r", "engine, marks at rest: prices move within a tick", moving with { MarksMove = false }, context);
    }

    private static BenchRow Measure(string id, string name, StreamPlan plan, RungContext context)
    {
        context.Begin($"{id}: preparing {plan.WarmUp + plan.Timed:N0} commands");
        CommandStream stream = StreamPlanner.Prepare(plan);
        context.Begin($"{id}: {context.Rounds} rounds of {plan.Timed:N0} commands");
        (List<double> nanos, long bytes) = MeasureThroughput(stream, context);
        context.Detail($"{id}: {stream.Accounts:N0} accounts, {stream.Positions:N0} positions, {stream.RestingOrders:N0} orders, {Venue.Contracts.Length} markets, {stream.Trades:N0} trades, {stream.MarkMoves:N0} marks moved, none rejected, state hash {stream.End.ToString()[..16]} in every round; best round {1e3 / nanos.Min():F2} Mcommands/s");
        context.Begin($"{id}: latencies");
        double slowest = MeasureLatency(id, stream, Math.Min(context.Rounds, LatencyPasses), context);
        if (stream.MarkMoves > 0) MeasureLookAtEveryone(id, stream, context);
        return Rows.Rate(id, name + context.Note, "Mcommands/s", nanos, context.Probe, TargetMcommands) with
        {
            AllocatedBytesPerOperation = (double)bytes / plan.Timed,
            MeetsOtherBounds = bytes == 0 && slowest <= TargetLatencyNanos,
        };
    }

    private static (List<double> Nanos, long Bytes) MeasureThroughput(CommandStream stream, RungContext context)
    {
        List<double> nanos = [];
        long bytes = 0;
        for (int round = -1; round < context.Rounds; round++)
        {
            context.ThrowIfCancelled();
            EventCounter counter = new();
            RiskEngine engine = SetUp(stream, counter);
            long allocated = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            Play(engine, stream.Timed);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Confirm(stream, engine, counter);
            if (round < 0) continue; // compiles
            nanos.Add(elapsed / stream.Timed.Length);
            bytes = Math.Max(bytes, allocated);
        }
        return (nanos, bytes);
    }

    /// <returns>The 99.9th percentile of all commands, ns.</returns>
    private static double MeasureLatency(string id, CommandStream stream, int rounds, RungContext context)
    {
        LatencyHistogram[][] byRound = [.. Enumerable.Range(0, rounds).Select(_ => RecordLatency(stream))];
        double whole = byRound.Sum(round => round[^1].SumNanos), slowest = 0;
        for (int row = 0; row <= Classes.Length; row++)
        {
            LatencyHistogram[] rounded = [.. byRound.Select(round => round[row])];
            double of(Func<LatencyHistogram, double> figure) => Quartiles.Of(rounded.Select(figure)).Median;
            string name = row < Classes.Length ? Classes[row].ToString() : "All";
            slowest = of(h => h.Percentile(0.999));
            context.Detail(
                $"{id}: latency of {name}, timer included: p50 {of(h => h.Percentile(0.5)):N0} ns, p99 {of(h => h.Percentile(0.99)):N0}, p99.9 {slowest:N0}, worst {of(h => h.MaxNanos):N0}, {rounded.Sum(h => h.SumNanos) / whole:P1} of the time");
        }
        return slowest;
    }

    // One histogram for each class, then one for all commands.
    private static LatencyHistogram[] RecordLatency(CommandStream stream)
    {
        LatencyHistogram[] histograms = [.. Enumerable.Range(0, Classes.Length + 1).Select(_ => new LatencyHistogram())];
        EventCounter counter = new();
        RiskEngine engine = SetUp(stream, counter);
        foreach (ref readonly Command command in stream.Timed.AsSpan())
        {
            long start = Stopwatch.GetTimestamp();
            engine.Execute(in command);
            long ticks = Stopwatch.GetTimestamp() - start;
            histograms[(int)CommandClasses.Of(in command)].Record(ticks);
            histograms[^1].Record(ticks);
        }
        Confirm(stream, engine, counter);
        return histograms;
    }

    // What the watch saves: the same question put to every holder, on the same state, behind the first few commands that moved a mark.
    private static void MeasureLookAtEveryone(string id, CommandStream stream, RungContext context)
    {
        const int enough = 200;
        EventCounter counter = new();
        RiskEngine engine = SetUp(stream, counter);
        ScanWatch everyone = new(engine.House);
        Nobody nobody = new();
        RatePpm warning = engine.Desk.Policy.Warning.Ratio;
        LatencyHistogram looks = new();
        foreach (ref readonly Command command in stream.Timed.AsSpan())
        {
            long before = counter.MarkMoves;
            engine.Execute(in command);
            if (counter.MarkMoves == before) continue;
            long start = Stopwatch.GetTimestamp();
            everyone.SweepInstruments([InstrumentId.FromIndex(command.IndexPrice.Index.Index)], warning, nobody); // market and index have the same number here
            looks.Record(Stopwatch.GetTimestamp() - start);
            if (looks.Count == enough) break;
        }
        context.Detail($"{id}: instead of the watch, a look at every holder of the market takes {looks.Percentile(0.5):N0} ns a price (median of {looks.Count})");
    }

    private static RiskEngine SetUp(CommandStream stream, EventCounter counter)
    {
        RiskEngine engine = Venue.Open(counter);
        Play(engine, stream.Setup);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return engine;
    }

    private static void Play(RiskEngine engine, Command[] commands)
    {
        foreach (ref readonly Command command in commands.AsSpan()) engine.Execute(in command);
    }

    // A round counts only if every command took effect and led to the state that was planned.
    private static void Confirm(CommandStream stream, RiskEngine engine, EventCounter counter)
    {
        if (counter.Rejected > 0) throw new MeasurementException($"commands were rejected: {counter.RejectionsByReason()}");
        if (counter.CasesAndWarnings > 0) throw new MeasurementException("somebody was warned or liquidated");
        if (engine.Hash() != stream.End) throw new MeasurementException("a round ended in another state than was planned");
    }

    private sealed class Nobody : IBreachSink
    {
        public void Found(AccountId account, in AccountHealth health)
        {
        }
    }
}
