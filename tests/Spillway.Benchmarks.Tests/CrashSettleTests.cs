using Spillway.Benchmarks.Crash;
using Spillway.Engine;

namespace Spillway.Benchmarks.Tests;

/// <summary>The crash through to settlement takes every way out, and leaves nobody behind.</summary>
public class CrashSettleTests
{
    [Fact]
    public void Crash_OfWholePositions_UsesBookWinnersAndFundAndEndsEveryCase()
    {
        CrashVenue venue = CrashSettleRung.Open(2_000, CrashSettleRung.WholePositions);
        CrashSettleRung.Crash(venue, out int falls);
        Assert.InRange(falls, 2, 100); // the book that gave way brought the price down once more at least
        Assert.InRange(venue.Confirm(), 0, 0);
        Assert.Equal(venue.Counter.Opened, venue.Counter.Closed);
        Assert.InRange(venue.Counter.Opened, 300, 600);
        Assert.Equal(2_000 * 600, venue.Counter.BookLots);
        Assert.True(venue.Counter.DeleveragedLots > 0 && venue.Counter.FundUnits > 0 && venue.Counter.SharedUnits > 0);
        Assert.Equal(0, venue.Counter.Bounds);
    }

    [Fact]
    public void Spillway_AsMeasured_IsThePolicyAsShipped() => Assert.Equal(
        PolicyDocument.Read(File.ReadAllBytes(CheckoutFolder.PathOf("policies/spillway.json")), _ => null).ToPolicy(),
        PolicyDocument.Read(System.Text.Encoding.UTF8.GetBytes(CrashSettleRung.Spillway), _ => null).ToPolicy());
}
