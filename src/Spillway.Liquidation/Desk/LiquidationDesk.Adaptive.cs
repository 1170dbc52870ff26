using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>Close buffer and liquidation fee that follow volatility and the time cases take.</content>
public sealed partial class LiquidationDesk
{
    // A policy may not state a higher fee than this, so a multiplied one may not be one either.
    private const int FeeMostPpm = 50_000;

    private readonly List<AdaptiveMultiplier> multipliers = []; // by instrument
    private DelayMeter delays;

    /// <summary>Buffer that a close in a market aims at: the policy's, or a multiple of it.</summary>
    public RatePpm BufferOf(InstrumentId instrument) => Multiplied(Policy.Sizing.Buffer, instrument, Policy.Adaptive.BufferMost, int.MaxValue);

    /// <summary>Fee that a close in a market pays into the fund where that does not lower health: the policy's, or a multiple of it.</summary>
    /// <remarks>Where fills are settled against the bankruptcy price, the fee is a bound of what is left and stays as it is.</remarks>
    public RatePpm FeeOf(InstrumentId instrument) => Policy.Insurance.Method == InsuranceMethod.Fee
        ? Multiplied(Policy.Insurance.LiquidationFee, instrument, Policy.Adaptive.FeeMost, FeeMostPpm)
        : Policy.Insurance.LiquidationFee;

    private RatePpm Multiplied(RatePpm rate, InstrumentId instrument, RatePpm most, int bound)
    {
        if (!Policy.Adaptive.Enabled) return rate;
        int multiplier = Math.Min(multipliers[instrument.Index].InForcePpm, most.Ppm);
        return RatePpm.FromPpm((int)Math.Min((long)rate.Ppm * multiplier / RatePpm.Whole, bound));
    }

    // The largest buffer of the markets an account holds: a schedule under way is for one of them.
    private RatePpm LargestBuffer(AccountId account)
    {
        RatePpm largest = Policy.Sizing.Buffer;
        if (!Policy.Adaptive.Enabled) return largest;
        ClearingHouse house = exchange.House;
        for (int row = house.Accounts.FirstPosition(account.Index); row >= 0; row = house.Positions.NextOfAccount[row])
        {
            RatePpm buffer = BufferOf(InstrumentId.FromIndex(house.Positions.Instruments[row]));
            if (buffer > largest) largest = buffer;
        }
        return largest;
    }

    private void Adapt()
    {
        if (!Policy.Adaptive.Enabled) return;
        AdaptivePolicy policy = Policy.Adaptive;
        long delay = Math.Max(delays.Read(now, policy.HalfLifeNanos), LongestWait());
        foreach (Market market in exchange.AllMarkets)
        {
            if (market.CanLiquidate) Adapt(market, policy, delay);
        }
    }

    private void Adapt(Market market, AdaptivePolicy policy, long delay)
    {
        bool isFresh = market.Signals.VolatilityPpm > 0 && now - market.Signals.AsOf <= limits.SignalMaxAgeNanos;
        RatePpm volatility = isFresh ? RatePpm.FromPpm(market.Signals.VolatilityPpm) : policy.ReferenceVolatility;
        long ratio = SquareRootDelay.RatioPpm(volatility, delay, policy.ReferenceVolatility, policy.ReferenceDelayNanos);
        int most = Math.Max(policy.BufferMost.Ppm, policy.FeeMost.Ppm);
        int target = (int)Math.Clamp(ratio, RatePpm.Whole, most);
        AdaptiveMultiplier before = multipliers[market.Id.Index], after = before.Toward(target, now, policy);
        if (after == before) return;
        multipliers[market.Id.Index] = after;
        events.On(new TermsAdapted(market.Id, new AdaptiveReading(
            before.InForcePpm, after.InForcePpm, target, volatility, delay, BufferOf(market.Id), FeeOf(market.Id))));
    }

    // Cases are in the order of their opening. Vault and pool hold what they took, as long as they like: that is no delay.
    private long LongestWait()
    {
        foreach (ref readonly LiquidationCase row in Cases.Open)
        {
            if (!IsBackstop(row.Account)) return now - row.Opened;
        }
        return 0;
    }

    private void NoteDelay(in LiquidationCase row)
    {
        if (Policy.Adaptive.Enabled && !IsBackstop(row.Account)) delays.Add(now - row.Opened, now, Policy.Adaptive.HalfLifeNanos);
    }

    // Whose health the fee must not lower; asked only where the fee is more than the policy's own.
    private AccountHealth BeforeClose(Market market, AccountId account) =>
        FeeOf(market.Id) > Policy.Insurance.LiquidationFee ? exchange.House.Health(account) : default;

    /// <summary>Fee of a close that just happened: the adapted one as far as health after it is what it was before the close, and never less than the policy's.</summary>
    /// <param name="market">Market of the close.</param>
    /// <param name="account">The closed account.</param>
    /// <param name="lots">Closed lots.</param>
    /// <param name="before">Its health before the close, if the adapted fee is the higher one.</param>
    private Money FeeOfClose(Market market, AccountId account, QuantityLots lots, in AccountHealth before)
    {
        Money notional = exchange.House.Notional(market.Id, lots);
        Money least = Policy.Insurance.LiquidationFee.Of(notional, Rounding.Up);
        RatePpm adapted = FeeOf(market.Id);
        if (adapted <= Policy.Insurance.LiquidationFee || before.MaintenanceMillionths <= 0) return least;
        AccountHealth after = exchange.House.Health(account);
        if (after.MaintenanceMillionths > before.MaintenanceMillionths) return least;
        // E₁ − fee ≥ E₀ · M₁ / M₀; one more minor unit for what the division lost.
        Int128 kept = Proportion.Of(before.EquityMillionths, after.MaintenanceMillionths, before.MaintenanceMillionths) + RatePpm.Whole;
        Int128 spare = Int128.Max(0, after.EquityMillionths - kept) / RatePpm.Whole;
        Money most = exchange.House.UnitsWorth(market.Spec.SettlementAsset, spare);
        return Money.Max(least, Money.Min(adapted.Of(notional, Rounding.Up), most));
    }

    private void ForgetAdapted()
    {
        delays = default;
        for (int i = 0; i < multipliers.Count; i++) multipliers[i] = default;
    }

    private void RestoreAdaptive(ref StateReader reader, Timestamp time)
    {
        multipliers.Clear();
        for (int i = 0; i < exchange.Markets.Count; i++) multipliers.Add(AdaptiveMultiplier.Restore(ref reader, time));
        delays = DelayMeter.Restore(ref reader, time);
    }
}
