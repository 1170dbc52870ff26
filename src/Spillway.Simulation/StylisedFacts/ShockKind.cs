namespace Spillway.Simulation;

/// <summary>Whether and how the book of a gate run is swept.</summary>
internal enum ShockKind : byte
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>By somebody who wants to trade: the wider market does not follow.</summary>
    Voluntary = 1,

    /// <summary>By somebody who has to: the wider market follows a share of it for good.</summary>
    Forced = 2,
}
