using Spillway.Benchmarks.Maps;
using Spillway.Signals;

namespace Spillway.Benchmarks.Tests.Maps;

public class MapVenueTests
{
    [Fact]
    public void MapVenue_Always_GivesHalfOfTheAccountsOnePositionAndTheOthersFour()
    {
        MapVenue venue = new(2_000, CancellationToken.None);
        Assert.Equal((1_000 * 1) + (1_000 * MapVenue.PositionsOfCross), venue.House.Positions.SizeLots.Length - 8); // eight streets hold the other sides
        LiquidationMap falls = new(), squeezes = new();
        new LiquidationSurvey().Measure(venue.House, venue.Cases, MapVenue.Mapped, falls, squeezes);
        Assert.InRange(falls.TriggeredAccounts + squeezes.TriggeredAccounts, 1_000, 2_000);
        Assert.InRange(venue.Liquidatable(longs: true, MapVenue.StartTicks / 100 * 90), 0.9 * falls.Cumulative[105], 1.1 * falls.Cumulative[105]);
    }

    [Fact]
    public void Stir_Always_ChangesAccountsThatALiveMapFollows()
    {
        MapVenue venue = new(2_000, CancellationToken.None);
        AccountChanges changes = AccountChanges.Of(venue.House);
        LiveLiquidationMap map = new(venue.House, venue.Cases, MapVenue.Mapped, changes);
        map.Update(0);
        venue.Stir(200);
        venue.Move();
        map.Update(int.MaxValue);
        LiveLiquidationMap anew = new(venue.House, venue.Cases, MapVenue.Mapped, changes);
        anew.Update(0);
        LiquidationMap falls = new(), squeezes = new(), otherFalls = new(), otherSqueezes = new();
        map.Read(falls, squeezes);
        anew.Read(otherFalls, otherSqueezes);
        Assert.Equal(otherFalls.Density.ToArray(), falls.Density.ToArray());
        Assert.Equal(otherSqueezes.Density.ToArray(), squeezes.Density.ToArray());
        Assert.Equal((anew.Holders, otherFalls.OpenInterest), (map.Holders, falls.OpenInterest));
    }
}
