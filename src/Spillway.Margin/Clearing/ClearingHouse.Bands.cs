using Spillway.Core;

namespace Spillway.Margin;

/// <content>How far each mark may move before an account has to be looked at again.</content>
public sealed partial class ClearingHouse
{
    /// <summary>The share of its notional that every position of an account may lose at once, everything that rounds taken off before.</summary>
    /// <param name="account">Account.</param>
    /// <param name="health">Its health at the current marks.</param>
    /// <param name="multiple">Multiple of the maintenance margin that equity is held against.</param>
    public SafeMove SafeMoveOf(AccountId account, in AccountHealth health, RatePpm multiple)
    {
        Int128 slackMillionths = health.SlackMillionths(multiple);
        if (slackMillionths < 0) return SafeMove.Nothing;
        // A division of 64 bits, where the amount allows it, costs a tenth of one of 128.
        Int128 slack = slackMillionths <= long.MaxValue ? (long)slackMillionths / RatePpm.Whole : slackMillionths / RatePpm.Whole, notional = 0;
        for (int row = Accounts.FirstPosition(account.Index); row >= 0; row = Positions.NextOfAccount[row])
        {
            long size = Positions.SizeLots[row];
            if (size == 0) continue;
            int instrument = Positions.Instruments[row];
            InstrumentSpec spec = instruments[instrument];
            notional += Rates.RequirementWorth(spec.SettlementAsset.Index, Rates.NotionalUnits(instrument, size));
            slack -= Rates.RequirementWorth(spec.SettlementAsset.Index, SafeBand.RoundingUnits(spec, size, multiple));
        }
        return SafeMove.Of(slack, notional);
    }

    /// <summary>Marks between which the position of a row keeps what it may lose.</summary>
    /// <param name="row">Row with a size.</param>
    /// <param name="move">Of its account, with the same multiple.</param>
    /// <param name="multiple">Multiple of the maintenance margin that equity is held against.</param>
    public SafeBand SafeBandOf(int row, SafeMove move, RatePpm multiple)
    {
        int instrument = Positions.Instruments[row];
        InstrumentSpec spec = instruments[instrument];
        // Rounding apart, profit and loss have one rate of exchange; where the rounding is a part worth naming, nothing is promised.
        const long fine = 1_000;
        if (Rates.DebtFactor(spec.SettlementAsset) < fine) return SafeBand.Nowhere;
        return SafeBand.Of(spec, ladders[instrument], Rates.Mark(InstrumentId.FromIndex(instrument)), Positions.SizeLots[row], move, multiple);
    }
}
