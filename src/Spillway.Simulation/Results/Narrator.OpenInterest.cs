using System.Globalization;
using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <content>The cap on opening by loop gain.</content>
public sealed partial class Narrator
{
    /// <inheritdoc/>
    public void On(in GainCapMoved e)
    {
        (string what, string when) = e.Opens == Side.Buy ? ("longs", "a fall") : ("shorts", "a squeeze");
        string then = e.IsReached ? $"orders that open {what} are refused, those that close are not" : $"orders that open {what} are taken again";
        Tell("GainCapMoved", e.Instrument, $"{Spec(e.Instrument).Symbol}: n = {Gain(e.GainPpm)} in {when}, {Gain(e.StressedPpm)} on stressed depth, cap {Gain(e.MostPpm)}: {then}.");
    }

    private static string Gain(long ppm) => (ppm / 1e6).ToString("0.###", CultureInfo.InvariantCulture);
}
