using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>What the book may not take: hand-over, and the payer of debts.</content>
public sealed partial class LiquidationDesk
{
    private readonly record struct Waiting(int Position, Market Market, Side Side, QuantityLots Lots, HandOverReason Reason);

    private readonly List<Waiting> handOvers = [];

    private void QueueHandOver(int position, Market market, Side side, QuantityLots lots, HandOverReason reason) =>
        handOvers.Add(new Waiting(position, market, side, lots, reason));

    // Nobody takes over from itself, and an absorber must have been named.
    private bool CanHandOver(AccountId account, bool isOffBookOnly) => (isOffBookOnly || Policy.HandOver.When == HandOverTime.AtOnce) && Policy.HandOver.Route switch
    {
        HandOverRoute.Deleveraging => true,
        HandOverRoute.Absorber => Absorber != AccountId.None && Absorber != account,
        _ => false,
    };

    // All lots of a round that leave one market in one direction are shared out together: one allocation is fairer than one per case, and cheaper.
    private bool HandOverQueued()
    {
        bool any = false;
        foreach (Market market in exchange.AllMarkets)
        {
            any |= HandOver(market, Side.Sell);
            any |= HandOver(market, Side.Buy);
        }
        handOvers.Clear();
        return any;
    }

    /// <returns>Whether any lot found a taker.</returns>
    private bool HandOver(Market market, Side side)
    {
        long total = 0;
        foreach (Waiting waiting in handOvers)
        {
            if (waiting.Market == market && waiting.Side == side) total += waiting.Lots.Lots;
        }
        if (total == 0) return false;
        return Policy.HandOver.Route == HandOverRoute.Deleveraging ? Deleverage(market, side, total) : Absorb(market, side);
    }

    private bool Absorb(Market market, Side side)
    {
        bool any = false;
        foreach (Waiting waiting in handOvers)
        {
            if (waiting.Market != market || waiting.Side != side) continue;
            QuantityLots lots = Min(waiting.Lots, AbsorberCapacity(market, side));
            if (lots == QuantityLots.Zero) continue;
            any = true;
            Report(waiting, lots, TradeRoute.Absorber);
            TakeAtMark(waiting.Position, market, side, Absorber, lots, TradeRoute.Absorber, RatePpm.Zero);
        }
        return any;
    }

    // No position grows beyond the largest that the market allows, not even the absorber's.
    private QuantityLots AbsorberCapacity(Market market, Side side)
    {
        Side taking = side.Opposite();
        (QuantityLots size, QuantityLots resting, _) = exchange.House.Standing(Absorber, market.Id, taking);
        return QuantityLots.FromLots(Math.Max(0, market.Spec.MaxPosition.Lots - (size.Lots * taking.Sign()) - resting.Lots));
    }

    private static QuantityLots Min(QuantityLots a, QuantityLots b) => a < b ? a : b;

    private void Report(Waiting waiting, QuantityLots lots, TradeRoute route) =>
        events.On(new HandedOver(Cases.Open[waiting.Position].Id, waiting.Market.Id, lots, route, waiting.Reason, waiting.Market.Price.Mark));

    // What nothing held back and what did not go all the same was stopped by the fund, where each fill is compared with the bankruptcy price.
    private HandOverReason ReasonOf(ReleaseBound bound) => bound switch
    {
        ReleaseBound.NegativeEquity => HandOverReason.NegativeEquity,
        ReleaseBound.FillablePrice => HandOverReason.FillablePrice,
        ReleaseBound.Halt or ReleaseBound.CircuitBreaker => HandOverReason.CircuitBreaker,
        ReleaseBound.Nothing or ReleaseBound.Schedule when Policy.Insurance.Method == InsuranceMethod.BankruptcyPrice => HandOverReason.InsuranceStopped,
        ReleaseBound.BelowHealthFloor => HandOverReason.BelowHealthFloor,
        ReleaseBound.Participation => HandOverReason.Participation,
        ReleaseBound.CannotHeal => HandOverReason.CannotHeal,
        ReleaseBound.BookClosed => HandOverReason.BookClosed,
        ReleaseBound.EmptyBook => HandOverReason.EmptyBook,
        _ => HandOverReason.BudgetSpent,
    };

    private bool CloseEnded()
    {
        bool any = false;
        for (int position = 0; position < Cases.Open.Length; position++)
        {
            FetchCases(position);
            if (!TryEnd(position, out CaseOutcome outcome)) continue;
            any = true;
            if (losses.Count == 0 || losses[^1].Position != position) Close(position, outcome);
        }
        if (losses.Count > 0) ShareLosses();
        if (any) Cases.Compact();
        return any;
    }

    private void Close(int position, CaseOutcome outcome)
    {
        LiquidationCase row = Cases.Open[position];
        Cases.Close(position, outcome == CaseOutcome.Indebted);
        Schedules.Remove(row.Account);
        Members.EndBids(row.Id);
        if (Auctions.TryGetOf(row.Account, out Auction auction)) End(in auction, AuctionEnd.CaseClosed);
        Auctions.Forget(row.Account);
        Forget(row.Account);
        NoteDelay(in row);
        events.On(new CaseClosed(row.Id, row.Account, outcome, now - row.Opened));
    }

    /// <param name="position">Row of the case.</param>
    /// <param name="outcome">How it ended; not yet decided for one whose loss is to be shared.</param>
    private bool TryEnd(int position, out CaseOutcome outcome)
    {
        LiquidationCase row = Cases.Open[position];
        AccountHealth health = exchange.House.Health(row.Account);
        bool isFlat = IsFlat(row.Account);
        outcome = row.ClosedLots == 0 ? CaseOutcome.Recovered : CaseOutcome.Restored;
        if (!isFlat) return !health.IsLiquidatable && !WaitsForSchedule(row.Account, in health);
        events.On(new AccountFlat(row.Id, row.Account, health.Equity));
        outcome = health.EquityMillionths >= 0 ? CaseOutcome.Flat : CaseOutcome.Bankrupt;
        if (outcome == CaseOutcome.Bankrupt) PayDebts(position);
        return true;
    }

    private bool IsFlat(AccountId account)
    {
        PositionTable positions = exchange.House.Positions;
        for (int row = exchange.House.Accounts.FirstPosition(account.Index); row >= 0; row = positions.NextOfAccount[row])
        {
            if (positions.SizeLots[row] != 0) return false;
        }
        return true;
    }

    // The payer takes what a bankrupt account still holds and pays what it owes; only then, and only for what is missing, winners share the loss.
    private void PayDebts(int position)
    {
        LiquidationCase row = Cases.Open[position];
        for (int i = 0; i < exchange.House.Assets.Count; i++) TakeRemains(row, AssetId.FromIndex(i));
        for (int i = 0; i < exchange.House.Assets.Count; i++)
        {
            AssetId asset = AssetId.FromIndex(i);
            Money debt = -exchange.House.Ledger.Balance(asset, LedgerAccount.Wallet(row.Account));
            if (debt <= Money.Zero) continue;
            Money missing = debt - PayOwnContribution(row, asset, debt);
            if (missing > Money.Zero) missing -= PayDebt(row, asset, missing);
            if (missing > Money.Zero) missing -= PayContributions(row, asset, missing);
            if (missing > Money.Zero) losses.Add(new Missing(position, asset, missing));
        }
    }

    private void TakeRemains(LiquidationCase row, AssetId asset)
    {
        Money held = exchange.House.Ledger.Balance(asset, LedgerAccount.Wallet(row.Account));
        if (held <= Money.Zero) return;
        if (IsPaidByVault(row.Account)) MoveToVault(row, asset, held);
        else MoveToFund(row, asset, held);
    }

    private Money PayDebt(LiquidationCase row, AssetId asset, Money debt)
    {
        bool isVault = IsPaidByVault(row.Account);
        Money most = isVault ? exchange.House.Payable(Vault, asset) : FundFor(row, asset, debt);
        Money paid = Money.Min(debt, most);
        if (paid <= Money.Zero) return Money.Zero;
        if (isVault) MoveToVault(row, asset, -paid);
        else PayFromFund(row, asset, paid);
        return paid;
    }

    // With a vault for a payer the fund is not touched, not even where no vault is named.
    private Money FundFor(LiquidationCase row, AssetId asset, Money debt)
    {
        if (Policy.Insurance.Payer != DebtPayer.Fund) return Money.Zero;
        Money fund = exchange.House.Ledger.Balance(asset, LedgerAccount.InsuranceFund);
        Money most = draws.Most(fund, asset, now, Policy.Insurance, out FundBound bound);
        if (bound != FundBound.Balance && most < debt) events.On(new InsuranceCapped(row.Id, asset, debt, most, fund, bound));
        return most;
    }

    private void PayFromFund(LiquidationCase row, AssetId asset, Money paid)
    {
        MoveToFund(row, asset, -paid);
        draws.Add(asset, paid, now, Policy.Insurance);
    }

    private void MoveToFund(LiquidationCase row, AssetId asset, Money amount)
    {
        exchange.House.Post(asset, LedgerAccount.Wallet(row.Account), LedgerAccount.InsuranceFund, amount);
        events.On(new InsurancePaid(row.Id, row.Account, asset, -amount, exchange.House.Ledger.Balance(asset, LedgerAccount.InsuranceFund)));
    }
}
