using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Every price that margin arithmetic reads, as fixed-point factors made once per price change: value per lot, and value per minor unit of an asset.</summary>
/// <remarks>
/// Asset factors are in 2^-28 minor units of the valuation asset per minor unit. The collateral factor (after haircut) and the debt factor differ by
/// rounding as well: collateral down, debt up, so a fraction never favours the account. The value of an inverse lot is kept twice for the same
/// reason: rounded down for longs and notional, up for shorts.
/// </remarks>
public sealed class RateTable
{
    /// <summary>Binary digits after the point of asset factors.</summary>
    public const int AssetFractionBits = 28;

    /// <summary>Factor of the valuation asset: worth one.</summary>
    public const long AssetOne = 1L << AssetFractionBits;

    /// <summary>Largest factor: one minor unit is worth at most 2^34 minor units of the valuation asset, and a price beyond that counts as that.</summary>
    public const long FactorMax = 1L << 62;

    private readonly List<long> lotValue = [];
    private readonly List<long> shortLotValue = [];
    private readonly List<byte> lotFractionBits = [];
    private readonly List<long> markTicks = [];
    private readonly List<long> collateralFactor = [];
    private readonly List<long> worthFactor = [];
    private readonly List<long> debtFactor = [];

    // Derived from the columns above and from the ladders; never saved.
    private readonly List<long> mostNotional = []; // of an ordinary position; negative if there is none
    private readonly List<int> firstTier = [];
    private readonly List<int> tierCount = [];
    private TierTerms[] tiers = [];
    private ContractTerms[] terms = [];

    /// <summary>Mark price of an instrument; none until its first price.</summary>
    public PriceTicks Mark(InstrumentId instrument) => PriceTicks.FromTicks(markTicks[instrument.Index]);

    /// <summary>Worth of a profit of one minor unit, in 2^-<see cref="AssetFractionBits"/> minor units of the valuation asset, rounded down; zero without a price.</summary>
    public long WorthFactor(AssetId asset) => worthFactor[asset.Index];

    /// <summary>Worth of a loss or a requirement of one minor unit, in the same fractions, rounded up; zero without a price.</summary>
    public long DebtFactor(AssetId asset) => debtFactor[asset.Index];

    /// <summary>What margin reads of each instrument, by id.</summary>
    internal ContractTerms[] Terms => terms;

    /// <summary>Value of one lot at mark as longs hold it, rounded down.</summary>
    internal long LotValue(int instrument) => terms[instrument].LotValue;

    internal int LotFractionBits(int instrument) => terms[instrument].FractionBits;

    /// <summary>Profit and loss at mark of a size with a cost basis, minor units, rounded down; zero before the first mark, when there is nothing to compare with.</summary>
    internal long UnrealisedUnits(int instrument, long sizeLots, long basisUnits)
    {
        ref readonly ContractTerms contract = ref terms[instrument];
        if (contract.LotValue == 0) return 0;
        long perLot = sizeLots < 0 && contract.FractionBits != 0 ? shortLotValue[instrument] : contract.LotValue; // linear lots have one value
        return ContractValue.Units(sizeLots, perLot, contract.FractionBits) - basisUnits;
    }

    /// <summary>Notional at mark, minor units of the settlement asset, rounded up; not negative.</summary>
    internal long NotionalUnits(int instrument, long sizeLots)
    {
        ref readonly ContractTerms contract = ref terms[instrument];
        return ContractValue.NotionalUnits(sizeLots, contract.LotValue, contract.FractionBits);
    }

    /// <summary>Maintenance margin of a notional, millionths of a minor unit of the settlement asset.</summary>
    internal Int128 MaintenanceMillionths(int instrument, long notionalUnits)
    {
        ref readonly ContractTerms contract = ref terms[instrument];
        if (notionalUnits < contract.SecondFrom) return Math.BigMul(notionalUnits, contract.MaintenanceRates & int.MaxValue);
        ref readonly TierTerms tier = ref TierOf(instrument, notionalUnits);
        return unchecked(Math.BigMul(notionalUnits, (long)tier.MaintenancePpm) - tier.MaintenanceDeduction); // 2^83 at most, both
    }

    /// <summary>Initial margin of a notional, millionths of a minor unit of the settlement asset.</summary>
    internal Int128 InitialMillionths(int instrument, long notionalUnits)
    {
        ref readonly ContractTerms contract = ref terms[instrument];
        if (notionalUnits < contract.SecondFrom) return Math.BigMul(notionalUnits, contract.InitialRates & int.MaxValue);
        ref readonly TierTerms tier = ref TierOf(instrument, notionalUnits);
        return unchecked(Math.BigMul(notionalUnits, (long)tier.InitialPpm) - tier.InitialDeduction);
    }

    /// <summary>Worth of a profit or loss without haircut, rounded down.</summary>
    internal Int128 Worth(int asset, Int128 amount) => Scale(amount, amount < 0 ? debtFactor[asset] : worthFactor[asset]);

    /// <summary>Worth of a profit or loss of whole minor units without haircut, millionths, rounded down.</summary>
    internal Int128 WorthOfUnits(int asset, long units) => ScaleUnits(units, units < 0 ? debtFactor[asset] : worthFactor[asset]);

    /// <summary>Worth of a balance as collateral (or as debt if negative), millionths, rounded down.</summary>
    internal Int128 CollateralWorthOfUnits(int asset, long units) => ScaleUnits(units, units < 0 ? debtFactor[asset] : collateralFactor[asset]);

    /// <summary>Adds any position in 128 bits: inverse, in another asset, in a high tier, or beyond the bounds of an ordinary one. Overflow throws.</summary>
    internal void AddExactly(int instrument, long sizeLots, long basisUnits, ref Int128 equity, ref Int128 maintenance)
    {
        int asset = terms[instrument].Asset;
        equity += WorthOfUnits(asset, UnrealisedUnits(instrument, sizeLots, basisUnits));
        maintenance += RequirementWorth(asset, MaintenanceMillionths(instrument, NotionalUnits(instrument, sizeLots)));
    }

    /// <summary>Worth of a margin requirement, rounded up; amount not negative.</summary>
    internal Int128 RequirementWorth(int asset, Int128 amount)
    {
        long factor = debtFactor[asset];
        if (factor == AssetOne) return amount;
        // Most requirements are below 2^63 millionths, and one product then does.
        if (amount >> 63 == 0) return unchecked((Math.BigMul((long)amount, factor) + (AssetOne - 1)) >> AssetFractionBits);
        return -Scale(-amount, factor);
    }

    /// <summary>Worth of a balance of one minor unit after the haircut, in the same fractions, rounded down; zero without a price.</summary>
    internal long CollateralFactor(int asset) => collateralFactor[asset];

    /// <summary>Whether balances of an asset count one for one.</summary>
    internal bool IsCollateralAtOne(int asset) => collateralFactor[asset] == AssetOne && debtFactor[asset] == AssetOne;

    /// <summary>Units of an asset whose debt a worth covers, rounded down and kept within a long; worth not negative.</summary>
    internal long UnitsWorth(int asset, Int128 worth)
    {
        worth = Int128.Min(worth, long.MaxValue);
        return debtFactor[asset] is 0 or AssetOne ? (long)worth : (long)Int128.Min(long.MaxValue, (worth << AssetFractionBits) / debtFactor[asset]);
    }

    internal void AddInstrument(InstrumentKind kind)
    {
        lotValue.Add(0);
        shortLotValue.Add(0);
        lotFractionBits.Add((byte)ContractValue.FractionBits(kind));
        markTicks.Add(0);
    }

    /// <summary>Puts what margin reads of an instrument side by side; once per instrument, in the order of their ids, when its rates and its ladder are there.</summary>
    internal void AttachTerms(int instrument, InstrumentSpec spec, TierLadder ladder)
    {
        if (instrument >= terms.Length) Array.Resize(ref terms, Math.Max(16, instrument * 2));
        int first = firstTier.Count == 0 ? 0 : firstTier[^1] + tierCount[^1];
        if (first + ladder.Count > tiers.Length) Array.Resize(ref tiers, Math.Max(64, 2 * (first + ladder.Count)));
        for (int tier = 0; tier < ladder.Count; tier++) tiers[first + tier] = ladder.Terms(tier);
        firstTier.Add(first);
        tierCount.Add(ladder.Count);
        ContractTerms contract = new()
        {
            SecondFrom = long.MaxValue,
            MaintenanceRates = (uint)tiers[first].MaintenancePpm,
            InitialRates = (uint)tiers[first].InitialPpm,
            Asset = spec.SettlementAsset.Index,
            FractionBits = lotFractionBits[instrument],
            SettlesInValuation = SettlesAtOne(spec.SettlementAsset.Index),
        };
        long most = 1L << ContractTerms.UnitBits;
        if (ladder.Count > 1) most = Math.Min(most, TakeSecondTier(ref contract, tiers.AsSpan(first, ladder.Count)) - 1);
        mostNotional.Add(HasOrdinaryRates(tiers[first]) ? most : -1);
        terms[instrument] = contract;
        PutMark(instrument);
    }

    internal void AddAsset()
    {
        bool valuation = collateralFactor.Count == 0;
        collateralFactor.Add(0);
        worthFactor.Add(valuation ? AssetOne : 0);
        debtFactor.Add(valuation ? AssetOne : 0);
    }

    internal void SetMark(int instrument, InstrumentSpec spec, PriceTicks mark)
    {
        markTicks[instrument] = mark.Ticks;
        lotValue[instrument] = ContractValue.PerLot(spec, mark, Rounding.Down);
        shortLotValue[instrument] = ContractValue.PerLot(spec, mark, Rounding.Up);
        PutMark(instrument);
    }

    /// <summary>Whether a price of one whole unit of an asset is small enough for exact arithmetic: 2^34 minor units of the valuation asset per minor unit.</summary>
    public static bool Fits(AssetSpec spec, QuotePrice price, int valuationDecimals)
    {
        Int128 most = (Int128)FactorMax * QuotePrice.PartsPerUnit >> AssetFractionBits; // parts of a price per minor unit of both
        return valuationDecimals >= spec.Decimals
            ? price.Parts <= most / PowerOfTen(valuationDecimals - spec.Decimals)
            : price.Parts <= most * PowerOfTen(spec.Decimals - valuationDecimals);
    }

    /// <param name="asset">Row of the asset.</param>
    /// <param name="spec">Decimals and haircut.</param>
    /// <param name="price">Price of one whole unit; one for the valuation asset.</param>
    /// <param name="valuationDecimals">Decimals of the valuation asset.</param>
    /// <returns>Whether any factor moved.</returns>
    internal bool SetAssetPrice(int asset, AssetSpec spec, QuotePrice price, int valuationDecimals)
    {
        // price·1e-9 whole valuation units per whole unit = price · 10^(valuation − asset decimals) · 1e-9 minor per minor.
        Int128 scale = 1, denominator = QuotePrice.PartsPerUnit;
        if (valuationDecimals >= spec.Decimals) scale = PowerOfTen(valuationDecimals - spec.Decimals);
        else denominator *= PowerOfTen(spec.Decimals - valuationDecimals);
        Int128 highest = (Int128)(FactorMax >> AssetFractionBits) * QuotePrice.PartsPerUnit / scale;
        Int128 numerator = (Int128.Min(price.Parts, highest) * scale) << AssetFractionBits;
        long worth = (long)ExactMath.Divide(numerator, denominator, Rounding.Down);
        long debt = (long)ExactMath.Divide(numerator, denominator, Rounding.Up);
        long collateral = (long)ExactMath.Divide(numerator * (RatePpm.Whole - spec.Haircut.Ppm), denominator * RatePpm.Whole, Rounding.Down);
        bool moved = worth != worthFactor[asset] || debt != debtFactor[asset] || collateral != collateralFactor[asset];
        bool wasOne = SettlesAtOne(asset);
        (worthFactor[asset], debtFactor[asset], collateralFactor[asset]) = (worth, debt, collateral);
        if (SettlesAtOne(asset) != wasOne) PutSettlement(asset);
        return moved;
    }

    internal void Save(StateWriter writer)
    {
        writer.WriteColumn<long>(CollectionsMarshal.AsSpan(lotValue));
        writer.WriteColumn<long>(CollectionsMarshal.AsSpan(shortLotValue));
        writer.WriteColumn<byte>(CollectionsMarshal.AsSpan(lotFractionBits));
        writer.WriteColumn<long>(CollectionsMarshal.AsSpan(markTicks));
        writer.WriteColumn<long>(CollectionsMarshal.AsSpan(collateralFactor));
        writer.WriteColumn<long>(CollectionsMarshal.AsSpan(worthFactor));
        writer.WriteColumn<long>(CollectionsMarshal.AsSpan(debtFactor));
    }

    internal static RateTable Restore(ref StateReader reader, int instruments, int assets)
    {
        RateTable table = new();
        Fill(table.lotValue, ref reader, instruments);
        Fill(table.shortLotValue, ref reader, instruments);
        Fill(table.lotFractionBits, ref reader, instruments);
        Fill(table.markTicks, ref reader, instruments);
        Fill(table.collateralFactor, ref reader, assets);
        Fill(table.worthFactor, ref reader, assets);
        Fill(table.debtFactor, ref reader, assets);
        for (int asset = 0; asset < assets; asset++)
        {
            bool isPossible = table.collateralFactor[asset] >= 0 && table.collateralFactor[asset] <= table.worthFactor[asset]
                && table.worthFactor[asset] <= table.debtFactor[asset] && table.debtFactor[asset] <= FactorMax;
            if (!isPossible) throw new InvalidStateException($"the factors of asset {asset} cannot be");
        }
        return table;
    }

    /// <summary>Whether what is kept of an instrument is what its mark makes of it.</summary>
    internal bool Fits(int instrument, InstrumentSpec spec)
    {
        PriceTicks mark = PriceTicks.FromTicks(markTicks[instrument]);
        bool isPossible = mark.Ticks >= 0 && mark <= spec.MaxPrice && lotFractionBits[instrument] == ContractValue.FractionBits(spec.Kind);
        if (!isPossible || !mark.IsSet) return isPossible && lotValue[instrument] == 0 && shortLotValue[instrument] == 0;
        return lotValue[instrument] == ContractValue.PerLot(spec, mark, Rounding.Down) && shortLotValue[instrument] == ContractValue.PerLot(spec, mark, Rounding.Up);
    }

    private bool SettlesAtOne(int asset) => worthFactor[asset] == AssetOne && debtFactor[asset] == AssetOne;

    private ref readonly TierTerms TierOf(int instrument, long notionalUnits)
    {
        int first = firstTier[instrument], tier = first + tierCount[instrument] - 1;
        while (notionalUnits < tiers[tier].FromUnits) tier--;
        return ref tiers[tier];
    }

    // Returns the notional at which ordinary positions end: where the third tier begins, or already the second one if its deductions are too large.
    private static long TakeSecondTier(ref ContractTerms contract, ReadOnlySpan<TierTerms> ladder)
    {
        ref readonly TierTerms second = ref ladder[1];
        Int128 most = Int128.One << ContractTerms.DeductionBits;
        bool isOrdinary = HasOrdinaryRates(second) && Int128.Abs(second.MaintenanceDeduction) <= most && Int128.Abs(second.InitialDeduction) <= most;
        contract.SecondFrom = second.FromUnits;
        if (!isOrdinary) return second.FromUnits;
        contract.MaintenanceRates |= (long)second.MaintenancePpm << 32;
        if (second.MaintenanceDeduction != 0) contract.MaintenanceRates |= long.MinValue;
        contract.InitialRates |= (long)second.InitialPpm << 32;
        contract.SecondMaintenanceDeduction = (long)second.MaintenanceDeduction;
        contract.SecondInitialDeduction = (long)second.InitialDeduction;
        return ladder.Length > 2 ? ladder[2].FromUnits : long.MaxValue;
    }

    private static bool HasOrdinaryRates(in TierTerms tier) =>
        tier.MaintenancePpm is >= 0 and <= (int)RatePpm.Whole && tier.InitialPpm is >= 0 and <= (int)RatePpm.Whole;

    private void PutMark(int instrument)
    {
        ref ContractTerms contract = ref terms[instrument];
        long perLot = lotValue[instrument];
        contract.LotValue = perLot;
        bool isOrdinary = contract.SettlesInValuation && contract.FractionBits == 0 && perLot > 0 && mostNotional[instrument] >= 0;
        contract.SizeEnd = isOrdinary ? (mostNotional[instrument] / perLot) + 1 : 0;
    }

    private void PutSettlement(int asset)
    {
        for (int instrument = 0; instrument < firstTier.Count; instrument++)
        {
            if (terms[instrument].Asset != asset) continue;
            terms[instrument].SettlesInValuation = SettlesAtOne(asset);
            PutMark(instrument);
        }
    }

    private static void Fill<T>(List<T> column, ref StateReader reader, int expected)
        where T : unmanaged
    {
        T[] rows = reader.ReadColumn<T>(out int count);
        if (count != expected) throw new InvalidStateException($"a rate column has {count} rows, {expected} expected");
        column.AddRange(rows.AsSpan(0, count));
    }

    // units · 10^6 · factor / 2^28 rounded down. Factors below 2^43, a price of 32,768 minor units per minor unit, need one product of 64 bits.
    private static Int128 ScaleUnits(long units, long factor)
    {
        if (factor == AssetOne) return Math.BigMul(units, RatePpm.Whole);
        if (factor < 1L << 43) return unchecked(Math.BigMul(units, factor * RatePpm.Whole) >> AssetFractionBits);
        return Scale(Math.BigMul(units, RatePpm.Whole), factor);
    }

    // amount · factor / 2^28 rounded down, in two halves so that the product of a bounded amount (2^81) and any factor (2^62) stays inside 128 bits.
    private static Int128 Scale(Int128 amount, long factor)
    {
        if (factor == AssetOne) return amount;
        Int128 low = amount & uint.MaxValue, high = amount >> 32;
        return ((high * factor) << (32 - AssetFractionBits)) + ((low * factor) >> AssetFractionBits);
    }

    private static Int128 PowerOfTen(int exponent)
    {
        Int128 power = 1;
        for (int i = 0; i < exponent; i++) power *= 10;
        return power;
    }
}
