using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>Pace: stages with a cooldown, and what one block may close.</content>
public sealed partial class LiquidationDesk
{
    /// <summary>No policy has a longer cooldown.</summary>
    private const long CooldownNanosMax = 3_600 * Timestamp.NanosPerSecond;

    private readonly BlockUse block = new();

    private readonly record struct Pace(QuantityLots Lots, bool IsFirstStage);

    private bool HasStages => Policy.Pacing.FirstShare.Ppm < RatePpm.Whole;

    private static bool IsStaged(in LiquidationCase row) => row.CooldownEnd.Nanos > 0;

    // A stage takes at least a block; then its cooldown, where that is a pause.
    private bool IsCoolingDown(in LiquidationCase row) =>
        HasStages && IsStaged(in row) && (block.HasClosed(row.Account) || (Policy.Pacing.Cooldown == CooldownRule.Pause && now < row.CooldownEnd));

    private bool IsDoneThisBlock(AccountId account, Market market) =>
        (Policy.Pacing.OncePerBlock || Policy.Pacing.BlockShare.Ppm < RatePpm.Whole) && block.HasClosed(account, market.Id);

    private bool IsFirstStage(in LiquidationCase row, Int128 worthMillionths)
    {
        if (!HasStages || worthMillionths <= MillionthsOf(Policy.Pacing.StagedAbove)) return false;
        return !IsStaged(in row) || (Policy.Pacing.Cooldown == CooldownRule.Whole && now >= row.CooldownEnd);
    }

    private Pace PaceOf(in LiquidationCase row, Market market, QuantityLots wanted)
    {
        PacingPolicy pacing = Policy.Pacing;
        long size = exchange.House.Size(row.Account, market.Id).Magnitude.Lots, lots = wanted.Lots;
        Int128 worth = WorthMillionths(market, QuantityLots.FromLots(size));
        bool isFirstStage = IsFirstStage(in row, worth);
        PacingRule rule = PacingRule.FirstStage;
        if (isFirstStage) lots = Math.Min(lots, ExactMath.MultiplyDivide(size, pacing.FirstShare.Ppm, RatePpm.Whole, Rounding.Up));
        if (pacing.BlockShare.Ppm < RatePpm.Whole)
        {
            long share = ExactMath.MultiplyDivide(size, pacing.BlockShare.Ppm, RatePpm.Whole, Rounding.Down);
            Lower(Math.Max(1, Math.Max(share, LotsWorth(size, MillionthsOf(pacing.BlockShareFrom), worth))), PacingRule.BlockShare);
        }
        if (pacing.BlockNotional > 0) Lower(LotsWorth(size, MillionthsOf(pacing.BlockNotional) - block.NotionalMillionths(row.Account), worth), PacingRule.BlockNotional);
        QuantityLots paced = QuantityLots.FromLots(lots);
        if (paced < wanted) events.On(new ClosePaced(row.Id, market.Id, wanted, paced, rule));
        return new Pace(paced, isFirstStage);

        void Lower(long most, PacingRule by)
        {
            if (most < lots) (lots, rule) = (most, by);
        }
    }

    /// <returns>Whether anything was closed.</returns>
    private bool AfterPaced(int position, Market market, QuantityLots closed, Pace pace)
    {
        if (closed == QuantityLots.Zero) return false;
        block.AddClosed(Cases.Open[position].Account, market.Id, WorthMillionths(market, closed));
        if (pace.IsFirstStage) Cases.SetCooldown(position, Timestamp.FromNanos(Math.Max(1, now.Nanos + Policy.Pacing.CooldownNanos)));
        return true;
    }

    private Int128 WorthMillionths(Market market, QuantityLots lots) =>
        exchange.House.RequirementWorth(market.Spec.SettlementAsset, exchange.House.Notional(market.Id, lots));

    // Amounts of a policy are whole units of the valuation asset.
    private Int128 MillionthsOf(long whole) => exchange.House.MillionthsOfWhole(whole);

    // Lots out of a size of which all are worth so much, rounded down.
    private static long LotsWorth(long size, Int128 part, Int128 whole)
    {
        if (part <= 0) return 0;
        if (part >= whole) return size;
        int shift = Math.Max(0, 64 - (int)Int128.LeadingZeroCount(whole)); // a product of two longs fits
        return (long)(size * (part >> shift) / (whole >> shift));
    }
}
