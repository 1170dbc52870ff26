namespace Spillway.Liquidation;

/// <summary>What may pass through the book.</summary>
public enum ReleaseMethod : byte
{
    /// <summary>Everything, at once, at any price.</summary>
    Unlimited = 0,

    /// <summary>What the amplification budget has room for.</summary>
    AmplificationBudget = 1,

    /// <summary>Nothing.</summary>
    Closed = 2,

    /// <summary>Everything down to the fillable price.</summary>
    FillablePrice = 3,
}
