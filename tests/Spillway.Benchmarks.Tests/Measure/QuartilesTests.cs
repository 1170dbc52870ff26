using Spillway.Benchmarks.Measure;

namespace Spillway.Benchmarks.Tests.Measure;

public class QuartilesTests
{
    [Fact]
    public void Of_OneRound_IsThatRound() => Assert.Equal(new Quartiles(7, 7, 7), Quartiles.Of([7]));

    [Fact]
    public void Of_FiveRounds_AreTheSecondThirdAndFourth() => Assert.Equal(new Quartiles(2, 3, 4), Quartiles.Of([5, 1, 4, 2, 3]));

    [Fact]
    public void Of_AnEvenNumber_LiesBetweenTheNeighbours() => Assert.Equal(new Quartiles(1.75, 2.5, 3.25), Quartiles.Of([4, 3, 2, 1]));
}
