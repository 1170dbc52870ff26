using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Accounts, positions and ledger of the venue, and the few operations that change them. Everything is exact; nothing here knows an order book.</summary>
/// <remarks>
/// Trades are booked at one value on both sides, so cost bases always add up to zero against the clearing account of the instrument, and the
/// ledger always adds up to zero per asset: <see cref="CheckConservation"/> proves both. Single writer.
/// </remarks>
public sealed partial class ClearingHouse
{
    private readonly List<AssetSpec> assets = [];
    private readonly List<InstrumentSpec> instruments = [];
    private readonly List<TierLadder> ladders = [];
    private readonly List<OpenOrderTable> openOrders = [];
    private Int128[] openInterestLots = []; // by instrument, derived from the positions

    /// <summary>The account table.</summary>
    public AccountTable Accounts { get; private set; } = new();

    /// <summary>The position table.</summary>
    public PositionTable Positions { get; private set; } = new();

    /// <summary>The ledger.</summary>
    public Ledger Ledger { get; private set; } = new();

    /// <summary>Marks and collateral prices as margin reads them.</summary>
    public RateTable Rates { get; private set; } = new();

    /// <summary>Listed assets, by id.</summary>
    public IReadOnlyList<AssetSpec> Assets => assets;

    /// <summary>Listed instruments, by id.</summary>
    public IReadOnlyList<InstrumentSpec> Instruments => instruments;

    /// <summary>Called for every account whose balance, position or orders changed; the caller decides what to look at again.</summary>
    public IAccountObserver Observer { get; set; } = IAccountObserver.Nobody;

    /// <summary>Lists an asset; the first one is the valuation asset. The specification has been checked.</summary>
    public AssetId AddAsset(AssetSpec spec)
    {
        assets.Add(spec);
        Ledger.AddAsset(Accounts.Capacity);
        Rates.AddAsset();
        AssetId id = AssetId.FromIndex(assets.Count - 1);
        if (id.Index == 0) SetAssetPrice(id, QuotePrice.One);
        return id;
    }

    /// <summary>Lists an instrument. The specification has been checked.</summary>
    public InstrumentId AddInstrument(InstrumentSpec spec)
    {
        Ledger.AddInstrument(spec.SettlementAsset);
        Rates.AddInstrument(spec.Kind);
        AttachInstrument(spec, new OpenOrderTable());
        return InstrumentId.FromIndex(instruments.Count - 1);
    }

    /// <summary>Opens a cross account, or with a parent the isolated sub-account of one instrument.</summary>
    public AccountId OpenAccount(AccountId parent, InstrumentId isolated)
    {
        AccountId account = Accounts.Add(parent, isolated);
        Ledger.Reserve(Accounts.Capacity);
        return account;
    }

    /// <summary>Sets the mark of an instrument; whoever calls this sweeps the accounts afterwards.</summary>
    public void SetMark(InstrumentId instrument, PriceTicks mark) => Rates.SetMark(instrument.Index, instruments[instrument.Index], mark);

    /// <summary>Sets the price of a collateral asset in whole valuation units; whoever calls this sweeps the accounts afterwards.</summary>
    /// <returns>Whether anything moved.</returns>
    public bool SetAssetPrice(AssetId asset, QuotePrice price) => Rates.SetAssetPrice(asset.Index, assets[asset.Index], price, assets[0].Decimals);

    /// <summary>Moves money between ledger accounts and tells the observer whose wallets changed.</summary>
    public void Post(AssetId asset, LedgerAccount from, LedgerAccount to, Money amount)
    {
        if (amount == Money.Zero) return;
        Ledger.Post(asset, from, to, amount);
        if (from.IsWallet) Observer.AccountChanged(AccountId.FromIndex(from.Code));
        if (to.IsWallet) Observer.AccountChanged(AccountId.FromIndex(to.Code));
    }

    /// <summary>Reads the columns of an account and of its first position at once.</summary>
    /// <remarks>
    /// An account that a command is the first to name in a while lies in a dozen cache lines, and each question about it would wait for one of them after the other.
    /// Loads that do not depend on each other are waited for together. Nothing is changed.
    /// </remarks>
    /// <returns>A number without meaning, to be kept somewhere: loads that nobody uses are left out by the compiler.</returns>
    public long Fetch(AccountId account) => Fetch([account]);

    /// <summary>The same for several accounts: first what they are, then their first positions.</summary>
    /// <returns>A number without meaning.</returns>
    public long Fetch(ReadOnlySpan<AccountId> accounts)
    {
        long sum = 0;
        foreach (AccountId account in accounts)
        {
            sum ^= Accounts.Fetch(account.Index);
            for (int asset = 0; asset < assets.Count; asset++) sum ^= Ledger.WalletUnits(AssetId.FromIndex(asset))[account.Index];
        }
        foreach (AccountId account in accounts)
        {
            int row = Accounts.FirstPosition(account.Index);
            if (row >= 0) sum ^= Positions.Fetch(row);
        }
        return sum;
    }

    /// <summary>Signed size of an account in an instrument.</summary>
    public QuantityLots Size(AccountId account, InstrumentId instrument)
    {
        int row = Positions.Find(Accounts, account.Index, instrument.Index);
        return row < 0 ? QuantityLots.Zero : QuantityLots.FromLots(Positions.SizeLots[row]);
    }

    /// <summary>Open interest of an instrument: the sizes of all who are long, lots.</summary>
    public Int128 OpenInterestLots(InstrumentId instrument) => openInterestLots[instrument.Index];

    /// <summary>Signed cost basis of an account's position in an instrument, minor units of the settlement asset.</summary>
    public Money Basis(AccountId account, InstrumentId instrument)
    {
        int row = Positions.Find(Accounts, account.Index, instrument.Index);
        return row < 0 ? Money.Zero : Money.FromUnits(Positions.BasisUnits[row]);
    }

    /// <summary>Unrealised profit and loss at mark of a position, rounded down, minor units of the settlement asset.</summary>
    public Money Unrealised(AccountId account, InstrumentId instrument)
    {
        int row = Positions.Find(Accounts, account.Index, instrument.Index);
        return row < 0 ? Money.Zero : UnrealisedOfRow(row);
    }

    /// <summary>Notional at mark of a number of lots, rounded up; not negative.</summary>
    public Money Notional(InstrumentId instrument, QuantityLots lots) => Money.FromUnits(Rates.NotionalUnits(instrument.Index, lots.Lots));

    internal Money UnrealisedOfRow(int row) =>
        Money.FromUnits(Rates.UnrealisedUnits(Positions.Instruments[row], Positions.SizeLots[row], Positions.BasisUnits[row]));

    /// <summary>Books a trade between two accounts at one price: positions, cost bases, realised profit and loss. Fees are posted apart.</summary>
    /// <returns>The value of the trade, not negative, minor units of the settlement asset.</returns>
    public Money Trade(InstrumentId instrument, AccountId buyer, AccountId seller, PriceTicks price, QuantityLots lots)
    {
        Money value = ContractValue.Of(instruments[instrument.Index], price, lots, Rounding.Down);
        Apply(instrument.Index, buyer, lots.Lots, value.Units);
        Apply(instrument.Index, seller, -lots.Lots, -value.Units);
        return value < Money.Zero ? -value : value;
    }

    /// <summary>Charges a share of a trade's value to the fee account, rounded up; a negative rate pays a rebate out of the fee account, rounded down.</summary>
    /// <returns>What the account paid; negative for a rebate.</returns>
    public Money ChargeFee(InstrumentId instrument, AccountId account, Money tradeValue, RatePpm rate)
    {
        Money fee = rate.Of(tradeValue, Rounding.Up);
        Post(instruments[instrument.Index].SettlementAsset, LedgerAccount.Wallet(account), LedgerAccount.Fees, fee);
        return fee;
    }

    /// <summary>Settles funding on every position of an instrument: longs pay shorts when the rate is positive.</summary>
    /// <param name="instrument">With a mark.</param>
    /// <param name="ratePpb">Share of the notional at mark, 1e-9.</param>
    /// <returns>What the rounding left in the house: each payment is rounded against its account. Work proportional to the number of positions.</returns>
    public Money ApplyFunding(InstrumentId instrument, long ratePpb)
    {
        AssetId asset = instruments[instrument.Index].SettlementAsset;
        int shift = Rates.LotFractionBits(instrument.Index);
        Int128 perLot = Int128.Abs(Rates.LotValue(instrument.Index));
        Money residue = Money.Zero;
        for (int row = 0; row < Positions.RowCount; row++)
        {
            if (Positions.Instruments[row] != instrument.Index || Positions.Accounts[row] < 0) continue;
            Int128 numerator = -Positions.SizeLots[row] * perLot * ratePpb;
            Money received = Money.Ratio(numerator, (Int128)FundingParts << shift, Rounding.Down);
            Post(asset, LedgerAccount.Rounding, LedgerAccount.Wallet(AccountId.FromIndex(Positions.Accounts[row])), received);
            residue -= received;
        }
        return residue;
    }

    /// <summary>Proves that per asset all balances add up to zero, that per instrument sizes add up to zero and cost bases to the clearing account.</summary>
    /// <exception cref="InvariantException">Value appeared or vanished. Work proportional to accounts and positions.</exception>
    public void CheckConservation()
    {
        for (int asset = 0; asset < assets.Count; asset++)
        {
            Int128 sum = Ledger.Sum(AssetId.FromIndex(asset));
            if (sum != 0) throw new InvariantException($"the ledger of {assets[asset].Symbol} does not add up: {sum}");
        }
        Span<Int128> sizes = new Int128[instruments.Count];
        Span<Int128> bases = new Int128[instruments.Count];
        for (int row = 0; row < Positions.RowCount; row++)
        {
            if (Positions.Accounts[row] < 0) continue;
            sizes[Positions.Instruments[row]] += Positions.SizeLots[row];
            bases[Positions.Instruments[row]] += Positions.BasisUnits[row];
        }
        for (int i = 0; i < instruments.Count; i++)
        {
            Money clearing = Ledger.Balance(instruments[i].SettlementAsset, LedgerAccount.Clearing(InstrumentId.FromIndex(i)));
            if (sizes[i] != 0) throw new InvariantException($"sizes of {instruments[i].Symbol} add up to {sizes[i]} lots");
            if (bases[i] + clearing.Units != 0) throw new InvariantException($"cost bases of {instruments[i].Symbol} do not match its clearing account");
        }
    }

    private const long FundingParts = 1_000_000_000;

    private void AttachInstrument(InstrumentSpec spec, OpenOrderTable orders)
    {
        instruments.Add(spec);
        ladders.Add(new TierLadder(spec.Tiers, spec.TierMethod));
        openOrders.Add(orders);
        Array.Resize(ref openInterestLots, instruments.Count);
        Rates.AttachTerms(instruments.Count - 1, spec, ladders[^1]);
    }

    // New basis = old basis + value of the trade; what is released pro rata when the position shrinks becomes realised profit or loss.
    private void Apply(int instrument, AccountId account, long changeLots, long changeUnits)
    {
        int row = Positions.FindOrAdd(Accounts, account.Index, instrument);
        long size = Positions.Size(row), basis = Positions.Basis(row);
        long newSize = size + changeLots;
        long grown = basis + changeUnits;
        long kept = grown;
        if (newSize == 0) kept = 0;
        else if (size != 0 && Math.Sign(newSize) != Math.Sign(size)) kept = ExactMath.MultiplyDivide(changeUnits, newSize, changeLots, Rounding.Up);
        else if (Math.Abs(newSize) < Math.Abs(size)) kept = ExactMath.MultiplyDivide(basis, newSize, size, Rounding.Down);
        long realised = kept - grown;
        Positions.Size(row) = newSize;
        openInterestLots[instrument] += Math.Max(0, newSize) - Math.Max(0, size);
        Positions.Basis(row) = kept;
        if (realised != 0) Ledger.Post(instruments[instrument].SettlementAsset, LedgerAccount.Clearing(InstrumentId.FromIndex(instrument)), LedgerAccount.Wallet(account), Money.FromUnits(realised));
        Positions.ReleaseIfEmpty(Accounts, row);
        Observer.AccountChanged(account);
    }
}
