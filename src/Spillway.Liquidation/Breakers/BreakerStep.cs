namespace Spillway.Liquidation;

/// <summary>What a look at a breaker came to.</summary>
internal enum BreakerStep : byte
{
    /// <summary>Nothing changed.</summary>
    None = 0,

    /// <summary>It tripped, or asks for something stricter than before.</summary>
    Tripped = 1,

    /// <summary>Its time was up and a trigger still holds.</summary>
    Renewed = 2,

    /// <summary>Its time was up.</summary>
    Expired = 3,
}
