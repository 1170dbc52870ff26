using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>Deleveraging: whom, and at which price.</content>
public sealed partial class LiquidationDesk
{
    private readonly Winners winners = new();
    private readonly CappedProRata proRata = new();
    private readonly MinMaxHaircut minMax = new();
    private long drawCount; // draws made so far: the counter of the next one

    private bool Deleverage(Market market, Side side, long total)
    {
        DeleveragingRanking ranking = Policy.HandOver.Ranking;
        winners.GatherLots(exchange.House, market.Id, longs: side == Side.Buy, Cases);
        if (ranking is DeleveragingRanking.ProfitTimesLeverage or DeleveragingRanking.RandomStart) return DeleverageByQueue(market, side);
        if (ranking == DeleveragingRanking.LeverageAware) winners.WeighByLeverage(exchange.House, market);
        if (ranking == DeleveragingRanking.HedgeAware) winners.KeepHedges(exchange.House, market);
        // Beyond what the holders of the other side have, nobody is left to take anything: those cases wait.
        long placed = (long)Int128.Min(total, winners.TotalCap()), left = placed;
        Progress progress = new(placed);
        ShareOut(market, side, ref left, ref progress);
        if (left > 0 && ranking == DeleveragingRanking.HedgeAware)
        {
            winners.ReleaseHedges();
            ShareOut(market, side, ref left, ref progress);
        }
        if (left > 0)
        {
            // Winners are used up: the rest goes to those without an open profit, by size.
            winners.WeighBySize();
            ShareOut(market, side, ref left, ref progress);
        }
        return placed > 0;
    }

    private void ShareOut(Market market, Side side, ref long left, ref Progress progress)
    {
        long unplaced = Policy.HandOver.Ranking == DeleveragingRanking.MinMax
            ? minMax.Allocate(left, winners.Weight, winners.Cap, winners.Count, winners.Share)
            : proRata.Allocate(left, winners.Weight, winners.Cap, winners.Count, winners.Share);
        PairOff(market, side, left - unplaced, ref progress);
        left = unplaced;
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
            TakeDeleveraged(in waiting, AccountId.FromIndex(winners.Account[winner]), QuantityLots.FromLots(step));
            given += step;
            progress.Taken += step;
            progress.Left -= step;
            lots -= step;
        }
    }

    // One case after the other, each from the head of the queue or from a start drawn for it.
    private bool DeleverageByQueue(Market market, Side side)
    {
        if (winners.Count == 0) return false;
        bool isDrawn = Policy.HandOver.Ranking == DeleveragingRanking.RandomStart, any = false;
        if (!isDrawn) winners.RankByProfitTimesLeverage(exchange.House, market);
        foreach (Waiting waiting in handOvers)
        {
            if (waiting.Market == market && waiting.Side == side) any |= TakeFromQueue(in waiting, isDrawn ? Draw(winners.Count) : 0);
        }
        return any;
    }

    private bool TakeFromQueue(in Waiting waiting, int start)
    {
        long left = waiting.Lots.Lots;
        for (int i = 0; i < winners.Count && left > 0; i++)
        {
            int row = start + i < winners.Count ? start + i : start + i - winners.Count;
            QuantityLots lots = QuantityLots.FromLots(Math.Min(left, winners.Cap[row]));
            AccountId other = AccountId.FromIndex(winners.Account[row]);
            if (lots == QuantityLots.Zero || !CanAfford(in waiting, other, lots)) continue;
            TakeDeleveraged(in waiting, other, lots);
            winners.Cap[row] -= lots.Lots;
            left -= lots.Lots;
        }
        // How much finds a taker is known only now: what a queue does is reported after its trades.
        QuantityLots taken = waiting.Lots - QuantityLots.FromLots(left);
        if (taken > QuantityLots.Zero) Report(waiting, taken, TradeRoute.Deleveraging);
        return taken > QuantityLots.Zero;
    }

    // At the bankruptcy price of one account only those close who do not go beyond their own.
    private bool CanAfford(in Waiting waiting, AccountId other, QuantityLots lots)
    {
        if (Policy.HandOver.Price != DeleveragingPrice.Bankruptcy) return true;
        BankruptcyPrice closed = new(exchange.House, waiting.Market, Cases.Open[waiting.Position].Account), own = new(exchange.House, waiting.Market, other);
        return closed.Of(lots) + own.Of(lots) <= Money.Zero;
    }

    private int Draw(int below)
    {
        (ulong low, _) = Philox.Draw((ulong)Policy.HandOver.Seed, (ulong)drawCount++, 0);
        return (int)((UInt128)low * (ulong)below >> 64);
    }

    private void TakeDeleveraged(in Waiting waiting, AccountId other, QuantityLots lots)
    {
        Market market = waiting.Market;
        if (Policy.HandOver.Price == DeleveragingPrice.Bankruptcy)
        {
            TakeAtBankruptcy(in waiting, other, lots);
            return;
        }
        bool isPrevious = Policy.HandOver.Price == DeleveragingPrice.PreviousMark && market.PreviousMark.IsSet;
        PriceTicks price = isPrevious ? market.PreviousMark : market.Price.Mark;
        TakeAt(price, waiting.Position, market, waiting.Side, other, lots, TradeRoute.Deleveraging, Policy.HandOver.Fee);
    }

    // The trade is booked at a whole tick, and what that tick is off is settled in money, as far as who pays it can.
    private void TakeAtBankruptcy(in Waiting waiting, AccountId other, QuantityLots lots)
    {
        Market market = waiting.Market;
        AccountId account = Cases.Open[waiting.Position].Account;
        BankruptcyPrice bankruptcy = new(exchange.House, market, account);
        Money quote = bankruptcy.Of(lots);
        PriceTicks price = bankruptcy.TicksOf(quote, lots);
        Money owed = quote - bankruptcy.QuoteAt(price, lots);
        TakeAt(price, waiting.Position, market, waiting.Side, other, lots, TradeRoute.Deleveraging, RatePpm.Zero);
        AssetId asset = market.Spec.SettlementAsset;
        Money paid = owed > Money.Zero
            ? Money.Min(owed, exchange.House.Payable(other, asset))
            : -Money.Min(-owed, exchange.House.Payable(account, asset));
        exchange.House.Post(asset, LedgerAccount.Wallet(other), LedgerAccount.Wallet(account), paid);
    }

    private void TakeAtMark(int position, Market market, Side side, AccountId other, QuantityLots lots, TradeRoute route, RatePpm fee) =>
        TakeAt(market.Price.Mark, position, market, side, other, lots, route, fee);

    // Closes lots of a case against another account, which is paid a fee for it as far as the closed account can.
    private void TakeAt(PriceTicks price, int position, Market market, Side side, AccountId other, QuantityLots lots, TradeRoute route, RatePpm fee)
    {
        LiquidationCase row = Cases.Open[position];
        AccountHealth before = BeforeClose(market, row.Account);
        Money value = exchange.TradeOffBook(market, row.Account, side, other, price, lots, route, row.Id);
        AssetId asset = market.Spec.SettlementAsset;
        Money paid = Money.Min(fee.Of(value, Rounding.Down), exchange.House.Payable(row.Account, asset));
        exchange.House.Post(asset, LedgerAccount.Wallet(row.Account), LedgerAccount.Wallet(other), paid);
        AfterClose(position, market, lots, in before);
    }

    // The fee into the fund is limited by what is left, so it never makes a debt.
    private void AfterClose(int position, Market market, QuantityLots lots, in AccountHealth before)
    {
        Cases.AddClosed(position, lots.Lots);
        ChargeLiquidationFee(Cases.Open[position].Account, market, lots, in before);
    }

    private void ChargeLiquidationFee(AccountId account, Market market, QuantityLots lots, in AccountHealth before)
    {
        if (Policy.Insurance.Method == InsuranceMethod.BankruptcyPrice) return;
        AssetId asset = market.Spec.SettlementAsset;
        Money fee = FeeOfClose(market, account, lots, in before);
        exchange.House.Post(asset, LedgerAccount.Wallet(account), LedgerAccount.InsuranceFund, Money.Min(fee, exchange.House.Payable(account, asset)));
    }
}
