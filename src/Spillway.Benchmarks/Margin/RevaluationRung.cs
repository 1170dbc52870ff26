using System.Diagnostics;
using Spillway.Benchmarks.Measure;
using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Benchmarks.Margin;

/// <summary>P1, P1f: the exact health of a million cross accounts at once, held against a sequential read of the columns it needs.</summary>
/// <remarks>All marks move before every round. Before and after the rounds each account is compared with the health that the clearing house gives for it alone.</remarks>
internal static class RevaluationRung
{
    /// <summary>Size, basis and instrument of a position.</summary>
    public const int BytesPerPosition = 20;

    private const int Million = 1_000_000, Instruments = 200, PositionsEach = 8;
    private const double ExactTarget = 6, FastTarget = 4; // times the read
    private static readonly TimeSpan CompileTime = TimeSpan.FromSeconds(1); // methods reach their last tier in the background

    public static IEnumerable<BenchRow> Run(RungContext context)
    {
        int accounts = context.Scaled(Million);
        context.Begin($"P1: opening {accounts:N0} accounts of {PositionsEach} positions in {Instruments} instruments");
        RevaluationBook book = RevaluationBook.Build(accounts, PositionsEach, Instruments, isScattered: false, context.Cancellation);
        string size = $"{accounts:N0} cross accounts of {PositionsEach} positions";
        if (context.Wants("P1")) yield return Row("P1", $"revaluation, every position in 128 bits: {size}{context.Note}", book, RevaluationPath.Exact, ExactTarget, context);
        if (!context.Wants("P1f")) yield break;
        yield return Row("P1f", $"revaluation, 64 bits where they are proven to do: {size}{context.Note}", book, RevaluationPath.Widest, FastTarget, context);
        DetailOthers(book, context);
        context.Begin($"P1f: the same with rows scattered over the table");
        RevaluationBook scattered = RevaluationBook.Build(accounts, PositionsEach, Instruments, isScattered: true, context.Cancellation);
        double nanos = Quartiles.Of(Measure(scattered, RevaluationPath.Widest, 1, context, out _)).Median;
        context.Detail($"P1f: {nanos / 1e6:F1} ms where no two rows of an account are neighbours");
    }

    private static BenchRow Row(string id, string name, RevaluationBook book, RevaluationPath path, double target, RungContext context)
    {
        context.Begin($"{id}: {context.Rounds} rounds");
        List<double> nanos = Measure(book, path, 1, context, out long bytes);
        int rows = book.House.Positions.RowCount;
        context.Detail($"{id}: {Quartiles.Of(nanos).Median / rows:F2} ns a position; equal to the health of each account alone, before and after");
        return Rows.AgainstRead(id, name, "ms", nanos, (long)BytesPerPosition * rows, context.Probe, target) with { AllocatedBytesPerOperation = bytes };
    }

    // What the choice of path and of threads is worth, and one account after the other instead.
    private static void DetailOthers(RevaluationBook book, RungContext context)
    {
        double of(RevaluationPath path, int parts) => Quartiles.Of(Measure(book, path, parts, context, out _)).Median / 1e6;
        context.Detail($"P1f: one row at a time {of(RevaluationPath.Scalar, 1):F1} ms, two {of(RevaluationPath.Vector128, 1):F1} ms, four {of(RevaluationPath.Vector256, 1):F1} ms, eight {of(RevaluationPath.Vector512, 1):F1} ms; two threads {of(RevaluationPath.Widest, 2):F1} ms");
        List<double> nanos = [];
        Int128 sum = 0;
        for (int round = 0; round < context.Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < book.House.Accounts.Count; i++) sum += book.House.Health(AccountId.FromIndex(i)).EquityMillionths;
            nanos.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }
        if (sum == 0) throw new MeasurementException("nobody has any equity");
        double median = Quartiles.Of(nanos).Median;
        context.Detail($"P1f: one account after the other instead: {median / 1e6:F1} ms, {median / book.House.Positions.RowCount:F2} ns a position");
    }

    private static List<double> Measure(RevaluationBook book, RevaluationPath path, int parts, RungContext context, out long allocated)
    {
        Revaluation revaluation = new(book.House, path);
        long compiling = Stopwatch.GetTimestamp();
        do
        {
            Revalue(revaluation, parts);
        }
        while (Stopwatch.GetElapsedTime(compiling) < CompileTime);
        book.Confirm(revaluation);
        List<double> nanos = new(context.Rounds);
        allocated = 0;
        for (int round = 0; round < context.Rounds; round++)
        {
            context.ThrowIfCancelled();
            book.MoveMarks();
            long bytes = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            Revalue(revaluation, parts);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            allocated = Math.Max(allocated, GC.GetAllocatedBytesForCurrentThread() - bytes);
            nanos.Add(elapsed);
        }
        book.Confirm(revaluation);
        return nanos;
    }

    private static void Revalue(Revaluation revaluation, int parts)
    {
        if (parts == 1) revaluation.Run();
        else RevalueInParts(revaluation, parts);
    }

    private static void RevalueInParts(Revaluation revaluation, int parts)
    {
        revaluation.Begin();
        Parallel.For(0, parts, part => revaluation.RunPart(part, parts));
    }
}
