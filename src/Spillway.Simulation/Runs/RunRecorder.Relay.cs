using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <content>Events that are only passed on.</content>
internal sealed partial class RunRecorder
{
    public void On(in AccountOpened e) => next?.On(in e);

    public void On(in OrderRested e) => next?.On(in e);

    public void On(in OrderEnded e) => next?.On(in e);

    public void On(in MarkMoved e) => next?.On(in e);

    public void On(in IndexStale e) => next?.On(in e);

    public void On(in FundingDecided e) => next?.On(in e);

    public void On(in SignalsTaken e) => next?.On(in e);

    public void On(in PolicyApplied e) => next?.On(in e);

    public void On(in TakerPledged e) => next?.On(in e);

    public void On(in PledgeEnded e) => next?.On(in e);

    public void On(in InsuranceCapped e) => next?.On(in e);

    public void On(in FundReplenished e) => next?.On(in e);

    public void On(in PoolSharesIssued e) => next?.On(in e);

    public void On(in PoolNoticeGiven e) => next?.On(in e);

    public void On(in PoolSharesRedeemed e) => next?.On(in e);

    public void On(in PoolTook e) => next?.On(in e);

    public void On(in MarginCallMet e) => next?.On(in e);

    public void On(in CloseSized e) => next?.On(in e);

    public void On(in ClosePaced e) => next?.On(in e);

    public void On(in InsuranceStopped e) => next?.On(in e);

    public void On(in VaultTookOver e) => next?.On(in e);

    public void On(in VaultPaid e) => next?.On(in e);

    public void On(in ReleaseDecided e) => next?.On(in e);

    public void On(in HandedOver e) => next?.On(in e);

    public void On(in AuctionOffered e) => next?.On(in e);

    public void On(in AuctionTaken e) => next?.On(in e);

    public void On(in AuctionRestarted e) => next?.On(in e);

    public void On(in AuctionEnded e) => next?.On(in e);

    public void On(in SeedCommitted e) => next?.On(in e);

    public void On(in SeedRevealed e) => next?.On(in e);

    public void On(in ScheduleStarted e) => next?.On(in e);

    public void On(in ChildReleased e) => next?.On(in e);

    public void On(in ReleaseRouted e) => next?.On(in e);

    public void On(in LiquidityPoolSet e) => next?.On(in e);

    public void On(in LiquidityPoolEnded e) => next?.On(in e);

    public void On(in BrokerSet e) => next?.On(in e);

    public void On(in AwayQuoted e) => next?.On(in e);

    public void On(in AwayQuotesEnded e) => next?.On(in e);

    public void On(in AwayTraded e) => next?.On(in e);

    public void On(in LossShared e) => next?.On(in e);

    public void On(in MemberContributed e) => next?.On(in e);

    public void On(in MemberNoticeGiven e) => next?.On(in e);

    public void On(in MemberLeft e) => next?.On(in e);

    public void On(in StandingBidSet e) => next?.On(in e);

    public void On(in DefaultAuctionOpened e) => next?.On(in e);

    public void On(in PortfolioBidTaken e) => next?.On(in e);

    public void On(in DefaultAuctionWon e) => next?.On(in e);

    public void On(in DefaultAuctionFailed e) => next?.On(in e);

    public void On(in ContributionDrawn e) => next?.On(in e);

    public void On(in BreakerTripped e) => next?.On(in e);

    public void On(in BreakerRenewed e) => next?.On(in e);

    public void On(in BreakerExpired e) => next?.On(in e);

    public void On(in MarketReopened e) => next?.On(in e);

    public void On(in GainCapMoved e) => next?.On(in e);

    public void On(in TermsAdapted e) => next?.On(in e);

    public void On(in BoundReached e) => next?.On(in e);
}
