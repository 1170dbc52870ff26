namespace Spillway.Benchmarks.Curves;

/// <summary>One population, and what it costs.</summary>
/// <param name="Axis">The curve it belongs to.</param>
/// <param name="Accounts">Accounts.</param>
/// <param name="Markets">Markets.</param>
/// <param name="PositionsEach">Positions of an account.</param>
/// <param name="TickMicros">A quiet tick of the watch, median over blocks, microseconds.</param>
/// <param name="WakesATick">Accounts that are examined a tick.</param>
/// <param name="PositionBytes">Memory of the clearing house and the watch together, a position.</param>
public sealed record CurvePoint(CurveAxis Axis, int Accounts, int Markets, int PositionsEach, double TickMicros, double WakesATick, double PositionBytes);
