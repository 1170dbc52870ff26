namespace Spillway.Liquidation;

/// <summary>The way a position changed hands.</summary>
public enum TradeRoute : byte
{
    /// <summary>Through the order book.</summary>
    Book = 0,

    /// <summary>Against another account under liquidation, at mark.</summary>
    OppositeCase = 1,

    /// <summary>Against an account that agreed beforehand to be closed at mark.</summary>
    Netting = 2,

    /// <summary>Against winners chosen by the deleveraging rule, at the price of the policy.</summary>
    Deleveraging = 3,

    /// <summary>Against the absorber outside of the market, at mark (exogenous counterfactual).</summary>
    Absorber = 4,

    /// <summary>Agreed elsewhere: positions brought into the venue.</summary>
    Import = 5,

    /// <summary>To the backstop vault, at mark, with all the margin of the account.</summary>
    Vault = 6,

    /// <summary>To an account that promised beforehand to take positions over, at its discount.</summary>
    Taker = 7,

    /// <summary>To the buffer pool, at mark, or out of what it holds.</summary>
    Pool = 8,

    /// <summary>Against an account that quotes by a curve, at what its curve says.</summary>
    LiquidityPool = 10,

    /// <summary>To a clearing member that won the portfolio, at mark.</summary>
    Member = 11,

    /// <summary>With a broker, at what the order book that it relays from elsewhere says.</summary>
    AwayBook = 12,

    /// <summary>To a bidder in an auction, at its price of the instant.</summary>
    Auction = 9,
}
