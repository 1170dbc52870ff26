namespace Spillway.Simulation.Randomness;

/// <summary>What a random number is for: part of its address, so that two uses never share one.</summary>
/// <remarks>
/// Numbers are for good. A changed or reused number changes every simulation that draws under it; a new purpose takes the next free one.
/// </remarks>
public enum DrawPurpose : byte
{
    /// <summary>No purpose; not to be drawn under.</summary>
    None = 0,

    /// <summary>Seconds at which the path inside a minute bar visits its extremes; agent = market, time = the bar's open.</summary>
    PathExtremes = 1,

    /// <summary>Noise of the path between the corners of a minute bar; agent = market, time = the moment.</summary>
    PathBridge = 2,

    /// <summary>Which value a bootstrap resample takes; agent = resample, time = position in it.</summary>
    Bootstrap = 3,
}
