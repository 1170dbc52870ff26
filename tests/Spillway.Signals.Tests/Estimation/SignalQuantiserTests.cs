using FsCheck;
using FsCheck.Fluent;
using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Signals.Tests.Estimation;

public sealed class SignalQuantiserTests
{
    private static readonly Timestamp Now = Timestamp.FromNanos(5);

    [Fact]
    public void Quantise_RoundsToTheCautiousSide()
    {
        MarketSignals signals = SignalQuantiser.Quantise(1.2345678, 2.9999999, 1e6, 0.0123456789, 0.0400000001, 0.5000001, 1.0, Now);
        Assert.Equal(new MarketSignals(1_234_567, 2_999_999, 12_345, 40_001, 500_001, 1_000_000, Now), signals);
    }

    [Fact]
    public void Quantise_OfWhatIsUnknown_IsZero()
    {
        MarketSignals signals = SignalQuantiser.Quantise(0, 0, 1e6, null, null, 0, 0, Now);
        Assert.Equal(new MarketSignals(0, 0, 0, 0, 0, 0, Now), signals);
    }

    [Fact]
    public void Quantise_AtTheExtremes_Clamps()
    {
        const double infinite = double.PositiveInfinity;
        MarketSignals signals = SignalQuantiser.Quantise(infinite, double.MaxValue, 1e6, infinite, infinite, infinite, double.MaxValue, Now);
        Assert.Equal(new MarketSignals(long.MaxValue, long.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, Now), signals);
        Assert.Equal(long.MaxValue, SignalQuantiser.Quantise(Math.Pow(2, 63), 0, 1, null, null, 0, 0, Now).BidDepthUnits);
        Assert.Equal(9_223_372_036_854_774_784, SignalQuantiser.Quantise(Math.BitDecrement(Math.Pow(2, 63)), 0, 1, null, null, 0, 0, Now).BidDepthUnits);
    }

    [Fact]
    public void Quantise_OfANaN_IsTheMostCautiousValue()
    {
        const double nan = double.NaN;
        MarketSignals signals = SignalQuantiser.Quantise(nan, nan, 1e6, nan, nan, nan, nan, Now);
        Assert.Equal(new MarketSignals(0, 0, 0, int.MaxValue, int.MaxValue, int.MaxValue, Now), signals);
    }

    [Fact]
    public void Quantise_OfAnyDoubles_IsNeverNegativeAndNeverLessCautious() =>
        Prop.ForAll(ArbMap.Default.ArbFor<double>(), ArbMap.Default.ArbFor<double>(), (depth, gain) =>
        {
            MarketSignals signals = SignalQuantiser.Quantise(depth, depth, 1e6, gain, depth, gain, gain, Now);
            Assert.True(signals is { BidDepthUnits: >= 0, AskDepthUnits: >= 0, ResiliencePpm: >= 0, VolatilityPpm: >= 0, LongGainPpm: >= 0, ShortGainPpm: >= 0 });
            if (depth >= 0) Assert.True(signals.BidDepthUnits <= depth * 1e6);
            if (gain is >= 0 and < 2_000) Assert.True(signals.LongGainPpm >= gain * 1e6);
        }).QuickCheckThrowOnFailure();
}
