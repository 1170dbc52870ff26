using Spillway.Benchmarks.Book;
using Spillway.Benchmarks.Engine;
using Spillway.Benchmarks.Measure;
using Spillway.Benchmarks.Probe;

namespace Spillway.Benchmarks;

/// <summary>Measurements of prepared streams, beside a probe of the machine: <c>probe</c>, <c>book</c>, <c>engine</c>.</summary>
internal static class Rungs
{
    public const string Help = """
        Usage: dotnet run -c Release --project bench/Spillway.Benchmarks -- <rung>... [--rounds N] [--quick]
               dotnet run -c Release --project bench/Spillway.Benchmarks -- --filter '*' [--short]

        Rungs, each measured beside the probe in the same run:
          probe     what the machine gives: memory read, random access, multiply
          book      the order book: one million mixed operations, fills reported (P4)
          engine    the whole engine: 100,000 accounts, four markets, one million commands (P5)

          --rounds N   timed repetitions of each stream, 15 unless told
          --quick      a tenth of the work: for a look, and to check that the streams are still accepted

        Everything else goes to BenchmarkDotNet, which measures kernels; --short makes it brief.
        """;

    private const int DefaultRounds = 15;
    private static readonly string[] Names = ["probe", "book", "engine"];

    /// <summary>Whether the first argument is a rung.</summary>
    public static bool IsRung(string[] args) => args.Length > 0 && Names.Contains(args[0]);

    /// <returns>Exit code.</returns>
    public static int Run(string[] args)
    {
        List<string> rungs = [];
        RungOptions options = new(Quick: false, DefaultRounds);
        for (int i = 0; i < args.Length; i++)
        {
            if (Names.Contains(args[i])) rungs.Add(args[i]);
            else if (args[i] == "--quick") options = options with { Quick = true };
            else if (args[i] == "--rounds" && i + 1 < args.Length && int.TryParse(args[++i], out int rounds) && rounds > 0) options = options with { Rounds = rounds };
            else return Misunderstood(args[i]);
        }
        Run(rungs, options);
        return 0;
    }

    // The probe runs before each rung and once more at the end: what it says in between tells how steady the machine was.
    private static void Run(List<string> rungs, RungOptions options)
    {
        HardwareProbe.PrintMachine();
        HardwareProbe probe = new();
        foreach (string rung in rungs)
        {
            ProbeReading reading = probe.Measure();
            Console.WriteLine();
            HardwareProbe.Print("before", reading);
            if (rung == "book") BookRung.Run(options, reading);
            if (rung == "engine") EngineRung.Run(options, reading);
        }
        Console.WriteLine();
        HardwareProbe.Print("after", probe.Measure());
    }

    private static int Misunderstood(string argument)
    {
        Console.Error.WriteLine($"\"{argument}\" is not understood here.\n\n{Help}");
        return 2;
    }
}
