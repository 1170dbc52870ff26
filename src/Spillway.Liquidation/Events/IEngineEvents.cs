namespace Spillway.Liquidation;

/// <summary>Takes the events of the engine, in order, during the command that causes them. Methods not overridden ignore their event.</summary>
/// <remarks>An implementation must not call the engine.</remarks>
public interface IEngineEvents
{
    /// <summary>A cross account or an isolated sub-account was opened.</summary>
    void On(in AccountOpened e)
    {
    }

    /// <summary>Money came in, went out or moved between a cross account and its sub-account.</summary>
    void On(in BalanceMoved e)
    {
    }

    /// <summary>An order, or what was left of it, came to rest in the book.</summary>
    void On(in OrderRested e)
    {
    }

    /// <summary>An order left the book, or was cancelled before it rested.</summary>
    void On(in OrderEnded e)
    {
    }

    /// <summary>A position changed hands at one price.</summary>
    void On(in Traded e)
    {
    }

    /// <summary>The mark price of a market changed.</summary>
    void On(in MarkMoved e)
    {
    }

    /// <summary>No source of an index is fresh any more: its last price stands and nobody is liquidated on it until a source returns.</summary>
    void On(in IndexStale e)
    {
    }

    /// <summary>Funding was settled on every position of a market.</summary>
    void On(in FundingSettled e)
    {
    }

    /// <summary>The engine formed a funding rate by itself.</summary>
    void On(in FundingDecided e)
    {
    }

    /// <summary>Quantised signals of a market were accepted.</summary>
    void On(in SignalsTaken e)
    {
    }

    /// <summary>A policy document took effect.</summary>
    void On(in PolicyApplied e)
    {
    }

    /// <summary>An account promised to take positions over.</summary>
    void On(in TakerPledged e)
    {
    }

    /// <summary>Such a promise ended.</summary>
    void On(in PledgeEnded e)
    {
    }

    /// <summary>An account paid into the buffer pool.</summary>
    void On(in PoolSharesIssued e)
    {
    }

    /// <summary>A depositor gave notice for shares of the buffer pool, or took its notice back.</summary>
    void On(in PoolNoticeGiven e)
    {
    }

    /// <summary>Lots are on offer in an auction, or no longer.</summary>
    void On(in AuctionOffered e)
    {
    }

    /// <summary>A bidder took lots of an auction.</summary>
    void On(in AuctionTaken e)
    {
    }

    /// <summary>The price of an auction starts anew.</summary>
    void On(in AuctionRestarted e)
    {
    }

    /// <summary>An auction is over.</summary>
    void On(in AuctionEnded e)
    {
    }

    /// <summary>Shares of the buffer pool were paid.</summary>
    void On(in PoolSharesRedeemed e)
    {
    }

    /// <summary>The buffer pool took lots of a case over, or gave back what it held of the other side.</summary>
    void On(in PoolTook e)
    {
    }

    /// <summary>The buffer pool worked off some of what it holds.</summary>
    void On(in PoolUnwound e)
    {
    }

    /// <summary>An account came close to liquidation.</summary>
    void On(in MarginCalled e)
    {
    }

    /// <summary>An account got money from the reserve behind it.</summary>
    void On(in ToppedUp e)
    {
    }

    /// <summary>Part of a position was closed before a breach, as its holder had agreed.</summary>
    void On(in PreLiquidated e)
    {
    }

    /// <summary>A warned account is out of the warning zone again.</summary>
    void On(in MarginCallMet e)
    {
    }

    /// <summary>An account breached its maintenance margin; its orders are cancelled and its liquidation case is open.</summary>
    void On(in CaseOpened e)
    {
    }

    /// <summary>How much of a position must be closed, and by which rule.</summary>
    void On(in CloseSized e)
    {
    }

    /// <summary>The pace of the policy lets only a part of a sized close go now.</summary>
    void On(in ClosePaced e)
    {
    }

    /// <summary>How much of a sized quantity may go through the book now.</summary>
    void On(in ReleaseDecided e)
    {
    }

    /// <summary>A seed for randomised schedules was committed to.</summary>
    void On(in SeedCommitted e)
    {
    }

    /// <summary>A seed was told after its last use.</summary>
    void On(in SeedRevealed e)
    {
    }

    /// <summary>A case spreads what the book has room for over time.</summary>
    void On(in ScheduleStarted e)
    {
    }

    /// <summary>A part of a schedule became due.</summary>
    void On(in ChildReleased e)
    {
    }

    /// <summary>A forced order was split over the book and liquidity pools.</summary>
    void On(in ReleaseRouted e)
    {
    }

    /// <summary>An account put a curve behind its money.</summary>
    void On(in LiquidityPoolSet e)
    {
    }

    /// <summary>A curve was withdrawn or taken away.</summary>
    void On(in LiquidityPoolEnded e)
    {
    }

    /// <summary>A trade by a curve.</summary>
    void On(in LiquidityPoolTraded e)
    {
    }

    /// <summary>The venue let an account relay order books of other venues, or no longer.</summary>
    void On(in BrokerSet e)
    {
    }

    /// <summary>A broker relayed a side of an order book elsewhere.</summary>
    void On(in AwayQuoted e)
    {
    }

    /// <summary>Quotes of a broker ended.</summary>
    void On(in AwayQuotesEnded e)
    {
    }

    /// <summary>A forced trade with a broker.</summary>
    void On(in AwayTraded e)
    {
    }

    /// <summary>A forced order went through the book.</summary>
    void On(in BookReleased e)
    {
    }

    /// <summary>A forced order stopped because the insurance fund may not, or cannot, pay the loss against the bankruptcy price.</summary>
    void On(in InsuranceStopped e)
    {
    }

    /// <summary>Lots left the book path and were closed against others.</summary>
    void On(in HandedOver e)
    {
    }

    /// <summary>The backstop vault took an account over, positions and margin.</summary>
    void On(in VaultTookOver e)
    {
    }

    /// <summary>The last position left an account under liquidation.</summary>
    void On(in AccountFlat e)
    {
    }

    /// <summary>The insurance fund paid what an account could not.</summary>
    void On(in InsurancePaid e)
    {
    }

    /// <summary>A cap kept the insurance fund from paying a debt it could have paid.</summary>
    void On(in InsuranceCapped e)
    {
    }

    /// <summary>Trading fees went into the insurance fund.</summary>
    void On(in FundReplenished e)
    {
    }

    /// <summary>The backstop vault paid what an account could not.</summary>
    void On(in VaultPaid e)
    {
    }

    /// <summary>The fund was empty: winners paid a share of their open profit.</summary>
    void On(in LossShared e)
    {
    }

    /// <summary>A liquidation case ended.</summary>
    void On(in CaseClosed e)
    {
    }

    /// <summary>A clearing member paid into the default fund, or was assessed for it.</summary>
    void On(in MemberContributed e)
    {
    }

    /// <summary>A clearing member gave notice.</summary>
    void On(in MemberNoticeGiven e)
    {
    }

    /// <summary>A clearing member left.</summary>
    void On(in MemberLeft e)
    {
    }

    /// <summary>A member lets a bid for any portfolio stand, or took it back.</summary>
    void On(in StandingBidSet e)
    {
    }

    /// <summary>Sealed bids are taken for a portfolio.</summary>
    void On(in DefaultAuctionOpened e)
    {
    }

    /// <summary>A member bid for a portfolio.</summary>
    void On(in PortfolioBidTaken e)
    {
    }

    /// <summary>A member took a portfolio over, or slices of it.</summary>
    void On(in DefaultAuctionWon e)
    {
    }

    /// <summary>No bids took a portfolio.</summary>
    void On(in DefaultAuctionFailed e)
    {
    }

    /// <summary>The contribution of a member paid for a debt.</summary>
    void On(in ContributionDrawn e)
    {
    }

    /// <summary>A circuit breaker tripped or became stricter.</summary>
    void On(in BreakerTripped e)
    {
    }

    /// <summary>A circuit breaker goes on because a trigger still holds.</summary>
    void On(in BreakerRenewed e)
    {
    }

    /// <summary>A circuit breaker ended.</summary>
    void On(in BreakerExpired e)
    {
    }

    /// <summary>Collected orders traded at one price.</summary>
    void On(in MarketReopened e)
    {
    }

    /// <summary>The loop gain on stressed depth reached its cap on opening, or left it.</summary>
    void On(in GainCapMoved e)
    {
    }

    /// <summary>Close buffer and liquidation fee of a market changed with volatility and delay.</summary>
    void On(in TermsAdapted e)
    {
    }

    /// <summary>A bound of the engine was reached; the rest waits for the next command.</summary>
    void On(in BoundReached e)
    {
    }
}
