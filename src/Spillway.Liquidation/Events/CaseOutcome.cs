namespace Spillway.Liquidation;

/// <summary>How a case ended.</summary>
public enum CaseOutcome : byte
{
    /// <summary>Healthy again before anything was closed.</summary>
    Recovered = 0,

    /// <summary>Healthy again after a partial close.</summary>
    Restored = 1,

    /// <summary>All positions closed, nothing owed.</summary>
    Flat = 2,

    /// <summary>All positions closed, the debt paid by fund and winners.</summary>
    Bankrupt = 3,

    /// <summary>All positions closed, debt left that nobody could pay.</summary>
    Indebted = 4,
}
