namespace Spillway.Benchmarks.Curves;

/// <summary>What the cost curves are.</summary>
/// <param name="Machine">Where, with what and when.</param>
/// <param name="Points">Curve by curve, rising.</param>
/// <param name="Crash">The recorded crash, minute by minute.</param>
public sealed record CurveResult(BenchMachine Machine, IReadOnlyList<CurvePoint> Points, IReadOnlyList<CrashMinute> Crash);
