using Spillway.Core;

namespace Spillway.Signals;

/// <summary>Value of a contract in floating point, in whole units of its settlement asset.</summary>
/// <remarks>Depth and liquidations are both valued at the mark, so their ratio is a ratio of quantities: what the loop gain needs.</remarks>
public readonly record struct ContractScale
{
    private readonly double valuePerLot;

    /// <param name="spec">The contract.</param>
    /// <param name="settlement">Its settlement asset.</param>
    /// <param name="mark">Price at which everything is valued; set.</param>
    public ContractScale(InstrumentSpec spec, AssetSpec settlement, PriceTicks mark)
    {
        if (!mark.IsSet) throw new ArgumentException("a market without a mark has no values", nameof(mark));
        Mark = mark;
        MinorUnits = 1;
        for (int i = 0; i < settlement.Decimals; i++) MinorUnits *= 10;
        UnitsPerLot = spec.Kind == InstrumentKind.InversePerpetual
            ? (double)spec.UnitsPerTickLot / mark.Ticks
            : (double)spec.UnitsPerTickLot * mark.Ticks;
        valuePerLot = UnitsPerLot / MinorUnits;
    }

    /// <summary>The mark P₀.</summary>
    public PriceTicks Mark { get; }

    /// <summary>Minor units in one whole unit of the settlement asset.</summary>
    public double MinorUnits { get; }

    /// <summary>Notional of one lot at the mark, minor units of the settlement asset.</summary>
    public double UnitsPerLot { get; }

    /// <summary>Notional of a number of lots at the mark, whole units of the settlement asset; never negative.</summary>
    public double Value(QuantityLots lots) => Math.Abs((double)lots.Lots) * valuePerLot;

    /// <summary>Distance of a price from the mark in the direction in which forced orders of a side push; negative on the near side of the mark.</summary>
    public double Distance(PriceTicks price, Side forced)
    {
        double log = Math.Log((double)price.Ticks / Mark.Ticks);
        return forced == Side.Sell ? -log : log;
    }
}
