using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>What the book may not take: hand-over at mark, the insurance fund, and loss sharing.</content>
public sealed partial class LiquidationDesk
{
    private readonly record struct Waiting(int Position, Market Market, Side Side, QuantityLots Lots, HandOverReason Reason);

    private readonly List<Waiting> handOvers = [];
    private readonly Winners winners = new();
    private readonly CappedProRata proRata = new();

    private void QueueHandOver(int position, Market market, Side side, QuantityLots lots, HandOverReason reason) =>
        handOvers.Add(new Waiting(position, market, side, lots, reason));

    // Nobody takes over from itself, and an absorber must have been named.
    private bool CanHandOver(AccountId account) => Policy.HandOver.Route switch
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
        long held = exchange.House.Size(Absorber, market.Id).Lots, most = market.Spec.MaxPosition.Lots;
        return QuantityLots.FromLots(side == Side.Sell ? most - held : most + held);
    }

    private static QuantityLots Min(QuantityLots a, QuantityLots b) => a < b ? a : b;

    private bool Deleverage(Market market, Side side, long total)
    {
        winners.GatherLots(exchange.House, market.Id, longs: side == Side.Buy, Cases);
        // Beyond what the holders of the other side have, nobody is left to take anything: those cases wait.
        long placed = (long)Int128.Min(total, winners.TotalCap());
        long unplaced = proRata.Allocate(placed, winners.Weight, winners.Cap, winners.Count, winners.Share);
        Progress progress = new(placed);
        PairOff(market, side, placed - unplaced, ref progress);
        if (unplaced == 0) return placed > 0;
        // Winners are used up: the rest goes to those without an open profit, by size.
        winners.WeighBySize();
        proRata.Allocate(unplaced, winners.Weight, winners.Cap, winners.Count, winners.Share);
        PairOff(market, side, unplaced, ref progress);
        return true;
    }

    /// <summary>How far the waiting lots of one market and side are paired off.</summary>
    /// <param name="Left">Lots that will find a taker and have not yet.</param>
    private record struct Progress(long Left)
    {
        /// <summary>Waiting row in work.</summary>
        public int Row { get; set; }

        /// <summary>Lots of that row that have found a taker.</summary>
        public long Taken { get; set; }
    }

    // Two rows of cards laid side by side: cases in the order of service, winners in the order of the position table.
    private void PairOff(Market market, Side side, long lots, ref Progress progress)
    {
        int winner = 0;
        long given = 0;
        while (lots > 0)
        {
            while (winners.Share[winner] == given) (winner, given) = (winner + 1, 0);
            while (handOvers[progress.Row].Market != market || handOvers[progress.Row].Side != side || handOvers[progress.Row].Lots.Lots == progress.Taken)
                (progress.Row, progress.Taken) = (progress.Row + 1, 0);
            Waiting waiting = handOvers[progress.Row];
            if (progress.Taken == 0) Report(waiting, Min(waiting.Lots, QuantityLots.FromLots(progress.Left)), TradeRoute.Deleveraging);
            long step = Math.Min(lots, Math.Min(winners.Share[winner] - given, waiting.Lots.Lots - progress.Taken));
            TakeAtMark(waiting.Position, market, side, AccountId.FromIndex(winners.Account[winner]), QuantityLots.FromLots(step), TradeRoute.Deleveraging, Policy.HandOver.Fee);
            given += step;
            progress.Taken += step;
            progress.Left -= step;
            lots -= step;
        }
    }

    private void Report(Waiting waiting, QuantityLots lots, TradeRoute route) =>
        events.On(new HandedOver(Cases.Open[waiting.Position].Id, waiting.Market.Id, lots, route, waiting.Reason, waiting.Market.Price.Mark));

    // Closes lots of a case at mark against another account, which is paid a fee for it as far as the closed account can.
    private void TakeAtMark(int position, Market market, Side side, AccountId other, QuantityLots lots, TradeRoute route, RatePpm fee)
    {
        LiquidationCase row = Cases.Open[position];
        Money value = exchange.TradeOffBook(market, row.Account, side, other, market.Price.Mark, lots, route, row.Id);
        AssetId asset = market.Spec.SettlementAsset;
        Money paid = Money.Min(fee.Of(value, Rounding.Down), exchange.House.Payable(row.Account, asset));
        exchange.House.Post(asset, LedgerAccount.Wallet(row.Account), LedgerAccount.Wallet(other), paid);
        AfterClose(position, market, lots);
    }

    // The fee into the fund is limited by what is left, so it never makes a debt.
    private void AfterClose(int position, Market market, QuantityLots lots)
    {
        Cases.AddClosed(position, lots.Lots);
        LiquidationCase row = Cases.Open[position];
        AssetId asset = market.Spec.SettlementAsset;
        Money fee = Policy.Insurance.LiquidationFee.Of(exchange.House.Notional(market.Id, lots), Rounding.Up);
        exchange.House.Post(asset, LedgerAccount.Wallet(row.Account), LedgerAccount.InsuranceFund, Money.Min(fee, exchange.House.Payable(row.Account, asset)));
    }

    private static HandOverReason ReasonOf(ReleaseBound bound) => bound switch
    {
        ReleaseBound.BelowHealthFloor => HandOverReason.BelowHealthFloor,
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
            LiquidationCase row = Cases.Open[position];
            if (!TryEnd(row, out CaseOutcome outcome)) continue;
            Cases.Close(position, outcome == CaseOutcome.Indebted);
            watch.AccountChanged(row.Account);
            events.On(new CaseClosed(row.Id, row.Account, outcome, now - row.Opened));
            any = true;
        }
        if (any) Cases.Compact();
        return any;
    }

    private bool TryEnd(LiquidationCase row, out CaseOutcome outcome)
    {
        AccountHealth health = exchange.House.Health(row.Account);
        bool isFlat = IsFlat(row.Account);
        outcome = row.ClosedLots == 0 ? CaseOutcome.Recovered : CaseOutcome.Restored;
        if (!isFlat) return !health.IsLiquidatable;
        events.On(new AccountFlat(row.Id, row.Account, health.Equity));
        outcome = health.EquityMillionths >= 0 ? CaseOutcome.Flat : PayDebts(row);
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

    // The fund takes what a bankrupt account still holds and pays what it owes; only then, and only for what is missing, winners share the loss.
    private CaseOutcome PayDebts(LiquidationCase row)
    {
        CaseOutcome outcome = CaseOutcome.Bankrupt;
        for (int i = 0; i < exchange.House.Assets.Count; i++) TakeOver(row, AssetId.FromIndex(i));
        for (int i = 0; i < exchange.House.Assets.Count; i++)
        {
            AssetId asset = AssetId.FromIndex(i);
            Money debt = -exchange.House.Ledger.Balance(asset, LedgerAccount.Wallet(row.Account));
            if (debt <= Money.Zero) continue;
            Money uncovered = ShareLoss(row, asset, debt - DrawFund(row, asset, debt));
            if (uncovered > Money.Zero) outcome = CaseOutcome.Indebted;
        }
        return outcome;
    }

    private void TakeOver(LiquidationCase row, AssetId asset)
    {
        Money held = exchange.House.Ledger.Balance(asset, LedgerAccount.Wallet(row.Account));
        if (held > Money.Zero) MoveToFund(row, asset, held);
    }

    private Money DrawFund(LiquidationCase row, AssetId asset, Money debt)
    {
        Money paid = Money.Min(debt, exchange.House.Ledger.Balance(asset, LedgerAccount.InsuranceFund));
        if (paid > Money.Zero) MoveToFund(row, asset, -paid);
        return paid;
    }

    private void MoveToFund(LiquidationCase row, AssetId asset, Money amount)
    {
        exchange.House.Post(asset, LedgerAccount.Wallet(row.Account), LedgerAccount.InsuranceFund, amount);
        events.On(new InsurancePaid(row.Id, row.Account, asset, -amount, exchange.House.Ledger.Balance(asset, LedgerAccount.InsuranceFund)));
    }

    /// <returns>What no open profit was left for.</returns>
    private Money ShareLoss(LiquidationCase row, AssetId asset, Money loss)
    {
        Money left = loss;
        int payers = 0;
        foreach (Market market in exchange.AllMarkets)
        {
            if (left == Money.Zero) break;
            if (market.Spec.SettlementAsset != asset || !market.Price.Mark.IsSet) continue;
            winners.GatherProfits(exchange.House, market.Id, Cases);
            left = Money.FromUnits(proRata.Allocate(left.Units, winners.Weight, winners.Cap, winners.Count, winners.Share));
            for (int i = 0; i < winners.Count; i++)
            {
                if (winners.Share[i] == 0) continue;
                payers++;
                exchange.House.Post(asset, LedgerAccount.Wallet(AccountId.FromIndex(winners.Account[i])), LedgerAccount.Wallet(row.Account), Money.FromUnits(winners.Share[i]));
            }
        }
        if (loss > Money.Zero) events.On(new LossShared(row.Id, asset, loss - left, payers, left));
        return left;
    }
}
