namespace Spillway.Simulation;

/// <summary>The picture of a gate, an SVG of its own.</summary>
public static class GateChart
{
    /// <summary>Draws the facts of a result.</summary>
    public static string Draw(GateResult result) => "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n";
}
