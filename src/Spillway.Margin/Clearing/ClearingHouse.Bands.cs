using Spillway.Core;

namespace Spillway.Margin;

/// <content>How far each mark may move before an account has to be looked at again.</content>
public sealed partial class ClearingHouse
{
    /// <summary>Worth of the notional of a position row at mark, minor units of the valuation asset, rounded up: its weight when slack is shared out.</summary>
    public Int128 NotionalWorth(int row)
    {
        int instrument = Positions.Instruments[row];
        return Rates.RequirementWorth(instruments[instrument].SettlementAsset.Index, Rates.NotionalUnits(instrument, Positions.SizeLots[row]));
    }

    /// <summary>Marks between which the position of a row cannot use up a part of its account's slack.</summary>
    /// <param name="row">Row with a size.</param>
    /// <param name="slackMillionths">The part, millionths of a minor unit of the valuation asset.</param>
    /// <param name="multiple">Multiple of the maintenance margin that equity is held against.</param>
    public SafeBand SafeBandOf(int row, Int128 slackMillionths, RatePpm multiple)
    {
        int instrument = Positions.Instruments[row];
        InstrumentSpec spec = instruments[instrument];
        // Rounding apart, profit and loss have one rate of exchange; where the rounding is a part worth naming, nothing is promised.
        const long fine = 1_000;
        if (slackMillionths < 0 || Rates.DebtFactor(spec.SettlementAsset) < fine) return SafeBand.Nowhere;
        // A division of 64 bits, where the amount allows it, costs a tenth of one of 128.
        Int128 worth = slackMillionths <= long.MaxValue ? (long)slackMillionths / RatePpm.Whole : slackMillionths / RatePpm.Whole;
        long slack = Rates.UnitsWorth(spec.SettlementAsset.Index, worth);
        return SafeBand.Of(spec, ladders[instrument], PriceTicks.FromTicks(Rates.Mark(InstrumentId.FromIndex(instrument)).Ticks), Positions.SizeLots[row], slack, multiple);
    }
}
