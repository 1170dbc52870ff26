namespace Spillway.Simulation;

/// <summary>Where liquidations wait at one moment: notional by distance from the mark, both ways, on the 10 bp grid of the signals.</summary>
/// <param name="Mark">Mark, quote units.</param>
/// <param name="Below">Notional per unit of log-price of longs, by distance below the mark.</param>
/// <param name="Above">Notional per unit of log-price of shorts, by distance above the mark.</param>
public sealed record HeatRow(double Mark, IReadOnlyList<double> Below, IReadOnlyList<double> Above)
{
    /// <summary>Seconds between two rows.</summary>
    public const int StepSeconds = 60;
}
