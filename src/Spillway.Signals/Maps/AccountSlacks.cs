using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Signals;

/// <summary>Equity less maintenance margin that accounts have outside of one market: the constant term of their triggers there, exact.</summary>
/// <remarks>
/// Where most positions belong to holders of that market, one pass in the order of memory over all positions answers for everybody; otherwise, and for accounts with
/// other collateral, inverse contracts or several settlement assets, each account is asked by itself. Both are the same integers.
/// </remarks>
internal sealed class AccountSlacks
{
    // One pass costs about a quarter of asking, a position.
    private const int PassShare = 4;

    // Amounts below this, in minor units, stay within 64 bits when they are multiplied with a million, and their difference too.
    private const long SimpleMost = 1L << 42;

    private Contract[] contracts = [];
    private Int128[] slacks = [];
    private bool[] isAsked = [];
    private ClearingHouse house = null!;
    private InstrumentId excluded;
    private bool isPassed;

    /// <summary>Takes the accounts as they are now; valid until anything changes.</summary>
    public void Measure(ClearingHouse clearing, InstrumentId market)
    {
        (house, excluded) = (clearing, market);
        ReadOnlySpan<int> instruments = house.Positions.Instruments;
        isPassed = house.Assets[0].Haircut == RatePpm.Zero && (long)instruments.Count(market.Index) * PassShare >= instruments.Length;
        if (!isPassed) return;
        TakeBalances();
        TakeContracts();
        ReadOnlySpan<int> accounts = house.Positions.Accounts;
        ReadOnlySpan<long> sizes = house.Positions.SizeLots, bases = house.Positions.BasisUnits;
        for (int row = 0; row < instruments.Length; row++)
        {
            long size = sizes[row];
            int instrument = instruments[row];
            if (size == 0 || instrument == market.Index) continue; // freed rows have no size
            ref readonly Contract contract = ref contracts[instrument];
            if (contract.UnitsPerLot <= 0)
            {
                isAsked[accounts[row]] |= contract.UnitsPerLot < 0;
                continue;
            }
            long value = size * contract.UnitsPerLot;
            long profit = value - bases[row], notional = Math.Abs(value);
            // Far from the bounds of their types, where checked arithmetic of 128 bits costs several times as much.
            unchecked
            {
                if (notional < contract.SimpleUnits && (ulong)(profit + SimpleMost) < 2 * SimpleMost) slacks[accounts[row]] += (profit * RatePpm.Whole) - (notional * contract.SimplePpm);
                else slacks[accounts[row]] += Math.BigMul(profit, (long)RatePpm.Whole) - contract.Ladder.MaintenanceMillionths(notional);
            }
        }
    }

    /// <summary>Millionths of a minor unit of the valuation asset, as near as a double comes.</summary>
    public double Of(AccountId account)
    {
        if (!isPassed || isAsked[account.Index])
        {
            AccountHealth other = house.HealthWithout(account, excluded);
            return InDouble(other.EquityMillionths - other.MaintenanceMillionths);
        }
        return InDouble(slacks[account.Index]);
    }

    /// <summary>A conversion of 64 bits, where they hold the value, costs a fraction of one of 128 and gives the same.</summary>
    public static double InDouble(Int128 value) => value == unchecked((long)value) ? unchecked((long)value) : (double)value;

    private void TakeBalances()
    {
        int count = house.Accounts.Count;
        if (slacks.Length < count) (slacks, isAsked) = (new Int128[count * 2], new bool[count * 2]);
        isAsked.AsSpan(0, count).Clear();
        ReadOnlySpan<long> valuation = house.Ledger.WalletUnits(AssetId.FromIndex(0));
        for (int account = 0; account < count; account++) slacks[account] = Math.BigMul(valuation[account], (long)RatePpm.Whole);
        for (int asset = 1; asset < house.Assets.Count; asset++)
        {
            ReadOnlySpan<long> wallets = house.Ledger.WalletUnits(AssetId.FromIndex(asset));
            for (int account = 0; account < count; account++) isAsked[account] |= wallets[account] != 0;
        }
    }

    private void TakeContracts()
    {
        if (contracts.Length < house.Instruments.Count) contracts = new Contract[house.Instruments.Count];
        for (int i = 0; i < house.Instruments.Count; i++)
        {
            InstrumentSpec spec = house.Instruments[i];
            InstrumentId id = InstrumentId.FromIndex(i);
            bool isPlain = spec.Kind == InstrumentKind.LinearPerpetual && spec.SettlementAsset.Index == 0;
            TierLadder ladder = house.Ladder(id);
            long first = ladder.Count > 1 ? ladder.Maintenance(1).FromUnits : long.MaxValue;
            contracts[i] = new Contract(isPlain ? house.Rates.Mark(id).Ticks * spec.UnitsPerTickLot : -1, Math.Min(first, SimpleMost), ladder.Maintenance(0).RatePpm, ladder);
        }
    }

    /// <param name="UnitsPerLot">Value of a lot at mark, minor units; zero without a mark, when it counts for nothing; negative where the account must be asked.</param>
    /// <param name="SimpleUnits">Notional below which one rate applies and 64 bits suffice.</param>
    /// <param name="SimplePpm">That rate: the first tier deducts nothing.</param>
    /// <param name="Ladder">Its margin.</param>
    private readonly record struct Contract(long UnitsPerLot, long SimpleUnits, int SimplePpm, TierLadder Ladder);
}
