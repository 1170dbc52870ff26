namespace Spillway.Liquidation.Tests.Watch;

/// <summary>After every tick of a random market the edge watch has found exactly whom a look at everybody finds: nobody too late, nobody wrongly.</summary>
public sealed class EdgeWatchSoakTests
{
    // Accounts × ticks over the four ratios: 7 million on every build, 10^8 in the long form.
    private static readonly int Ticks = Environment.GetEnvironmentVariable("SPILLWAY_LONG") == "1" ? 84_000 : 6_000;

    [Theory]
    [InlineData(1, 1_000_000)]
    [InlineData(2, 1_250_000)]
    [InlineData(3, 2_500_000)]
    [InlineData(4, 10_000_000)]
    public void Sweep_OnRandomMarkets_FindsAtEveryTickWhomALookAtEverybodyFinds(int seed, int ratioPpm)
    {
        WatchedVenue venue = new(seed, ratioPpm);
        for (int tick = 0; tick < Ticks; tick++) venue.Tick();
        venue.House.CheckConservation();
        Assert.True(venue.Found > 100, $"only {venue.Found} accounts were found: the market was too quiet to prove anything");
        Assert.Equal(300L * Ticks, venue.Looks);
    }
}
