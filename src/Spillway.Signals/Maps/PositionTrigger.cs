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
/// </remarks>
internal readonly struct PositionTrigger
{
    /// <summary>Distance that stands for "liquidatable already".</summary>
    public const double AtOnce = double.NegativeInfinity;

    /// <summary>Share of the terms of the slack below which doubles may err.</summary>
    private const double Doubt = 1e-12;

    /// <summary>Minor units by which the exact rule may round the slack of one position.</summary>
    private const double RoundingUnits = 3;

    private readonly ClearingHouse house;
    private readonly InstrumentId instrument;
    private readonly TierLadder ladder;
    private readonly double unitsPerLot, profitFactor, debtFactor;
    private readonly int sigma;

    public PositionTrigger(ClearingHouse house, InstrumentId instrument, Side forced)
    {
        (this.house, this.instrument) = (house, instrument);
        InstrumentSpec spec = house.Instruments[instrument.Index];
        ladder = house.Ladder(instrument);
        unitsPerLot = new ContractScale(spec, house.Assets[spec.SettlementAsset.Index], house.Rates.Mark(instrument)).UnitsPerLot;
        // Equity and margin are counted in millionths of a minor unit of the valuation asset.
        profitFactor = (double)house.Rates.WorthFactor(spec.SettlementAsset) / RateTable.AssetOne * RatePpm.Whole;
        debtFactor = (double)house.Rates.DebtFactor(spec.SettlementAsset) / RateTable.AssetOne;
        sigma = forced == Side.Sell == (spec.Kind == InstrumentKind.LinearPerpetual) ? 1 : -1;
    }

    /// <summary>Log-price from the mark to the trigger; <see cref="AtOnce"/> if liquidatable at the mark, +∞ if not within the grid.</summary>
    public double Distance(AccountId account, long sizeLots, long basisUnits)
    {
        AccountHealth other = house.HealthWithout(account, instrument);
        double slack = (double)(other.EquityMillionths - other.MaintenanceMillionths);
        double now = Math.Abs((double)sizeLots) * unitsPerLot;
        int tier = TierOf(now);
        double atMark = Math.Min(Line(slack, basisUnits, tier, profitFactor).At(now), Line(slack, basisUnits, tier, debtFactor * RatePpm.Whole).At(now));
        // So near to nothing the exact rule decides: an account is backlog here if and only if the engine calls it liquidatable.
        double doubt = (Doubt * Math.Abs(slack)) + (debtFactor * RatePpm.Whole * (RoundingUnits + (Doubt * (now + Math.Abs((double)basisUnits)))));
        if (atMark <= doubt && house.Health(account).IsLiquidatable) return AtOnce;
        double end = now * Math.Exp(-sigma * LogPriceGrid.Reach);
        double trigger = sigma > 0 ? Shrinking(slack, basisUnits, now, end, tier) : Growing(slack, basisUnits, now, end, tier);
        return double.IsNaN(trigger) ? double.PositiveInfinity : Math.Abs(Math.Log(trigger / now));
    }

    /// <returns>Notional at the trigger; NaN if there is none above <paramref name="end"/>.</returns>
    private double Shrinking(double slack, long basis, double from, double end, int tier)
    {
        for (; ; tier--)
        {
            double edge = Math.Max(end, ladder.Maintenance(tier).FromUnits);
            Straight profit = Line(slack, basis, tier, profitFactor), loss = Line(slack, basis, tier, debtFactor * RatePpm.Whole);
            double root = Math.Max(profit.RootBelow, loss.RootBelow);
            if (root > edge) return Math.Min(root, from); // beyond it where a whole-notional ladder jumped at the edge
            if (edge <= end) return double.NaN;
            from = edge;
        }
    }

    private double Growing(double slack, long basis, double from, double end, int tier)
    {
        for (; ; tier++)
        {
            double edge = tier + 1 < ladder.Count ? Math.Min(end, ladder.Maintenance(tier + 1).FromUnits) : end;
            Straight profit = Line(slack, basis, tier, profitFactor), loss = Line(slack, basis, tier, debtFactor * RatePpm.Whole);
            double root = Math.Min(profit.RootAbove, loss.RootAbove);
            if (root < edge) return Math.Max(root, from);
            if (edge >= end) return double.NaN;
            from = edge;
        }
    }

    private Straight Line(double slack, long basis, int tier, double factor)
    {
        MaintenanceStep step = ladder.Maintenance(tier);
        return new Straight(slack - (factor * basis) + (debtFactor * (double)step.DeductionMillionths), (sigma * factor) - (debtFactor * step.RatePpm));
    }

    private int TierOf(double notionalUnits)
    {
        int tier = ladder.Count - 1;
        while (notionalUnits < ladder.Maintenance(tier).FromUnits) tier--;
        return tier;
    }

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
