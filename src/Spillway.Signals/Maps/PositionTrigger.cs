using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Signals;

/// <summary>How far one market must move, alone, until an account is liquidatable: in closed form, for linear and inverse contracts alike.</summary>
/// <remarks>
/// With w the notional of the position, its value is σ·w, σ = +1 for a linear long or an inverse short, −1 for the other two; an adverse move shrinks w
/// where σ = +1 and grows it where σ = −1. Equity less maintenance is linear in w between two tier edges:
/// slack(w) = E₀ − M₀ + f·(σ·w − basis) − f_debt·(rate·w − deduction), E₀ and M₀ being what the account has elsewhere. So each tier on the way takes one
/// division, and the log-price moved is |ln(w* / w₀)| whatever the contract. Profit counts at the lower of two factors of the settlement
/// asset and loss at the higher, which is the smaller of two straight lines: the nearer root is the trigger.
/// The engine quantises to whole ticks and minor units: its own first liquidatable tick lies less than one tick beyond this distance, up to the rounding
/// of one minor unit of equity and of maintenance. <see cref="TriggerPrice"/> finds that tick; this finds it for everyone at once.
/// Aimed once per market and direction, then used for every account; the lines of the tiers are kept, so that an account costs a few multiplications.
/// </remarks>
internal sealed class PositionTrigger(Side forced)
{
    /// <summary>Ratio, and notional, that stands for "liquidatable already".</summary>
    public const double AtOnce = double.NegativeInfinity;

    /// <summary>Cell that stands for the same.</summary>
    public const int Backlog = -1;

    /// <summary>Share of the terms of the slack below which doubles may err.</summary>
    private const double Doubt = 1e-12;

    /// <summary>Minor units by which the exact rule may round the slack of one position.</summary>
    private const double RoundingUnits = 3;

    private Tier[] tiers = [];
    private int lastTier;
    private ClearingHouse house = null!;
    private InstrumentId instrument;
    private double unitsPerTickLot, profitFactor, lossFactor, debtFactor, atReach;
    private int sigma;
    private bool isInverse, hasOneFactor;

    /// <summary>Notional of one lot at the mark, minor units of the settlement asset.</summary>
    public double UnitsPerLot { get; private set; }

    /// <summary>Takes the mark and the factors of a market as they are now. O(tiers).</summary>
    /// <param name="clearing">Accounts and marks.</param>
    /// <param name="market">With a mark.</param>
    public void Aim(ClearingHouse clearing, InstrumentId market)
    {
        (house, instrument) = (clearing, market);
        InstrumentSpec spec = house.Instruments[instrument.Index];
        UnitsPerLot = new ContractScale(spec, house.Assets[spec.SettlementAsset.Index], house.Rates.Mark(instrument)).UnitsPerLot;
        isInverse = spec.Kind == InstrumentKind.InversePerpetual;
        unitsPerTickLot = spec.UnitsPerTickLot;
        // Equity and margin are counted in millionths of a minor unit of the valuation asset.
        profitFactor = (double)house.Rates.WorthFactor(spec.SettlementAsset) / RateTable.AssetOne * RatePpm.Whole;
        debtFactor = (double)house.Rates.DebtFactor(spec.SettlementAsset) / RateTable.AssetOne;
        lossFactor = debtFactor * RatePpm.Whole;
        hasOneFactor = profitFactor == lossFactor;
        sigma = forced == Side.Sell == isInverse ? -1 : 1;
        atReach = Math.Exp(-sigma * LogPriceGrid.Reach);
        TierLadder ladder = house.Ladder(instrument);
        lastTier = ladder.Count - 1;
        if (tiers.Length < ladder.Count) tiers = new Tier[ladder.Count];
        for (int tier = 0; tier < ladder.Count; tier++)
        {
            MaintenanceStep step = ladder.Maintenance(tier);
            double margin = debtFactor * step.RatePpm;
            tiers[tier] = new Tier(step.FromUnits, debtFactor * (double)step.DeductionMillionths, (sigma * profitFactor) - margin, (sigma * lossFactor) - margin);
        }
    }

    /// <summary>Whether this direction hurts a position of a signed size.</summary>
    public bool Hurts(long sizeLots) => forced == Side.Sell ? sizeLots > 0 : sizeLots < 0;

    /// <summary>Notional at the trigger over notional at the mark; <see cref="AtOnce"/> if liquidatable at the mark, not a number if not within the grid.</summary>
    /// <remarks>The log-price moved is the size of its logarithm.</remarks>
    /// <param name="account">Owner of the position.</param>
    /// <param name="slack">E₀ − M₀, millionths of a minor unit of the valuation asset.</param>
    /// <param name="sizeLots">Signed size; this direction hurts it.</param>
    /// <param name="basisUnits">Signed cost basis.</param>
    public double Ratio(AccountId account, double slack, long sizeLots, long basisUnits)
    {
        double now = Math.Abs((double)sizeLots) * UnitsPerLot;
        return Notional(account, slack, basisUnits, now, now * atReach) / now;
    }

    /// <summary>Cell of the grid in which the trigger lies; <see cref="Backlog"/> if liquidatable at the mark, <see cref="LogPriceGrid.Cells"/> if not within the grid.</summary>
    /// <param name="account">Owner of the position.</param>
    /// <param name="slack">E₀ − M₀, millionths of a minor unit of the valuation asset.</param>
    /// <param name="sizeLots">Signed size; this direction hurts it.</param>
    /// <param name="basisUnits">Signed cost basis.</param>
    public int Cell(AccountId account, double slack, long sizeLots, long basisUnits)
    {
        double ratio = Ratio(account, slack, sizeLots, basisUnits);
        return double.IsNegativeInfinity(ratio) ? Backlog : LogPriceGrid.CellOfRatio(ratio);
    }

    /// <summary>Logarithm of the mark, in ticks, at which the account turns liquidatable; <see cref="AtOnce"/> if it is already, NaN if not before a last mark.</summary>
    /// <remarks>Where nothing but this position moves the account, and no ladder jumps, it does not depend on the mark: not in the last bit.</remarks>
    /// <param name="account">Owner of the position.</param>
    /// <param name="slack">E₀ − M₀, millionths of a minor unit of the valuation asset.</param>
    /// <param name="sizeLots">Signed size; this direction hurts it.</param>
    /// <param name="basisUnits">Signed cost basis.</param>
    /// <param name="lastTicks">Mark at which the search ends, beyond the present one in this direction.</param>
    public double LogPrice(AccountId account, double slack, long sizeLots, long basisUnits, double lastTicks)
    {
        double lots = Math.Abs((double)sizeLots), tick = lots * unitsPerTickLot;
        double trigger = Notional(account, slack, basisUnits, lots * UnitsPerLot, isInverse ? tick / lastTicks : tick * lastTicks);
        if (double.IsNegativeInfinity(trigger) || double.IsNaN(trigger)) return trigger;
        return Math.Log(isInverse ? tick / trigger : trigger / tick);
    }

    private double Notional(AccountId account, double slack, long basisUnits, double now, double end)
    {
        int tier = TierOf(now);
        double atMark = Profit(slack, basisUnits, tier).At(now);
        if (!hasOneFactor) atMark = Math.Min(atMark, Loss(slack, basisUnits, tier).At(now));
        // So near to nothing the exact rule decides: an account is backlog here if and only if the engine calls it liquidatable.
        double doubt = (Doubt * Math.Abs(slack)) + (lossFactor * (RoundingUnits + (Doubt * (now + Math.Abs((double)basisUnits)))));
        if (atMark <= doubt && house.Health(account).IsLiquidatable) return AtOnce;
        return sigma > 0 ? Shrinking(slack, basisUnits, now, end, tier) : Growing(slack, basisUnits, now, end, tier);
    }

    /// <returns>Notional at the trigger; NaN if there is none above <paramref name="end"/>.</returns>
    private double Shrinking(double slack, long basis, double from, double end, int tier)
    {
        for (; ; tier--)
        {
            double edge = Math.Max(end, tiers[tier].FromUnits), root = Profit(slack, basis, tier).RootBelow;
            if (!hasOneFactor) root = Math.Max(root, Loss(slack, basis, tier).RootBelow);
            if (root > edge) return Math.Min(root, from); // beyond it where a whole-notional ladder jumped at the edge
            if (edge <= end) return double.NaN;
            from = edge;
        }
    }

    private double Growing(double slack, long basis, double from, double end, int tier)
    {
        for (; ; tier++)
        {
            double edge = tier < lastTier ? Math.Min(end, tiers[tier + 1].FromUnits) : end, root = Profit(slack, basis, tier).RootAbove;
            if (!hasOneFactor) root = Math.Min(root, Loss(slack, basis, tier).RootAbove);
            if (root < edge) return Math.Max(root, from);
            if (edge >= end) return double.NaN;
            from = edge;
        }
    }

    private Straight Profit(double slack, long basis, int tier) => new(slack - (profitFactor * basis) + tiers[tier].Deduction, tiers[tier].ProfitSlope);

    private Straight Loss(double slack, long basis, int tier) => new(slack - (lossFactor * basis) + tiers[tier].Deduction, tiers[tier].LossSlope);

    private int TierOf(double notionalUnits)
    {
        int tier = lastTier;
        while (notionalUnits < tiers[tier].FromUnits) tier--;
        return tier;
    }

    /// <summary>What does not depend on the account: where a tier begins, what it takes off the margin, and how slack moves with notional in it.</summary>
    private readonly record struct Tier(double FromUnits, double Deduction, double ProfitSlope, double LossSlope);

    /// <summary>offset + slope · w.</summary>
    private readonly record struct Straight(double Offset, double Slope)
    {
        public double At(double w) => Offset + (Slope * w);

        /// <summary>Where the line turns negative on the way down; −∞ if it never does, as with a rate of 100 %.</summary>
        public double RootBelow => Slope > 0 ? -Offset / Slope : double.NegativeInfinity;

        /// <summary>Where the line turns negative on the way up; +∞ if it never does.</summary>
        public double RootAbove => Slope < 0 ? -Offset / Slope : double.PositiveInfinity;
    }
}
