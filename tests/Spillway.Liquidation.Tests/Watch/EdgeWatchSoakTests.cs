namespace Spillway.Liquidation.Tests.Watch;

/// <summary>After every tick of a random market the edge watch has found exactly whom a look at everybody finds: nobody too late, nobody wrongly.</summary>
public sealed class EdgeWatchSoakTests
{
    // Accounts × ticks over the six venues: 11 million on every build, 10^8 in the long form.
    private static readonly int Ticks = Environment.GetEnvironmentVariable("SPILLWAY_LONG") == "1" ? 56_000 : 6_000;

    [Theory]
    [InlineData(1, 1_000_000, null)]
    [InlineData(2, 1_250_000, null)]
    [InlineData(3, 2_500_000, null)]
    [InlineData(4, 10_000_000, null)]
    [InlineData(5, 1_000_000, 3)] // bursts: some sweeps look at everybody while the ladders catch up
    [InlineData(6, 1_250_000, 0)]
    public void Sweep_OnRandomMarkets_FindsAtEveryTickWhomALookAtEverybodyFinds(int seed, int ratioPpm, int? mostWakes)
    {
        WatchedVenue venue = new(seed, ratioPpm, mostWakes);
        for (int tick = 0; tick < Ticks; tick++) venue.Tick();
        venue.House.CheckConservation();
        Assert.True(venue.Found > 100, $"only {venue.Found} accounts were found: the market was too quiet to prove anything");
        Assert.Equal(300L * Ticks, venue.Looks);
        if (mostWakes is null) Assert.Equal(0, venue.LooksOfTheWatch);
        else Assert.InRange(venue.LooksOfTheWatch, Ticks / 50, Ticks / 2);
    }
}
