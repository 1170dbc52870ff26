namespace Spillway.Benchmarks;

/// <summary>One measured row: a value, the machine beside it, and what it is held against.</summary>
/// <param name="Id">Stable name, such as P4.</param>
/// <param name="Name">What was measured, for people; says so where less than the full work was done.</param>
/// <param name="Value">The figure, in <paramref name="Unit"/>.</param>
/// <param name="Unit">us, ms, Mops/s, Mcommands/s or B.</param>
/// <param name="IsLowerBetter">Whether a smaller value is a better one.</param>
/// <param name="Probe">The operation of the machine it is compared with, measured in the same run.</param>
/// <param name="RatioToProbe">How many of the probe one operation costs, so that smaller is better whatever the unit.</param>
/// <param name="Target">Value to reach, in the same unit; none where nothing is promised.</param>
public sealed record BenchRow(string Id, string Name, double Value, string Unit, bool IsLowerBetter, RowProbe Probe, double RatioToProbe, double? Target)
{
    /// <summary>Middle half of the repeated rounds, the smaller end first; none where the row is not repeated.</summary>
    public (double Lower, double Upper)? Quartiles { get; init; }

    /// <summary>Bytes that the measured thread allocated for one operation, in the worst round; none where it is not counted.</summary>
    public double? AllocatedBytesPerOperation { get; init; }

    /// <summary>Whether what the target asks beside the value was kept: no allocation, a latency.</summary>
    public bool MeetsOtherBounds { get; init; } = true;

    /// <summary>Whether the target is met; none without a target.</summary>
    public bool? Met => Target is { } target ? MeetsOtherBounds && (IsLowerBetter ? Value <= target : Value >= target) : null;
}

/// <summary>An operation of the machine itself.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">What one costs.</param>
/// <param name="Unit">ns or B.</param>
public sealed record RowProbe(string Name, double Value, string Unit);
