namespace Spillway.Engine;

/// <summary>What a command asks for. The numbers are part of the journal format and are never reused.</summary>
public enum CommandKind : byte
{
    /// <summary>No command; always rejected.</summary>
    None = 0,

    /// <summary>Payload: asset listing document.</summary>
    ListAsset = 1,

    /// <summary>Payload: index listing document.</summary>
    ListIndex = 2,

    /// <summary>Payload: instrument listing document.</summary>
    ListInstrument = 3,

    /// <summary>Payload: policy document, bases resolved.</summary>
    ApplyPolicy = 4,

    /// <summary>Body: OpenAccount.</summary>
    OpenAccount = 5,

    /// <summary>Body: MoveFunds.</summary>
    Deposit = 6,

    /// <summary>Body: MoveFunds.</summary>
    Withdraw = 7,

    /// <summary>Body: MoveFunds, between a cross account and its sub-account.</summary>
    Transfer = 8,

    /// <summary>Body: MoveFunds, from outside into the insurance fund.</summary>
    EndowFund = 9,

    /// <summary>Body: PlaceOrder.</summary>
    PlaceOrder = 10,

    /// <summary>Body: CancelOrder.</summary>
    CancelOrder = 11,

    /// <summary>Body: ReplaceOrder.</summary>
    ReplaceOrder = 12,

    /// <summary>Body: CancelAll.</summary>
    CancelAll = 13,

    /// <summary>Body: IndexPrice.</summary>
    IndexPrice = 14,

    /// <summary>Body: Funding.</summary>
    Funding = 15,

    /// <summary>Body: Signals.</summary>
    Signals = 16,

    /// <summary>Body: ImportTrade.</summary>
    ImportTrade = 17,

    /// <summary>Body: SetNetting.</summary>
    SetNetting = 18,

    /// <summary>Body: SetAbsorber.</summary>
    SetAbsorber = 19,

    /// <summary>No body: time passes, marks age, open cases are served.</summary>
    AdvanceTime = 20,

    /// <summary>Body: SetVault.</summary>
    SetVault = 21,

    /// <summary>Payload: reports of several indexes, each an IndexPrice as it stands in memory, applied together before anybody is looked at.</summary>
    IndexPrices = 22,

    /// <summary>Body: PledgeTaker.</summary>
    PledgeTaker = 23,

    /// <summary>Body: EndPledge.</summary>
    EndPledge = 24,

    /// <summary>Body: SetTopUp.</summary>
    SetTopUp = 25,

    /// <summary>Body: SetPreLiquidation.</summary>
    SetPreLiquidation = 26,

    /// <summary>Body: SetPool.</summary>
    SetPool = 40,

    /// <summary>Body: PoolDeposit.</summary>
    PoolDeposit = 41,

    /// <summary>Body: PoolNotice.</summary>
    PoolNotice = 42,

    /// <summary>Body: PoolRedeem.</summary>
    PoolRedeem = 43,

    /// <summary>Body: CommitSeed.</summary>
    CommitSeed = 50,

    /// <summary>Body: RevealSeed.</summary>
    RevealSeed = 51,

    /// <summary>Body: SetLiquidityPool.</summary>
    SetLiquidityPool = 75,

    /// <summary>Body: SwapPool.</summary>
    SwapPool = 76,

    /// <summary>Body: QuoteAway. Payload: the levels, <see cref="Liquidation.AwayLevel"/> after <see cref="Liquidation.AwayLevel"/>.</summary>
    QuoteAway = 77,

    /// <summary>Body: SetBroker.</summary>
    SetBroker = 78,

    /// <summary>Body: ContributeMember.</summary>
    ContributeMember = 80,

    /// <summary>Body: LeaveMembers.</summary>
    LeaveMembers = 81,

    /// <summary>Body: SetStandingBid.</summary>
    SetStandingBid = 82,

    /// <summary>Body: BidPortfolio.</summary>
    BidPortfolio = 83,

    /// <summary>Body: TakeAuction.</summary>
    TakeAuction = 70,
}
