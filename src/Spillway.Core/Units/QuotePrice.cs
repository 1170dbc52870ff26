namespace Spillway.Core;

/// <summary>A price in 1e-9 quote units per whole base unit: the scale of index sources and collateral prices, common to all instruments of a base.</summary>
/// <remarks>Range to 9.2e9 quote units per base unit. Zero means "no price".</remarks>
public readonly record struct QuotePrice
{
    /// <summary>Parts of one quote unit.</summary>
    public const long PartsPerUnit = 1_000_000_000;

    /// <summary>One quote unit per base unit.</summary>
    public static readonly QuotePrice One = new(PartsPerUnit);

    private QuotePrice(long parts) => Parts = parts;

    /// <summary>The price in 1e-9 quote units.</summary>
    public long Parts { get; }

    /// <summary>A price of that many 1e-9 quote units.</summary>
    public static QuotePrice FromParts(long parts) => new(parts);

    /// <inheritdoc/>
    public override string ToString() => $"{Parts}e-9";
}
