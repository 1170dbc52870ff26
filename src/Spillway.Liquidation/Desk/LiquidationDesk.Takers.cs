using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>Takers: accounts that promised beforehand to take positions over at a discount.</content>
public sealed partial class LiquidationDesk
{
    private readonly TakerOffers offers = new();
    private readonly List<AccountId> spentTakers = []; // of this round: their margin carries no further lot, and no mark moves before its end

    /// <summary>Standing promises to take positions over.</summary>
    public TakerBook Takers { get; } = new();

    // What takers would take of a position, not more than is wanted.
    private void GatherOffers(Market market, AccountId account, Side side, in AccountHealth health, QuantityLots wanted)
    {
        offers.Clear();
        if (!Policy.Takers.Enabled) return;
        long left = wanted.Lots;
        Side taking = side.Opposite();
        foreach (ref readonly Pledge pledge in Takers.Of(market.Id, taking))
        {
            // The smallest discount comes first: where one is too dear, so are all behind it.
            if (left == 0 || !Helps(market, account, in health, pledge.Discount)) return;
            PriceTicks price = pledge.PriceAt(market.Price.Mark, taking, market.Spec.MaxPrice);
            if (pledge.Account == account || !pledge.Covers(price) || Cases.IsOpen(pledge.Account) || spentTakers.Contains(pledge.Account) || pledge.IsBudgetSpent(exchange.House)) continue;
            QuantityLots lots = Affordable(market, pledge.Account, taking, price, Math.Min(left, pledge.Lots.Lots));
            if (lots == QuantityLots.Zero) spentTakers.Add(pledge.Account);
            else offers.Add(new TakerOffer(pledge.Account, price, lots));
            left -= lots.Lots;
        }
    }

    // Closing at a cost c raises health exactly if c is at most the equity that stands behind a unit of the position: its maintenance rate times the health. Without
    // any cost it never lowers it, whatever the health.
    private bool Helps(Market market, AccountId account, in AccountHealth health, RatePpm discount)
    {
        const long partsPerPpm = 1_000;
        if (discount == RatePpm.Zero) return true;
        long cost = discount.Ppm + (Policy.Insurance.Method == InsuranceMethod.Fee ? Policy.Insurance.LiquidationFee.Ppm : 0);
        Int128 ratePpb = exchange.House.MaintenanceRatePpb(market.Id, exchange.House.Size(account, market.Id));
        return cost * partsPerPpm * (Int128)RatePpm.Whole <= ratePpb * health.RatioPpm;
    }

    // The most lots, up to a number, with which the taker still has its initial margin.
    private QuantityLots Affordable(Market market, AccountId taker, Side side, PriceTicks price, long most)
    {
        ClearingHouse house = exchange.House;
        (QuantityLots size, QuantityLots resting, bool hasRow) = house.Standing(taker, market.Id, side);
        if (!hasRow && house.Accounts.PositionCount(taker) >= limits.MaxPositionsPerAccount) return QuantityLots.Zero;
        most = Math.Min(most, market.Spec.MaxPosition.Lots - (size.Lots * side.Sign()) - resting.Lots);
        if (most <= 0) return QuantityLots.Zero;
        // What cannot take it through zero always passes, as of an order.
        long low = Math.Clamp(-(size.Lots * side.Sign()) - resting.Lots, 0, most), high = most;
        if (low == most || IsCovered(market, taker, side, price, most)) return QuantityLots.FromLots(most);
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (IsCovered(market, taker, side, price, middle)) low = middle;
            else high = middle;
        }
        return QuantityLots.FromLots(low);
    }

    /// <summary>Whether an account would have its initial margin with that many lots more, asked as of an order.</summary>
    private bool IsCovered(Market market, AccountId taker, Side side, PriceTicks price, long lots)
    {
        (Int128 equity, Int128 required) = exchange.House.EquityAndInitialWith(taker, market.Id, side, price, QuantityLots.FromLots(lots), PriceTicks.None, QuantityLots.Zero);
        return equity >= required;
    }

    /// <summary>Whether an account could keep a promise now, all of it at once.</summary>
    public bool CanKeep(Market market, Side side, in Pledge pledge) =>
        Affordable(market, pledge.Account, side, pledge.PriceAt(market.Price.Mark, side, market.Spec.MaxPrice), pledge.Lots.Lots) == pledge.Lots;

    // The offers were gathered for this case, and what netting took since then is another account's.
    private QuantityLots Take(int position, Market market, Side side, QuantityLots wanted)
    {
        QuantityLots left = wanted;
        foreach (TakerOffer offer in offers.Rows)
        {
            if (left == QuantityLots.Zero) break;
            QuantityLots lots = Smaller(left, offer.Lots);
            TakeAt(offer.Price, position, market, side, offer.Account, lots, TradeRoute.Taker, RatePpm.Zero);
            if (Takers.Use(market.Id, side.Opposite(), offer.Account, lots) == QuantityLots.Zero)
                events.On(new PledgeEnded(offer.Account, market.Id, side.Opposite(), QuantityLots.Zero));
            left -= lots;
        }
        return wanted - left;
    }
}
