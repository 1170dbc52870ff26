namespace Spillway.Engine;

/// <summary>Why a command was rejected. Bad input is an answer, never an exception.</summary>
public enum RejectReason : byte
{
    /// <summary>Accepted.</summary>
    None = 0,

    /// <summary>The kind is not one of this version.</summary>
    UnknownCommand = 1,

    /// <summary>Time lies before an earlier command.</summary>
    ClockBackwards = 2,

    /// <summary>No such account.</summary>
    UnknownAccount = 3,

    /// <summary>No such instrument.</summary>
    UnknownInstrument = 4,

    /// <summary>No such asset.</summary>
    UnknownAsset = 5,

    /// <summary>No such price index.</summary>
    UnknownIndex = 6,

    /// <summary>The index has no such source.</summary>
    UnknownSource = 7,

    /// <summary>No such resting order, or not of this account.</summary>
    UnknownOrder = 8,

    /// <summary>Neither buy nor sell.</summary>
    InvalidSide = 9,

    /// <summary>Order type, time in force or self-trade rule out of range, or a market order that would rest.</summary>
    InvalidOrderKind = 10,

    /// <summary>Zero, negative, or above the market's highest price.</summary>
    InvalidPrice = 11,

    /// <summary>Zero, negative, or above the market's largest position.</summary>
    InvalidQuantity = 12,

    /// <summary>Zero, negative, or above the supply bound.</summary>
    InvalidAmount = 13,

    /// <summary>Out of bounds.</summary>
    InvalidRate = 14,

    /// <summary>Negative depth, or a time in the future.</summary>
    InvalidSignals = 15,

    /// <summary>The balance does not hold the amount.</summary>
    InsufficientFunds = 16,

    /// <summary>Equity would be below initial margin.</summary>
    InsufficientMargin = 17,

    /// <summary>The position could exceed the market's largest position.</summary>
    PositionTooLarge = 18,

    /// <summary>The account holds positions or orders in too many instruments.</summary>
    TooManyPositions = 19,

    /// <summary>A sub-account holds only its own instrument and its settlement asset.</summary>
    NotIsolatedHere = 20,

    /// <summary>Money moves only between a cross account and its own sub-account.</summary>
    NotRelated = 21,

    /// <summary>A reduce-only order finds nothing to reduce.</summary>
    WouldNotReduce = 22,

    /// <summary>The account is under liquidation: only reduce-only orders and deposits are taken.</summary>
    UnderLiquidation = 23,

    /// <summary>The market has no mark yet, or its index is stale.</summary>
    MarketNotOpen = 24,

    /// <summary>Positions are imported only before the market has a mark.</summary>
    MarketOpen = 25,

    /// <summary>Both sides are the same account.</summary>
    SameAccount = 26,

    /// <summary>The account is already in that state.</summary>
    AlreadySo = 27,

    /// <summary>A bound of the engine is reached.</summary>
    CapacityReached = 28,

    /// <summary>The document is wrong; the detail says where.</summary>
    InvalidDocument = 29,

    /// <summary>Time lies beyond the latest instant a command may carry.</summary>
    ClockTooFar = 30,

    /// <summary>The payload is empty, is not made of whole records, or holds too many of them.</summary>
    InvalidPayload = 31,

    /// <summary>The account has promised to take positions over: until its promise ends it may only reduce, and nothing leaves it.</summary>
    Pledged = 32,

    /// <summary>The account has no promise that could end.</summary>
    NotPledged = 33,

    /// <summary>A market that the account holds is in stress: money leaves only above a multiple of initial margin.</summary>
    MarketInStress = 34,

    /// <summary>A circuit breaker holds the market reduce-only: takers may not open.</summary>
    ReduceOnlyMarket = 40,

    /// <summary>A circuit breaker halts the market: only orders that rest, and those that reduce, are collected.</summary>
    MarketHalted = 41,

    /// <summary>The account is the buffer pool: it sends no orders, and its money moves by shares only.</summary>
    PoolAccount = 50,

    /// <summary>No buffer pool has been named.</summary>
    NoPool = 51,

    /// <summary>Somebody holds shares of the buffer pool, and they are worth something.</summary>
    PoolHasHolders = 52,

    /// <summary>The account holds fewer shares of the buffer pool, or has none under a notice that stands.</summary>
    NoShares = 53,

    /// <summary>The notice for shares of the buffer pool is not over.</summary>
    NoticeRunning = 54,

    /// <summary>The buffer pool is under liquidation, has no equity, or holds a market without a fresh index: its shares have no price.</summary>
    PoolClosed = 55,

    /// <summary>The account cannot be the buffer pool: it holds positions or orders, stands by as a taker, relays an order book, has a case, or is vault, absorber or clearing member.</summary>
    UnfitForPool = 56,

    /// <summary>Not the next seed, or the last one is still secret; or not the one that could be revealed.</summary>
    SeedOutOfOrder = 60,

    /// <summary>A schedule under way draws on the seed.</summary>
    SeedInUse = 61,

    /// <summary>Open interest of the market would be above its cap: only what closes is taken, and orders that can only rest.</summary>
    OpenInterestCapped = 70,

    /// <summary>The loop gain that the order would feed has reached its cap on stressed depth, or is not known: only what closes is taken, and orders that can only rest.</summary>
    GainCapped = 71,

    /// <summary>Equity covers initial margin, but not what a crowded market or a large position adds to it.</summary>
    InsufficientForAddOn = 72,

    /// <summary>The policy forms funding rates itself.</summary>
    FundingByPolicy = 75,

    /// <summary>The account quotes by a curve: it sends no orders, plays no other part, and nothing leaves it before the curve is withdrawn.</summary>
    LiquidityPoolAccount = 90,

    /// <summary>The account has no curve in this instrument.</summary>
    NoLiquidityPool = 91,

    /// <summary>The account cannot quote by a curve: it holds positions or orders, plays another part, relays an order book, has a case; or the contract is inverse.</summary>
    UnfitForLiquidity = 92,

    /// <summary>The pool has no lot within the worst price, its range and its margin.</summary>
    NoDepth = 93,

    /// <summary>The account relays no order book on this side of the market.</summary>
    NoAwayQuotes = 94,

    /// <summary>The account cannot relay an order book: it plays another part or has a case; or the contract is inverse.</summary>
    UnfitForAwayQuotes = 95,

    /// <summary>What the broker saw is older than the policy uses, or lies in the future.</summary>
    StaleQuotes = 96,

    /// <summary>The venue has not let the account relay order books.</summary>
    NotABroker = 97,

    /// <summary>The account is no clearing member.</summary>
    NotAMember = 100,

    /// <summary>The account cannot be a clearing member: it is pool, vault or absorber.</summary>
    UnfitForMember = 101,

    /// <summary>The position could exceed the exposure limit on equity and contribution.</summary>
    ExposureLimit = 102,

    /// <summary>No sealed bids are taken for this case.</summary>
    NoAuction = 103,

    /// <summary>A member does not bid for what is its own.</summary>
    OwnPortfolio = 104,

    /// <summary>The member has given notice: it pays nothing more in and bids no more.</summary>
    MemberLeaves = 105,

    /// <summary>No auction of that number is under way.</summary>
    UnknownAuction = 80,

    /// <summary>Nothing of the auction is on offer now: its time is over, the account is well again or below the health floor, or the lots are gone.</summary>
    AuctionClosed = 81,

    /// <summary>The price of the auction is worse for the bidder than the worst it would take.</summary>
    AuctionPrice = 82,
}
