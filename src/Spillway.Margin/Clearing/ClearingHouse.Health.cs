using Spillway.Core;

namespace Spillway.Margin;

/// <content>Equity, maintenance and initial margin.</content>
public sealed partial class ClearingHouse
{
    /// <summary>Equity and maintenance margin at the current marks, exact. Work proportional to the account's positions and the number of assets.</summary>
    public AccountHealth Health(AccountId account) => HealthWithout(account, InstrumentId.None);

    /// <summary>Equity and maintenance margin at the current marks as if the account held nothing in one instrument, exact.</summary>
    /// <remarks>What stays fixed while that instrument alone moves: the constant term behind liquidation prices, maps and sizing.</remarks>
    public AccountHealth HealthWithout(AccountId account, InstrumentId excluded)
    {
        int[] held = Positions.InstrumentColumn, next = Positions.NextColumn;
        long[] sizes = Positions.SizeColumn, bases = Positions.BasisColumn;
        ContractTerms[] terms = Rates.Terms;
        (Int128 equity, Int128 maintenance) = (BalanceWorth(account), 0);
        int row = Accounts.FirstPosition(account.Index);
        while (row >= 0)
        {
            OrdinarySums sums = default;
            for (int n = 0; n < OrdinarySums.MostRows && row >= 0; n++, row = next[row])
            {
                int instrument = held[row];
                if (instrument == excluded.Index) continue;
                ref readonly ContractTerms contract = ref terms[instrument];
                if (OrdinarySums.Covers(in contract, sizes[row], bases[row])) sums.Add(in contract, sizes[row], bases[row]);
                else Rates.AddExactly(instrument, sizes[row], bases[row], ref equity, ref maintenance);
            }
            equity += Math.BigMul(sums.Units, RatePpm.Whole);
            maintenance += sums.Maintenance;
        }
        return new AccountHealth(equity, maintenance);
    }

    /// <summary>Whether the price of an asset enters the health of an account: as a balance, or as what one of its positions settles in.</summary>
    public bool DependsOn(AccountId account, AssetId asset)
    {
        if (Ledger.WalletUnits(asset)[account.Index] != 0) return true;
        int row = Accounts.FirstPosition(account.Index);
        while (row >= 0 && instruments[Positions.Instruments[row]].SettlementAsset != asset) row = Positions.NextOfAccount[row];
        return row >= 0;
    }

    /// <summary>Whether an account holds a position in an instrument that has no mark yet.</summary>
    public bool HoldsWithoutMark(AccountId account)
    {
        int row = Accounts.FirstPosition(account.Index);
        while (row >= 0 && (Positions.SizeLots[row] == 0 || Rates.Mark(InstrumentId.FromIndex(Positions.Instruments[row])).IsSet)) row = Positions.NextOfAccount[row];
        return row >= 0;
    }

    /// <summary>The margin ladder of an instrument.</summary>
    public TierLadder Ladder(InstrumentId instrument) => ladders[instrument.Index];

    /// <summary>Initial margin of positions and open orders, millionths of a minor unit of the valuation asset.</summary>
    public Int128 InitialMarginMillionths(AccountId account) => InitialMarginMillionths(account, InstrumentId.None, default, out _);

    /// <summary>Initial margin if one more order rested in an instrument, in the place of another one on the same side or of none.</summary>
    public Int128 InitialMarginWith(
        AccountId account, InstrumentId instrument, Side side, PriceTicks limit, QuantityLots lots, PriceTicks replacedLimit, QuantityLots replaced) =>
        InitialMarginMillionths(account, instrument, Added(instrument, side, limit, lots, replacedLimit, replaced), out _);

    /// <summary>Equity, and initial margin if one more order rested, in one pass: the question that every order asks.</summary>
    /// <returns>The figures of <see cref="Health"/> and <see cref="InitialMarginWith"/>, millionths of a minor unit of the valuation asset.</returns>
    public (Int128 EquityMillionths, Int128 InitialMillionths) EquityAndInitialWith(
        AccountId account, InstrumentId instrument, Side side, PriceTicks limit, QuantityLots lots, PriceTicks replacedLimit, QuantityLots replaced)
    {
        Int128 initial = InitialMarginMillionths(account, instrument, Added(instrument, side, limit, lots, replacedLimit, replaced), out Int128 profit);
        return (BalanceWorth(account) + profit, initial);
    }

    /// <summary>Maintenance margin of a number of lots at the current mark, millionths of a minor unit of the valuation asset.</summary>
    public Int128 MaintenanceMillionths(InstrumentId instrument, QuantityLots lots) => Rates.RequirementWorth(
        instruments[instrument.Index].SettlementAsset.Index,
        Rates.MaintenanceMillionths(instrument.Index, Rates.NotionalUnits(instrument.Index, lots.Lots)));

    /// <summary>Initial margin of a number of lots at the current mark, millionths of a minor unit of the valuation asset.</summary>
    public Int128 InitialMillionths(InstrumentId instrument, QuantityLots lots) =>
        Rates.RequirementWorth(instruments[instrument.Index].SettlementAsset.Index, InitialOfSize(instrument.Index, lots.Lots));

    /// <summary>Maintenance margin of a number of lots over their notional at mark, 1e-9, rounded up; lots not zero.</summary>
    public Int128 MaintenanceRatePpb(InstrumentId instrument, QuantityLots lots)
    {
        long notional = Math.Max(1, Rates.NotionalUnits(instrument.Index, lots.Lots));
        return ExactMath.Divide(ladders[instrument.Index].MaintenanceMillionths(notional) * 1_000, notional, Rounding.Up);
    }

    /// <summary>Whole units of the valuation asset, which has at most 18 decimals, in millionths of its minor unit.</summary>
    public Int128 MillionthsOfWhole(long whole)
    {
        Int128 millionths = (Int128)whole * RatePpm.Whole;
        for (int i = 0; i < assets[0].Decimals; i++) millionths *= 10;
        return millionths;
    }

    /// <summary>Notional at which the margin tier begins that a notional reaches.</summary>
    public Money TierBegin(InstrumentId instrument, Money notional) => Money.FromUnits(ladders[instrument.Index].Bounds(notional.Units).From);

    /// <summary>Equity and maintenance margin if one instrument had another mark and, with it, the account another size and basis there.</summary>
    /// <remarks>The question behind liquidation prices and sizing; nothing is changed.</remarks>
    public AccountHealth HealthIf(AccountId account, InstrumentId instrument, PriceTicks mark, QuantityLots size, Money basis)
    {
        InstrumentSpec spec = instruments[instrument.Index];
        int asset = spec.SettlementAsset.Index;
        AccountHealth health = HealthWithout(account, instrument);
        int shift = ContractValue.FractionBits(spec.Kind);
        long unrealised = ContractValue.Units(size.Lots, ContractValue.PerLot(spec, mark, ContractValue.Against(size.Lots)), shift) - basis.Units;
        long notional = ContractValue.NotionalUnits(size.Lots, ContractValue.PerLot(spec, mark, Rounding.Down), shift);
        return new AccountHealth(
            health.EquityMillionths + Rates.Worth(asset, Math.BigMul(unrealised, RatePpm.Whole)),
            health.MaintenanceMillionths + Rates.RequirementWorth(asset, ladders[instrument.Index].MaintenanceMillionths(notional)));
    }

    /// <summary>Row of the tier that a size reaches at a price.</summary>
    internal int TierAt(InstrumentId instrument, PriceTicks mark, QuantityLots size)
    {
        InstrumentSpec spec = instruments[instrument.Index];
        long perLot = ContractValue.PerLot(spec, mark, Rounding.Down);
        return ladders[instrument.Index].TierOf(ContractValue.NotionalUnits(size.Lots, perLot, ContractValue.FractionBits(spec.Kind)));
    }

    /// <summary>Worth of an amount that an account would have to pay, rounded up, millionths of a minor unit of the valuation asset.</summary>
    public Int128 RequirementWorth(AssetId asset, Money amount) => Rates.RequirementWorth(asset.Index, (Int128)amount.Units * RatePpm.Whole);

    /// <summary>Amount of an asset whose debt a worth covers, rounded down.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="worth">Minor units of the valuation asset, not negative.</param>
    public Money UnitsWorth(AssetId asset, Int128 worth) => Money.FromUnits(Rates.UnitsWorth(asset.Index, worth));

    /// <summary>What an account can pay in an asset before its equity is gone: rounded down, not negative.</summary>
    public Money Payable(AccountId account, AssetId asset)
    {
        Int128 equity = Health(account).EquityMillionths;
        return equity <= 0 ? Money.Zero : Money.FromUnits(Rates.UnitsWorth(asset.Index, equity / RatePpm.Whole));
    }

    /// <summary>The same while a multiple of its maintenance margin stays with it.</summary>
    public Money Payable(AccountId account, AssetId asset, RatePpm keeps)
    {
        Int128 slack = Health(account).SlackMillionths(keeps);
        return slack <= 0 ? Money.Zero : Money.FromUnits(Rates.UnitsWorth(asset.Index, slack / RatePpm.Whole));
    }

    /// <summary>Initial margin that an account would need with a part of the positions of another one added to its own, its orders included.</summary>
    /// <param name="taker">Whose margin.</param>
    /// <param name="from">Whose positions.</param>
    /// <param name="part">Parts of each position: of the whole lots next to it the ones that need more.</param>
    /// <param name="of">Of so many.</param>
    /// <returns>Millionths of a minor unit of the valuation asset.</returns>
    public Int128 InitialMarginTaking(AccountId taker, AccountId from, int part, int of)
    {
        Int128 margin = 0;
        for (int row = Accounts.FirstPosition(taker.Index); row >= 0; row = Positions.NextOfAccount[row])
        {
            int instrument = Positions.Instruments[row];
            OpenOrders orders = OrdersOf(instrument, Positions.OpenOrders[row]);
            margin += InitialMarginTaking(instrument, Positions.SizeLots[row], Size(from, InstrumentId.FromIndex(instrument)).Lots, part, of, in orders);
        }
        for (int row = Accounts.FirstPosition(from.Index); row >= 0; row = Positions.NextOfAccount[row])
        {
            int instrument = Positions.Instruments[row];
            if (Positions.Find(Accounts, taker.Index, instrument) >= 0) continue;
            margin += InitialMarginTaking(instrument, 0, Positions.SizeLots[row], part, of, default);
        }
        return margin;
    }

    private Int128 InitialMarginTaking(int instrument, long size, long whole, int part, int of, in OpenOrders orders)
    {
        long most = PartOf(whole, part, of);
        Int128 margin = InitialMargin(instrument, size + most, in orders);
        // Where it makes a position smaller, a lot less is the one that needs more.
        return part == of || whole == 0 ? margin : Int128.Max(margin, InitialMargin(instrument, size + most - Math.Sign(whole), in orders));
    }

    /// <summary>Lots in a part of a signed size, rounded up in magnitude.</summary>
    public static long PartOf(long size, int part, int of) => size >= 0
        ? ExactMath.MultiplyDivide(size, part, of, Rounding.Up)
        : ExactMath.MultiplyDivide(size, part, of, Rounding.Down);

    /// <summary>Sum of the balances of an account as collateral, millionths of a minor unit of the valuation asset.</summary>
    internal Int128 BalanceWorth(AccountId account)
    {
        Int128 worth = 0;
        for (int asset = 0; asset < assets.Count; asset++)
        {
            long balance = Ledger.WalletUnits(AssetId.FromIndex(asset))[account.Index];
            if (balance != 0) worth += Rates.CollateralWorthOfUnits(asset, balance);
        }
        return worth;
    }

    // The profit comes along because the value of a position is needed anyway, and whoever asks for initial margin compares it with equity.
    private Int128 InitialMarginMillionths(AccountId account, InstrumentId extended, OpenOrders added, out Int128 profit)
    {
        int[] held = Positions.InstrumentColumn, next = Positions.NextColumn, slots = Positions.OpenOrderColumn;
        long[] sizes = Positions.SizeColumn, bases = Positions.BasisColumn;
        ContractTerms[] terms = Rates.Terms;
        Int128 margin = 0, units = 0, scaled = 0;
        bool seen = false;
        for (int row = Accounts.FirstPosition(account.Index); row >= 0; row = next[row])
        {
            int instrument = held[row];
            long size = sizes[row], basis = bases[row];
            ref readonly ContractTerms contract = ref terms[instrument];
            if (OrdinarySums.Covers(in contract, size, basis)) units = unchecked(units + ((size * contract.LotValue) - basis));
            else scaled += Rates.WorthOfUnits(contract.Asset, Rates.UnrealisedUnits(instrument, size, basis));
            OpenOrders orders = OrdersOf(instrument, slots[row]);
            if (instrument == extended.Index)
            {
                orders = orders.Plus(added);
                seen = true;
            }
            margin += InitialMargin(instrument, size, in orders);
        }
        profit = scaled + unchecked(units * RatePpm.Whole); // 2^56 a row: below 2^107
        return seen || extended == InstrumentId.None ? margin : margin + InitialMargin(extended.Index, 0, in added);
    }

    private OpenOrders Added(InstrumentId instrument, Side side, PriceTicks limit, QuantityLots lots, PriceTicks replacedLimit, QuantityLots replaced)
    {
        long units = OrderUnits(instrument, side, limit, lots);
        if (replaced > QuantityLots.Zero) units -= OrderUnits(instrument, side, replacedLimit, replaced);
        long added = (lots - replaced).Lots;
        return side == Side.Buy ? new OpenOrders(added, units, 0, 0) : new OpenOrders(0, 0, added, units);
    }

    // The worst of three outcomes: no order fills, all bids fill, all asks fill. Filling away from the mark is a loss on the spot and is margined in full.
    private Int128 InitialMargin(int instrument, long size, in OpenOrders orders)
    {
        if (OrdinaryOrders.TryInitial(in Rates.Terms[instrument], size, in orders, out long margin)) return margin;
        Int128 idle = InitialOfSize(instrument, size);
        Int128 bought = InitialOfSize(instrument, size + orders.BidLots) + FillLoss(instrument, orders.BidLots, orders.BidUnits);
        Int128 sold = InitialOfSize(instrument, size - orders.AskLots) + FillLoss(instrument, -orders.AskLots, -orders.AskUnits);
        return Rates.RequirementWorth(Rates.Terms[instrument].Asset, Int128.Max(idle, Int128.Max(bought, sold)));
    }

    private Int128 InitialOfSize(int instrument, long size) => Rates.InitialMillionths(instrument, Rates.NotionalUnits(instrument, size));

    private Int128 FillLoss(int instrument, long lots, long units) =>
        Math.BigMul(Math.Max(0, -Rates.UnrealisedUnits(instrument, lots, units)), RatePpm.Whole);

    private OpenOrders OrdersOf(int instrument, int row)
    {
        if (row < 0) return default;
        OpenOrderTable table = openOrders[instrument];
        return new OpenOrders(table.BidLots(row), table.BidUnits(row), table.AskLots(row), table.AskUnits(row));
    }
}
