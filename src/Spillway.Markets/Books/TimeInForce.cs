namespace Spillway.Markets;

/// <summary>What becomes of the part of an order that does not trade at once.</summary>
public enum TimeInForce : byte
{
    /// <summary>Rests until it trades or is cancelled.</summary>
    GoodTillCancel = 0,

    /// <summary>Is cancelled.</summary>
    ImmediateOrCancel = 1,

    /// <summary>Rests whole or is rejected whole: an order that would trade, even with its own account, is not accepted.</summary>
    PostOnly = 2,
}
