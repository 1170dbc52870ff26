namespace Spillway.Markets;

/// <summary>What a row of the order table holds; a free row has none.</summary>
[Flags]
internal enum OrderMarks : byte
{
    None = 0,
    Resting = 1,
    ReduceOnly = 2,
    AuctionOnly = 4,
}
