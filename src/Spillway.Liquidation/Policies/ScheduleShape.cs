namespace Spillway.Liquidation;

/// <summary>How what the book has room for is spread over time.</summary>
public enum ScheduleShape : byte
{
    /// <summary>All of it at once.</summary>
    Immediate = 0,

    /// <summary>Equal slices.</summary>
    Twap = 1,

    /// <summary>A block at each end and an even rate between them: the cheapest way through a book that refills at a constant rate.</summary>
    ObizhaevaWang = 2,
}
