using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <content>Circuit breakers.</content>
public sealed partial class Narrator
{
    /// <inheritdoc/>
    public void On(in BreakerTripped e) => Tell(
        "BreakerTripped", e.Instrument, $"{Spec(e.Instrument).Symbol}: breaker tripped by {Words(e.Trigger.Rule)}: {Inputs(e.Instrument, e.Trigger)}; action: {Words(e.Trigger.Action)}, until {Clock(e.Until)}.");

    /// <inheritdoc/>
    public void On(in BreakerRenewed e) => Tell(
        "BreakerRenewed", e.Instrument, $"{Spec(e.Instrument).Symbol}: breaker renewed ({e.Renewal}), {Words(e.Trigger.Rule)} holds: {Inputs(e.Instrument, e.Trigger)}; action: {Words(e.Trigger.Action)}, until {Clock(e.Until)}.");

    /// <inheritdoc/>
    public void On(in BreakerExpired e)
    {
        string why = e.Trigger.Action == BreakerAction.None ? "no trigger holds" : $"no renewal is left, though {Words(e.Trigger.Rule)} holds: {Inputs(e.Instrument, e.Trigger)}";
        Tell("BreakerExpired", e.Instrument, $"{Spec(e.Instrument).Symbol}: {Words(e.Action)} ended after {e.HeldNanos / Timestamp.NanosPerSecond} s and {e.Renewals} renewals; {why}. It rests until {Clock(e.RestsUntil)}.");
    }

    /// <inheritdoc/>
    public void On(in MarketReopened e)
    {
        string traded = e.Price.IsSet
            ? $"{Lots(e.Instrument, e.Lots)} traded at one price of {Price(e.Instrument, e.Price)}, {Lots(e.Instrument, QuantityLots.FromLots(Math.Abs(e.SurplusLots)))} more were {(e.SurplusLots < 0 ? "offered" : "bid")}"
            : "no bid met an ask";
        string next = e.Action == BreakerAction.None ? "the market is open" : $"next: {Words(e.Action)}";
        Tell("MarketReopened", e.Instrument, $"{Spec(e.Instrument).Symbol}: {traded}; the mark was {Price(e.Instrument, e.Reference)}; {next}.");
    }

    private void Tell(string name, InstrumentId instrument, string text) =>
        take(new Decision(Engine?.CommandTime ?? default, name, CaseId.None, AccountId.None, text) { Market = Spec(instrument).Symbol });

    private string Inputs(InstrumentId instrument, BreakerReading trigger)
    {
        string prices = trigger.Reference.IsSet ? $", mark {Price(instrument, trigger.Mark)} against {Price(instrument, trigger.Reference)}" : "";
        return $"{Measured(trigger.Rule, trigger.MeasuredPpb)}, bound {Measured(trigger.Rule, trigger.BoundPpb)}{prices}";
    }

    private static string Measured(BreakerRule rule, long ppb) => rule switch
    {
        BreakerRule.FlowOfOpenInterest => Share(ppb / 1_000) + " of open interest",
        BreakerRule.LoopGain => $"n = {(ppb / 1e9).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)}",
        _ => Log(ppb),
    };

    private static string Clock(Timestamp time) => DateTimeOffset.FromUnixTimeMilliseconds(time.Nanos / Timestamp.NanosPerMillisecond).ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
