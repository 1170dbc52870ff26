using System.Diagnostics;
using Spillway.Benchmarks.Measure;
using Spillway.Benchmarks.Probe;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Benchmarks.Engine;

/// <summary>P5: the whole engine in memory, on one thread: 100,000 accounts, four markets, the mix of <see cref="StreamPlanner"/>.</summary>
internal static class EngineRung
{
    private static readonly CommandClass[] Classes = Enum.GetValues<CommandClass>();

    public static void Run(RungOptions options, ProbeReading probe)
    {
        StreamPlan plan = new(
            CrossAccounts: options.Scaled(90_000), SubAccounts: options.Scaled(10_000), Makers: 256, RestingOrders: options.Scaled(20_000),
            WarmUp: options.Scaled(200_000), Timed: options.Scaled(1_000_000), MarksMove: false);
        Measure("prices within a tick: no mark moves, no sweep", plan, options.Rounds, probe);
        Measure("the mix as specified: every price moves its mark", plan with { WarmUp = options.Scaled(1_000_000), MarksMove = true }, options.Rounds, probe);
    }

    private static void Measure(string title, StreamPlan plan, int rounds, ProbeReading probe)
    {
        CommandStream stream = StreamPlanner.Prepare(plan);
        Report.Line($"\nP5 engine, {title}: {plan.Timed:N0} commands, {stream.Accounts:N0} accounts, {stream.Positions:N0} positions, {stream.RestingOrders:N0} orders, {Venue.Contracts.Length} markets");
        MeasureThroughput(stream, rounds, probe);
        MeasureLatency(stream, Math.Min(rounds, 3));
        if (stream.MarkMoves > 0) MeasureLookAtEveryone(stream);
    }

    private static void MeasureThroughput(CommandStream stream, int rounds, ProbeReading probe)
    {
        List<double> nanos = [];
        long bytes = 0;
        for (int round = -2; round < rounds; round++)
        {
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
        Report.Throughput(nanos, bytes, stream.Timed.Length, probe);
        Report.Line($"  what happened {stream.Trades:N0} trades, {stream.MarkMoves:N0} marks moved; rejected: none; state hash {stream.End.ToString()[..16]} in every round");
    }

    private static void MeasureLatency(CommandStream stream, int rounds)
    {
        LatencyHistogram[][] byRound = [.. Enumerable.Range(0, rounds).Select(_ => RecordLatency(stream))];
        Report.Line($"  latency ns    {"p50",10}{"p99",12}{"p99.9",12}{"max",14}{"share",8}   median of {rounds} passes, timer included");
        double whole = byRound.Sum(round => round[^1].SumNanos);
        for (int row = 0; row <= Classes.Length; row++)
        {
            LatencyHistogram[] rounded = [.. byRound.Select(round => round[row])];
            double of(Func<LatencyHistogram, double> figure) => Quartiles.Of(rounded.Select(figure)).Median;
            string name = row < Classes.Length ? Classes[row].ToString() : "All";
            Report.Line(
                $"    {name,-10}{of(h => h.Percentile(0.5)),12:N0}{of(h => h.Percentile(0.99)),12:N0}{of(h => h.Percentile(0.999)),12:N0}{of(h => h.MaxNanos),14:N0}{rounded.Sum(h => h.SumNanos) / whole,8:P1}");
        }
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
    private static void MeasureLookAtEveryone(CommandStream stream)
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
            everyone.SweepInstrument(InstrumentId.FromIndex(command.IndexPrice.Index.Index), warning, nobody); // market and index have the same number here
            looks.Record(Stopwatch.GetTimestamp() - start);
            if (looks.Count == enough) break;
        }
        Report.Line($"  instead of the watch, a look at every holder of the market takes {looks.Percentile(0.5):N0} ns a price (median of {looks.Count})");
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
        if (counter.Rejected > 0) throw new InvalidOperationException($"commands were rejected: {counter.RejectionsByReason()}");
        if (counter.CasesAndWarnings > 0) throw new InvalidOperationException("somebody was warned or liquidated");
        if (engine.Hash() != stream.End) throw new InvalidOperationException("a round ended in another state than was planned");
    }

    private sealed class Nobody : IBreachSink
    {
        public void Found(AccountId account, in AccountHealth health)
        {
        }
    }
}
