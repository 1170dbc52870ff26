using System.Xml.Linq;
using Spillway.Benchmarks.Curves;

namespace Spillway.Benchmarks.Tests.Curves;

public class CostCurvesTests
{
    [Fact]
    public void Plans_OfAFullRun_GoFromTenThousandToAMillionAccountsAndFromOneToAThousandMarkets()
    {
        var plans = CostCurves.Plans(new CurveRequest()).ToList();
        Assert.Equal([10_000, 100_000, 1_000_000], plans.Where(p => p.Axis == CurveAxis.Accounts).Select(p => p.Plan.Accounts));
        Assert.Equal([1, 10, 100, 1_000], plans.Where(p => p.Axis == CurveAxis.Markets).Select(p => p.Plan.Instruments));
        Assert.Equal([1, 2, 4, 8, 16, 32], plans.Where(p => p.Axis == CurveAxis.Positions).Select(p => p.Plan.PositionsEach));
        Assert.All(plans, p => Assert.True(p.Plan.PositionsEach <= p.Plan.Instruments)); // each position in a market of its own
    }

    [Fact]
    public void Run_OfTinyPopulations_MeasuresEveryPointAndDrawsIt()
    {
        CurveResult result = CostCurves.Run(new CurveRequest { Accounts = 300, Markets = 12, Positions = 3 }, _ => { }, CancellationToken.None);
        Assert.Equal(CostCurves.Plans(new CurveRequest { Accounts = 300, Markets = 12, Positions = 3 }).Count(), result.Points.Count);
        Assert.All(result.Points, point => Assert.True(point.TickMicros > 0 && point.WakesATick >= 0));
        XElement svg = XElement.Parse(CurveChart.Draw(result));
        // Axes are logarithmic. What a few hundred accounts take can be less than what the collector frees meanwhile for the tests beside this one, and then there is no dot.
        int drawn = result.Points.Count + result.Points.Count(point => point.PositionBytes > 0);
        Assert.Equal(drawn, svg.Descendants().Count(element => element.Name.LocalName == "circle"));
    }

    [Fact]
    public void Run_WhenCancelled_Ends() => Assert.Throws<OperationCanceledException>(() => CostCurves.Run(new CurveRequest { Accounts = 300 }, _ => { }, new CancellationToken(canceled: true)));
}
