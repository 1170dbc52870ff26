namespace Spillway.Benchmarks;

/// <summary>What to measure.</summary>
public sealed record BenchRequest
{
    /// <summary>Repetitions of what can be repeated, unless told otherwise.</summary>
    public const int DefaultRounds = 7;

    /// <summary>Rows to measure, of <see cref="Bench.Ids"/>.</summary>
    public IReadOnlyList<string> Ids { get; init; } = Bench.Ids;

    /// <summary>Timed repetitions, at least one.</summary>
    public int Rounds { get; init; } = DefaultRounds;

    /// <summary>A tenth of the accounts and operations: for a look, and to check that everything still runs. The rows say so.</summary>
    public bool Quick { get; init; }

    /// <summary>The prices of the recorded crash that moves the market of the crash rows: one-minute bars.</summary>
    public required Func<Simulation.PriceTable> CrashPrices { get; init; }

    /// <summary>The scenario that ships as the default, and a policy to run it under: what the row of the simulator plays.</summary>
    public Func<(Simulation.VenueScenario Scenario, Spillway.Engine.PolicyDocument Policy)> DefaultRun { get; init; } =
        () => throw new InvalidOperationException("no scenario to simulate was given");
}
