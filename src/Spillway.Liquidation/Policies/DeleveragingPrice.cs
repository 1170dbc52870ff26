namespace Spillway.Liquidation;

/// <summary>Price of a deleveraging.</summary>
public enum DeleveragingPrice : byte
{
    /// <summary>The mark.</summary>
    Mark = 0,

    /// <summary>The mark at the end of the block before.</summary>
    PreviousMark = 1,

    /// <summary>The price at which the closed account keeps exactly nothing.</summary>
    Bankruptcy = 2,
}
