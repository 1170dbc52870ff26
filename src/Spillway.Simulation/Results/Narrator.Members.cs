using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <content>Clearing members and default auctions.</content>
public sealed partial class Narrator
{
    /// <inheritdoc/>
    public void On(in MemberContributed e) => Tell(
        "MemberContributed",
        CaseId.None,
        e.Account,
        e.IsAssessment
            ? $"{e.Account} was assessed {Usd(e.Amount)} to refill its contribution, which is {Usd(e.Contribution)} now."
            : $"{e.Account} paid {Usd(e.Amount)} into the default fund; its contribution is {Usd(e.Contribution)}.");

    /// <inheritdoc/>
    public void On(in MemberNoticeGiven e) => Tell(
        "MemberNoticeGiven",
        CaseId.None,
        e.Account,
        $"{e.Account} gave notice as a clearing member: its contribution stands for losses for another {(e.LeavesAt - (Engine?.CommandTime ?? default)) / Timestamp.NanosPerSecond} s.");

    /// <inheritdoc/>
    public void On(in MemberLeft e) => Tell("MemberLeft", CaseId.None, e.Account, $"{e.Account} is no clearing member any more and got {Usd(e.Amount)} of contribution back.");

    /// <inheritdoc/>
    public void On(in StandingBidSet e) => Tell(
        "StandingBidSet",
        CaseId.None,
        e.Member,
        e.Notional == Money.Zero
            ? $"{e.Member} took its standing bid back."
            : $"{e.Member} stands by to take portfolios of up to {Usd(e.Notional)} over for {Share(e.Discount.Ppm)} of their notional.");

    /// <inheritdoc/>
    public void On(in DefaultAuctionOpened e) => Tell(
        "DefaultAuctionOpened",
        e.Case,
        e.Account,
        $"{e.Case}: no standing bids take the portfolio of {e.Account}, {Usd(e.Notional)} of notional on an equity of {Usd(e.Equity)}; sealed bids are taken for {(e.EndsAt - (Engine?.CommandTime ?? default)) / Timestamp.NanosPerSecond} s.");

    /// <inheritdoc/>
    public void On(in PortfolioBidTaken e) => Tell("PortfolioBidTaken", e.Case, AccountOf(e.Case), $"{e.Case}: {e.Member} sent a sealed bid.");

    /// <inheritdoc/>
    public void On(in DefaultAuctionWon e) => Tell(
        "DefaultAuctionWon",
        e.Case,
        e.Account,
        $"{e.Case}: {e.Member} took {(e.Of == 1 ? "the whole portfolio" : $"{e.Slices} of {e.Of} slices of the portfolio")}, {Usd(e.Notional)} of notional, over at mark and {(e.Price < Money.Zero ? $"paid {Usd(-e.Price)} for it" : $"was paid {Usd(e.Price)}")}.");

    /// <inheritdoc/>
    public void On(in DefaultAuctionFailed e) => Tell(
        "DefaultAuctionFailed", e.Case, e.Account, $"{e.Case}: of {e.Bids} sealed bids none took the portfolio; it goes on along the ladder at once.");

    /// <inheritdoc/>
    public void On(in ContributionDrawn e) => Tell(
        "ContributionDrawn",
        e.Case,
        e.Account,
        $"{e.Case}: the {Words(e.Tier)} contribution of {e.Member} paid {Usd(e.Amount)} of what {e.Account} owes; {Usd(e.Left)} of it are left.");
}
