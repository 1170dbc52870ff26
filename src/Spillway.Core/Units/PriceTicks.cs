namespace Spillway.Core;

/// <summary>A price of one instrument in whole ticks. Prices of different instruments do not compare; zero means "no price".</summary>
/// <remarks>One tick is <see cref="InstrumentSpec.TickSize"/> quote units per base unit. Range of a long; every door of the engine accepts only
/// 1 … <see cref="InstrumentSpec.MaxPrice"/>.</remarks>
public readonly record struct PriceTicks : IComparable<PriceTicks>
{
    /// <summary>No price: an empty book side, a market that has not traded.</summary>
    public static readonly PriceTicks None;

    private PriceTicks(long ticks) => Ticks = ticks;

    /// <summary>The price in ticks.</summary>
    public long Ticks { get; }

    /// <summary>Whether this is a price at all.</summary>
    public bool IsSet => Ticks > 0;

    /// <summary>A price of that many ticks.</summary>
    public static PriceTicks FromTicks(long ticks) => new(ticks);

    /// <inheritdoc/>
    public int CompareTo(PriceTicks other) => Ticks.CompareTo(other.Ticks);

    /// <summary>Lower price.</summary>
    public static bool operator <(PriceTicks left, PriceTicks right) => left.Ticks < right.Ticks;

    /// <summary>Higher price.</summary>
    public static bool operator >(PriceTicks left, PriceTicks right) => left.Ticks > right.Ticks;

    /// <summary>Lower or equal price.</summary>
    public static bool operator <=(PriceTicks left, PriceTicks right) => left.Ticks <= right.Ticks;

    /// <summary>Higher or equal price.</summary>
    public static bool operator >=(PriceTicks left, PriceTicks right) => left.Ticks >= right.Ticks;

    /// <inheritdoc/>
    public override string ToString() => $"{Ticks} ticks";
}
