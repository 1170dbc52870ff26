using Spillway.Engine;
using Spillway.Storage;

namespace Spillway.Simulation;

/// <summary>What to simulate.</summary>
public sealed record SimulationRequest
{
    /// <summary>The crash and its assumptions.</summary>
    public required VenueScenario Scenario { get; init; }

    /// <summary>Policies to compare, in the order in which results carry them.</summary>
    public required IReadOnlyList<PolicyDocument> Policies { get; init; }

    /// <summary>The policy that others are measured against; always run.</summary>
    public required PolicyDocument Baseline { get; init; }

    /// <summary>The policy whose forced sales leave the market alone; always run.</summary>
    public required PolicyDocument Exogenous { get; init; }

    /// <summary>Number of seeds, from 1.</summary>
    public int Seeds { get; init; } = 16;

    /// <summary>Seed that the seeds of the runs are derived from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether verdicts take the market for calibrated, if that was decided elsewhere; null to decide by both anchors.</summary>
    public bool? IsCalibrated { get; init; }

    /// <summary>Runs at the same time.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Folder for one journal per policy (first seed); null for none.</summary>
    public string? JournalRoot { get; init; }

    /// <summary>Keeps secrets of those journals encrypted until they are revealed; null writes them in plain.</summary>
    public JournalKey? JournalKey { get; init; }

    /// <summary>Makes the listener for the first seed of a policy; null for none.</summary>
    public Func<string, Narrator>? EventsOf { get; init; }

    /// <summary>Second at which every engine is replaced by a copy restored from its own snapshot; negative for never.</summary>
    public int RestartAtSecond { get; init; } = -1;
}
