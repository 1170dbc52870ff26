using Spillway.Core;

namespace Spillway.Margin;

/// <content>How far each mark may move before an account has to be looked at again.</content>
public sealed partial class ClearingHouse
{
    /// <summary>The shares of their notional that the positions of an account may lose at once, everything that rounds taken off before.</summary>
    /// <param name="account">Account.</param>
    /// <param name="health">Its health at the current marks.</param>
    /// <param name="multiple">Multiple of the maintenance margin that equity is held against.</param>
    public SafeMoves SafeMovesOf(AccountId account, in AccountHealth health, RatePpm multiple)
    {
        Int128 slackMillionths = health.SlackMillionths(multiple);
        if (slackMillionths < 0) return SafeMoves.Nothing;
        // A division of 64 bits, where the amount allows it, costs a tenth of one of 128.
        Int128 slack = slackMillionths <= long.MaxValue ? (long)slackMillionths / RatePpm.Whole : slackMillionths / RatePpm.Whole, total = 0, weighted = 0;
        for (int row = Accounts.FirstPosition(account.Index); row >= 0; row = Positions.NextColumn[row])
        {
            long size = Positions.SizeColumn[row];
            if (size == 0) continue;
            total += NotionalWorth(Positions.InstrumentColumn[row], size, out bool isOrdinary);
            slack -= isOrdinary ? SafeBand.RoundingUnits(error: 1, multiple) : RoundingWorth(Positions.InstrumentColumn[row], size, multiple);
        }
        int totalBits = SafeMoves.BitsOf(total);
        for (int row = Accounts.FirstPosition(account.Index); row >= 0; row = Positions.NextColumn[row])
        {
            if (Positions.SizeColumn[row] == 0) continue;
            Int128 notional = NotionalWorth(Positions.InstrumentColumn[row], Positions.SizeColumn[row], out bool isOrdinary);
            long weight = SafeMoves.WeightOf(notional, totalBits);
            weighted += isOrdinary ? Math.BigMul((long)notional, weight) : notional * weight;
        }
        return new SafeMoves(SafeMove.Of(slack << SafeMoves.WeightBits, weighted), totalBits);
    }

    /// <summary>Marks between which the position of a row keeps what it may lose.</summary>
    /// <param name="row">Row with a size.</param>
    /// <param name="moves">Of its account, with the same multiple and at the same marks.</param>
    /// <param name="multiple">Multiple of the maintenance margin that equity is held against.</param>
    public SafeBand SafeBandOf(int row, SafeMoves moves, RatePpm multiple)
    {
        int instrument = Positions.Instruments[row];
        InstrumentSpec spec = instruments[instrument];
        // Rounding apart, profit and loss have one rate of exchange; where the rounding is a part worth naming, nothing is promised.
        const long fine = 1_000;
        if (Rates.DebtFactor(spec.SettlementAsset) < fine) return SafeBand.Nowhere;
        long size = Positions.SizeLots[row];
        SafeMove move = moves.For(NotionalWorth(instrument, size, out _));
        return SafeBand.Of(spec, ladders[instrument], Rates.Mark(InstrumentId.FromIndex(instrument)), size, move, multiple);
    }

    // Minor units of the valuation asset, rounded up; exact where a position is ordinary.
    private Int128 NotionalWorth(int instrument, long size, out bool isOrdinary)
    {
        ref readonly ContractTerms contract = ref Rates.Terms[instrument];
        isOrdinary = contract.CoversSize(size) && contract.FractionBits == 0;
        return isOrdinary ? Math.Abs(size * contract.LotValue) : Rates.RequirementWorth(contract.Asset, Rates.NotionalUnits(instrument, size));
    }

    private Int128 RoundingWorth(int instrument, long size, RatePpm multiple) =>
        Rates.RequirementWorth(instruments[instrument].SettlementAsset.Index, SafeBand.RoundingUnits(instruments[instrument], size, multiple));

    /// <summary>Reads at once what the health of several accounts needs, as <see cref="Fetch(ReadOnlySpan{AccountId})"/> does for commands: first the accounts, then all their positions. Nothing is changed.</summary>
    /// <param name="accounts">Rows of accounts.</param>
    /// <param name="first">Gets the first position of each; −1 without one.</param>
    /// <returns>A number without meaning, to be kept somewhere: loads that nobody uses are left out by the compiler.</returns>
    internal long FetchForHealth(ReadOnlySpan<int> accounts, Span<int> first)
    {
        long sum = 0;
        ReadOnlySpan<long> wallets = Ledger.WalletUnits(AssetId.FromIndex(0)); // valuation; most accounts hold nothing else
        for (int i = 0; i < accounts.Length; i++)
        {
            first[i] = Accounts.FirstPosition(accounts[i]);
            sum ^= wallets[accounts[i]];
        }
        int[] next = Positions.NextColumn, held = Positions.InstrumentColumn;
        long[] sizes = Positions.SizeColumn, bases = Positions.BasisColumn;
        foreach (int head in first[..accounts.Length])
        {
            for (int row = head; row >= 0; row = next[row]) sum ^= sizes[row] ^ bases[row] ^ held[row];
        }
        return sum;
    }
}
