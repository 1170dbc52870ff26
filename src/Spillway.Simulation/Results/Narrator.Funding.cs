using System.Globalization;
using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <content>Funding, and terms that follow volatility and delay.</content>
public sealed partial class Narrator
{
    /// <inheritdoc/>
    public void On(in FundingDecided e)
    {
        FundingReading r = e.Reading;
        string crowding = r.Crowding switch
        {
            CrowdingState.Nothing => "no crowding term",
            CrowdingState.Added => $"crowding {Rate(r.CrowdingPpb)} at gains of {Gain(r.LongGain)} in a fall and {Gain(r.ShortGain)} in a squeeze",
            _ => $"crowding left out: {Words(r.Crowding)}",
        };
        string bound = r.RatePpb != r.PulledPpb + r.CrowdingPpb ? $", at its cap of {Share(e.Terms.Cap.Ppm)}" : "";
        Tell(
            "FundingDecided",
            e.Instrument,
            $"{Spec(e.Instrument).Symbol}: {(r.SettledPpb >= 0 ? "longs pay shorts" : "shorts pay longs")} {Rate(Math.Abs(r.SettledPpb))} of notional for {Seconds(r.IntervalNanos)}; mean premium {Rate(r.PremiumPpb)} over {Seconds(r.SampledNanos)}, pulled toward {Share(e.Terms.Interest.Ppm)} by at most {Share(e.Terms.Clamp.Ppm)} to {Rate(r.PulledPpb)}, {crowding}; rate for 8 h {Rate(r.RatePpb)}{bound}.");
    }

    /// <inheritdoc/>
    public void On(in TermsAdapted e)
    {
        AdaptiveReading r = e.Reading;
        Tell(
            "TermsAdapted",
            e.Instrument,
            $"{Spec(e.Instrument).Symbol}: buffer {Times(r.Buffer.Ppm)} of maintenance and liquidation fee {Share(r.Fee.Ppm)}, multiplier {Times(r.BeforePpm)} → {Times(r.MultiplierPpm)} on its way to {Times(r.TargetPpm)}; volatility of a day {Share(r.Volatility.Ppm)}, cases take up to {Seconds(r.DelayNanos)}, in which the price moves {Log(SquareRootDelay.MovePpb(r.Volatility, r.DelayNanos))} (one σ).");
    }

    private static string Rate(long ppb) => (ppb / 1e5).ToString("0.#####", CultureInfo.InvariantCulture) + " bp";

    private static string Times(long ppm) => (ppm / 1e6).ToString("0.###", CultureInfo.InvariantCulture) + " ×";

    private static string Gain(RatePpm gain) => (gain.Ppm / 1e6).ToString("0.###", CultureInfo.InvariantCulture);
}
