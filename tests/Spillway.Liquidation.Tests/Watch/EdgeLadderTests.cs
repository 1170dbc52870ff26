namespace Spillway.Liquidation.Tests.Watch;

/// <summary>Populations and paths built against the ladder: the work stays within a constant of what was added and passed.</summary>
public sealed class EdgeLadderTests
{
    private const int Rows = 20_000;
    private const uint Top = 1_000_000;

    // Looked at in MakeRoom and BringNear: a sixteenth comes near at a time, so an edge is looked at about sixteen times on its way, and each refill of the heap adds some.
    private const int MostWorkPerEdge = 40;

    [Theory]
    [InlineData("spread")]
    [InlineData("one place")]
    [InlineData("two places")]
    [InlineData("doubling")]
    public void TakePassed_WhenTheMarkFallsThroughAllEdges_WorksInProportionToThem(string population)
    {
        (EdgeIndex index, EdgeLadder ladder, IndexSet passed) = Filled(population);
        for (uint mark = Top; mark > 1_000; mark -= 500) ladder.TakePassedIfAny(mark, passed);
        ladder.TakePassedIfAny(0, passed);
        Assert.Equal(Rows, passed.Count);
        Assert.Equal(0, ladder.Count);
        Assert.InRange(ladder.Work, 0, MostWorkPerEdge * Rows);
        GC.KeepAlive(index);
    }

    // Down to where the bound is and up again, and every edge that was passed is filed anew where it was.
    [Theory]
    [InlineData("spread")]
    [InlineData("one place")]
    [InlineData("two places")]
    [InlineData("doubling")]
    public void TakePassed_WhenTheMarkGoesBackAndForthForEver_WorksInProportionToWhatItPasses(string population)
    {
        (EdgeIndex index, EdgeLadder ladder, IndexSet passed) = Filled(population);
        Random random = new(3);
        uint[] keys = Keys(population);
        long added = Rows;
        for (int swing = 0; swing < 400; swing++)
        {
            uint low = Top - 1 - (uint)random.Next((int)Top / 2);
            ladder.TakePassedIfAny(low, passed);
            foreach (int row in passed.Members) ladder.Add(new Edge(keys[row], row));
            added += passed.Count;
            passed.Clear();
            Assert.InRange(ladder.Work, 0, MostWorkPerEdge * added);
        }
        Assert.Equal(Rows, ladder.Count);
        GC.KeepAlive(index);
    }

    private static (EdgeIndex Index, EdgeLadder Ladder, IndexSet Passed) Filled(string population)
    {
        EdgeIndex index = new();
        index.Reserve(Rows, 1);
        IndexSet passed = new();
        passed.Reserve(Rows);
        uint[] keys = Keys(population);
        for (int row = 0; row < Rows; row++) index.Set(row, 0, isLow: true, keys[row]); // so that compaction knows them
        EdgeLadder ladder = new(index, 0);
        for (int row = 0; row < Rows; row++) ladder.Add(new Edge(keys[row], row));
        return (index, ladder, passed);
    }

    private static uint[] Keys(string population)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, Rows).Select(row => population switch
        {
            "spread" => (uint)random.Next(1, (int)Top),
            "one place" => Top / 2,
            "two places" => row % 2 == 0 ? Top - 10 : Top / 3,
            _ => (uint)(Top * Math.Pow(0.5, 20.0 * row / Rows)) + 1,
        })];
    }
}

internal static class EdgeLadderUse
{
    /// <summary>As the index asks: first whether anything is passed at all.</summary>
    public static void TakePassedIfAny(this EdgeLadder ladder, uint mark, IndexSet passed)
    {
        if (ladder.IsPassedBy(mark)) ladder.TakePassed(mark, passed);
    }
}
