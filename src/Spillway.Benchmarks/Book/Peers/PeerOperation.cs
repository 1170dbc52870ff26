using Spillway.Core;

namespace Spillway.Benchmarks.Book.Peers;

/// <summary>One operation that any order book knows.</summary>
/// <param name="Call">What to do.</param>
/// <param name="Id">Number of the order that is placed.</param>
/// <param name="Target">Number of the order that is cancelled or replaced.</param>
/// <param name="Side">Of the order that is placed.</param>
/// <param name="Price">Limit, ticks; zero for a market order.</param>
/// <param name="Lots">How much.</param>
internal readonly record struct PeerOperation(PeerCall Call, int Id, int Target, Side Side, long Price, long Lots);

/// <summary>What is done.</summary>
internal enum PeerCall
{
    /// <summary>A limit order; what does not trade rests.</summary>
    Limit,

    /// <summary>A limit order; what does not trade is cancelled.</summary>
    Immediate,

    /// <summary>A market order.</summary>
    Market,

    /// <summary>An order leaves the book.</summary>
    Cancel,

    /// <summary>An order leaves the book, and a new limit order takes its place.</summary>
    Replace,
}
