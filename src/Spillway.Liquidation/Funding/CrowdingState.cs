namespace Spillway.Liquidation;

/// <summary>Whether the crowding term entered a funding rate, and if not, why.</summary>
public enum CrowdingState : byte
{
    /// <summary>The policy has none, or no gain exceeds its threshold.</summary>
    Nothing = 0,

    /// <summary>It entered.</summary>
    Added = 1,

    /// <summary>No fresh signal gives a gain.</summary>
    NoSignal = 2,

    /// <summary>The market is in stress: who is being liquidated is not charged more.</summary>
    Stress = 3,

    /// <summary>Somebody who holds the market is under liquidation: the same.</summary>
    OpenCases = 4,
}
