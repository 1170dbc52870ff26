using Spillway.Core;

namespace Spillway.Markets;

/// <summary>An order as it comes to the book.</summary>
/// <remarks>Whether the account may trade this much is the caller's question: a reduce-only order is cut to its position before it is placed.</remarks>
public readonly record struct OrderRequest
{
    /// <summary>Who trades: the account that self-trade prevention compares. Not negative.</summary>
    public AccountId Account { get; init; }

    /// <summary>Row of the owner's list of resting orders, from 0: a dense number that the caller keeps for each account trading this market.</summary>
    public int OwnerSlot { get; init; }

    /// <summary>Lowest (sell) or highest (buy) price that is accepted: 1 … <see cref="OrderBook.MaxTicks"/>. Not read for a market order.</summary>
    public PriceTicks Limit { get; init; }

    /// <summary>How much, at least one lot. What never rests may be as large as a long.</summary>
    public QuantityLots Quantity { get; init; }

    /// <summary>Buy or sell.</summary>
    public Side Side { get; init; }

    /// <summary>Limit or market.</summary>
    public OrderType Type { get; init; }

    /// <summary>What becomes of the rest. A market order is never post-only and never rests.</summary>
    public TimeInForce TimeInForce { get; init; }

    /// <summary>What happens when this order meets one of its own account.</summary>
    public SelfTradePrevention SelfTrade { get; init; }

    /// <summary>Once it rests, the order may only reduce a position: <see cref="IBookParticipants.FillableLots"/> sees this mark.</summary>
    public bool ReduceOnly { get; init; }

    /// <summary>Whether what does not trade stays in the book.</summary>
    public bool MayRest => Type == OrderType.Limit && TimeInForce != TimeInForce.ImmediateOrCancel;

    /// <summary>Whether every field is in its range.</summary>
    internal bool IsValid =>
        Account.Index >= 0
        && OwnerSlot >= 0
        && Quantity.Lots > 0
        && Side <= Side.Sell
        && SelfTrade <= SelfTradePrevention.CancelBoth
        && (Type == OrderType.Limit
            ? TimeInForce <= TimeInForce.PostOnly && Limit.Ticks is >= 1 and <= OrderBook.MaxTicks
            : Type == OrderType.Market && TimeInForce <= TimeInForce.ImmediateOrCancel);
}
