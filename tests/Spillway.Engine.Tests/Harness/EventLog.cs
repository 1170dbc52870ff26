using Spillway.Liquidation;

namespace Spillway.Engine.Tests;

/// <summary>Keeps every event in order; records compare by value, so two logs compare with Equal.</summary>
internal sealed class EventLog : IEngineEvents, IRejections
{
    public List<object> All { get; } = [];

    public IEnumerable<T> Of<T>() => All.OfType<T>();

    public void Clear() => All.Clear();

    public void On(in AccountOpened e) => All.Add(e);

    public void On(in BalanceMoved e) => All.Add(e);

    public void On(in OrderRested e) => All.Add(e);

    public void On(in OrderEnded e) => All.Add(e);

    public void On(in Traded e) => All.Add(e);

    public void On(in MarkMoved e) => All.Add(e);

    public void On(in IndexStale e) => All.Add(e);

    public void On(in FundingDecided e) => All.Add(e);

    public void On(in FundingSettled e) => All.Add(e);

    public void On(in SignalsTaken e) => All.Add(e);

    public void On(in PolicyApplied e) => All.Add(e);

    public void On(in TakerPledged e) => All.Add(e);

    public void On(in PledgeEnded e) => All.Add(e);

    public void On(in PoolSharesIssued e) => All.Add(e);

    public void On(in PoolNoticeGiven e) => All.Add(e);

    public void On(in PoolSharesRedeemed e) => All.Add(e);

    public void On(in PoolTook e) => All.Add(e);

    public void On(in PoolUnwound e) => All.Add(e);

    public void On(in AuctionOffered e) => All.Add(e);

    public void On(in AuctionTaken e) => All.Add(e);

    public void On(in AuctionRestarted e) => All.Add(e);

    public void On(in AuctionEnded e) => All.Add(e);

    public void On(in SeedCommitted e) => All.Add(e);

    public void On(in SeedRevealed e) => All.Add(e);

    public void On(in ReleaseRouted e) => All.Add(e);

    public void On(in LiquidityPoolSet e) => All.Add(e);

    public void On(in LiquidityPoolEnded e) => All.Add(e);

    public void On(in LiquidityPoolTraded e) => All.Add(e);

    public void On(in BrokerSet e) => All.Add(e);

    public void On(in AwayQuoted e) => All.Add(e);

    public void On(in AwayQuotesEnded e) => All.Add(e);

    public void On(in AwayTraded e) => All.Add(e);

    public void On(in ScheduleStarted e) => All.Add(e);

    public void On(in ChildReleased e) => All.Add(e);

    public void On(in MarginCalled e) => All.Add(e);

    public void On(in ToppedUp e) => All.Add(e);

    public void On(in PreLiquidated e) => All.Add(e);

    public void On(in InsuranceCapped e) => All.Add(e);

    public void On(in FundReplenished e) => All.Add(e);

    public void On(in MarginCallMet e) => All.Add(e);

    public void On(in CaseOpened e) => All.Add(e);

    public void On(in CloseSized e) => All.Add(e);

    public void On(in ClosePaced e) => All.Add(e);

    public void On(in InsuranceStopped e) => All.Add(e);

    public void On(in VaultTookOver e) => All.Add(e);

    public void On(in VaultPaid e) => All.Add(e);

    public void On(in ReleaseDecided e) => All.Add(e);

    public void On(in BookReleased e) => All.Add(e);

    public void On(in HandedOver e) => All.Add(e);

    public void On(in AccountFlat e) => All.Add(e);

    public void On(in InsurancePaid e) => All.Add(e);

    public void On(in LossShared e) => All.Add(e);

    public void On(in CaseClosed e) => All.Add(e);

    public void On(in MemberContributed e) => All.Add(e);

    public void On(in MemberNoticeGiven e) => All.Add(e);

    public void On(in MemberLeft e) => All.Add(e);

    public void On(in StandingBidSet e) => All.Add(e);

    public void On(in DefaultAuctionOpened e) => All.Add(e);

    public void On(in PortfolioBidTaken e) => All.Add(e);

    public void On(in DefaultAuctionWon e) => All.Add(e);

    public void On(in DefaultAuctionFailed e) => All.Add(e);

    public void On(in ContributionDrawn e) => All.Add(e);

    public void On(in BreakerTripped e) => All.Add(e);

    public void On(in BreakerRenewed e) => All.Add(e);

    public void On(in BreakerExpired e) => All.Add(e);

    public void On(in GainCapMoved e) => All.Add(e);

    public void On(in MarketReopened e) => All.Add(e);

    public void On(in TermsAdapted e) => All.Add(e);

    public void On(in BoundReached e) => All.Add(e);

    public void On(in CommandRejected e) => All.Add(e);
}
