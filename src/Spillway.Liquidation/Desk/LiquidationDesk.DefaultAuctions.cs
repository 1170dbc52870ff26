using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>Default auctions: the whole portfolio of an account that fails goes to clearing members, at mark and for a price that they bid.</content>
public sealed partial class LiquidationDesk
{
    private enum PortfolioStep
    {
        GoesOn,
        Waits,
        Won,
    }

    private readonly record struct Leg(Market Market, long Size);

    /// <summary>Finest cut: a portfolio that no member can carry is cut into two, four, eight or so many equal slices.</summary>
    private const int MostSlices = 16;

    private const long AuctionNanosMax = 60 * Timestamp.NanosPerSecond;

    private readonly List<Leg> legs = []; // of the portfolio in work
    private readonly List<PortfolioOffer> auctionOffers = [];
    private int[] slices = []; // of the offers that win, in their order
    private readonly HashSet<int> auctionsTried = []; // cases, of this block
    private readonly List<(CaseId Case, AccountId Member)> auctionWinners = []; // of this round
    private Int128 promised; // of this round: what the tiers will have to pay for auctions, millionths of a minor unit of the valuation asset

    /// <summary>Clearing members and their bids.</summary>
    public MemberBook Members { get; } = new();

    private void ClearAuctions()
    {
        auctionWinners.Clear();
        promised = 0;
    }

    private PortfolioStep OfferPortfolio(int position, in AccountHealth health)
    {
        LiquidationCase row = Cases.Open[position];
        DefaultAuctionPolicy policy = Policy.DefaultAuction;
        bool isOffered = policy.Enabled && Members.Rows.Length > 0 && !IsBackstop(row.Account) && health.IsBelow(policy.Below);
        if (!isOffered || !TryGatherLegs(row.Account, out Money notional)) return row.IsWaitingForBids ? FailAuction(position) : PortfolioStep.GoesOn;
        if (!auctionsTried.Add(row.Id.Number)) return row.IsWaitingForBids ? PortfolioStep.Waits : PortfolioStep.GoesOn;

        bool isCritical = health.IsBelow(policy.CriticalBelow);
        bool isOver = row.IsWaitingForBids && (isCritical || now >= row.AuctionEnd);
        GatherBids(in row, notional, isOver);
        if (TrySettle(position, in health, notional)) return PortfolioStep.Won;
        if (isOver) return FailAuction(position);
        if (row.IsWaitingForBids) return PortfolioStep.Waits;
        if (policy.WindowNanos == 0 || isCritical || row.IsAuctionOver) return PortfolioStep.GoesOn;
        Timestamp end = now.AddNanos(policy.WindowNanos);
        Cases.OpenAuction(position, end);
        events.On(new DefaultAuctionOpened(row.Id, row.Account, notional, health.Equity, end));
        return PortfolioStep.Waits;
    }

    private PortfolioStep FailAuction(int position)
    {
        LiquidationCase row = Cases.Open[position];
        Cases.EndAuction(position);
        events.On(new DefaultAuctionFailed(row.Id, row.Account, Members.EndBids(row.Id)));
        return PortfolioStep.GoesOn;
    }

    /// <summary>Notional of what a case has on offer, minor units of the valuation asset, rounded up; zero if it cannot be auctioned.</summary>
    public Money NotionalOnOffer(AccountId account) => TryGatherLegs(account, out Money notional) ? notional : Money.Zero;

    // All of it or nothing: one market that cannot be traded keeps the whole portfolio from being offered.
    private bool TryGatherLegs(AccountId account, out Money notional)
    {
        legs.Clear();
        ClearingHouse house = exchange.House;
        Int128 worth = 0;
        notional = Money.Zero;
        for (int row = house.Accounts.FirstPosition(account.Index); row >= 0; row = house.Positions.NextOfAccount[row])
        {
            long size = house.Positions.SizeLots[row];
            if (size == 0) continue;
            Market market = exchange.Markets[house.Positions.Instruments[row]];
            if (!market.CanLiquidate) return false;
            legs.Add(new Leg(market, size));
            worth += NotionalWorth(market, size);
        }
        notional = AccountHealth.Displayed(worth, Rounding.Up);
        return legs.Count > 0 && worth >= MillionthsOf(Policy.DefaultAuction.From);
    }

    private Int128 NotionalWorth(Market market, long lots) =>
        exchange.House.RequirementWorth(market.Spec.SettlementAsset, exchange.House.Notional(market.Id, QuantityLots.FromLots(lots)));

    // The bid of a member for this case stands in the place of the one it has for all. Nobody bids for what is its own.
    private void GatherBids(in LiquidationCase row, Money notional, bool isOver)
    {
        auctionOffers.Clear();
        for (int i = 0; i < Members.Rows.Length; i++)
        {
            ref readonly ClearingMember member = ref Members.Rows[i];
            if (member.HasNotice || !MayTake(member.Account, row.Account)) continue;
            int sealedBid = isOver ? Members.FindBid(row.Id, member.Account) : -1;
            if (sealedBid >= 0)
            {
                PortfolioBid bid = Members.Bids[sealedBid];
                auctionOffers.Add(new PortfolioOffer(i, bid.PriceFor(notional), notional, IsStanding: false, bid.Number));
            }
            else if (member.Standing > Money.Zero)
            {
                auctionOffers.Add(new PortfolioOffer(i, member.Discount.Of(notional, Rounding.Down), member.Standing, IsStanding: true, member.BidNumber));
            }
        }
        auctionOffers.Sort();
    }

    /// <summary>Whether a member may take what an account holds: it is not its own, and the member is free to take anything.</summary>
    public bool MayTake(AccountId member, AccountId account) =>
        member != account && exchange.House.Accounts.Parent(account) != member
        && !Cases.IsOpen(member) && !Takers.IsPledged(member) && !IsPool(member) && !IsBackstop(member) && member != Absorber;

    // Whole if anybody who bid can carry it and be paid, otherwise in the coarsest equal slices that find a home together.
    private bool TrySettle(int position, in AccountHealth health, Money notional)
    {
        if (auctionOffers.Count == 0) return false;
        AccountId account = Cases.Open[position].Account;
        for (int of = 1; of <= MostSlices; of *= 2)
        {
            if (!TryPlace(account, notional, of, out int winning) || !CanPay(account, in health, notional, of, winning)) continue;
            Hand(position, in health, notional, of, winning);
            return true;
        }
        return false;
    }

    private bool TryPlace(AccountId account, Money notional, int of, out int winning)
    {
        int left = of;
        if (slices.Length < auctionOffers.Count) slices = new int[limits.MaxMembers];
        for (winning = 0; winning < auctionOffers.Count && left > 0; winning++)
        {
            PortfolioOffer offer = auctionOffers[winning];
            slices[winning] = Carried(in offer, account, notional, left, of);
            left -= slices[winning];
        }
        return left == 0;
    }

    /// <summary>Most slices a member carries with its initial margin, its standing bid and its exposure limit kept. Work log₂(slices).</summary>
    private int Carried(in PortfolioOffer offer, AccountId account, Money notional, int most, int of)
    {
        if (CanCarry(in offer, account, notional, most, of)) return most;
        int low = 0, high = most;
        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            if (CanCarry(in offer, account, notional, middle, of)) low = middle;
            else high = middle;
        }
        return low;
    }

    private bool CanCarry(in PortfolioOffer offer, AccountId account, Money notional, int part, int of)
    {
        if (Share(notional, part, of, Rounding.Up) > offer.Most) return false;
        return CanCarry(Members.Rows[offer.Row].Account, account, Share(offer.Price, part, of, Rounding.Down), part, of);
    }

    // What it is paid is not counted before it is there; what it pays is.
    private bool CanCarry(AccountId member, AccountId account, Money price, int part, int of)
    {
        ClearingHouse house = exchange.House;
        Int128 equity = house.Health(member).EquityMillionths;
        if (price < Money.Zero) equity -= house.RequirementWorth(AssetId.FromIndex(0), -price);
        int held = house.Accounts.PositionCount(member);
        foreach (Leg leg in legs)
        {
            long taken = ClearingHouse.PartOf(leg.Size, part, of);
            Side side = leg.Size > 0 ? Side.Buy : Side.Sell;
            (QuantityLots size, QuantityLots resting, bool hasRow) = house.Standing(member, leg.Market.Id, side);
            if (!hasRow) held++;
            QuantityLots after = size + QuantityLots.FromLots(taken + (resting.Lots * side.Sign())); // orders at rest may fill later
            if (after.Magnitude <= size.Magnitude) continue;
            if (after.Magnitude > leg.Market.Spec.MaxPosition || IsOverExposed(member, leg.Market, after, equity)) return false;
        }
        return held <= limits.MaxPositionsPerAccount && equity >= house.InitialMarginTaking(member, account, part, of);
    }

    /// <summary>Whether a member could carry at least one of the finest slices of a portfolio if it had it at a price for all of it.</summary>
    public bool CanCarrySome(AccountId member, AccountId account, Money price) =>
        TryGatherLegs(account, out _) && CanCarry(member, account, Share(price, 1, MostSlices, Rounding.Down), 1, MostSlices);

    /// <summary>Whether a position would be more than the exposure limit allows, on what the account and its contribution are worth.</summary>
    /// <param name="account">Account.</param>
    /// <param name="market">Market.</param>
    /// <param name="size">Signed size it would have.</param>
    /// <param name="equityMillionths">Its equity by then.</param>
    public bool IsOverExposed(AccountId account, Market market, QuantityLots size, Int128 equityMillionths)
    {
        RatePpm multiple = Policy.DefaultAuction.ExposureMultiple;
        if (multiple == RatePpm.Zero) return false;
        int row = Members.Find(account);
        Int128 behind = equityMillionths + (row < 0 ? 0 : (Int128)Members.Rows[row].Contribution.Units * RatePpm.Whole);
        // Dividing first keeps large amounts within 128 bits; it rounds the limit down.
        return behind <= 0 || NotionalWorth(market, size.Lots) > behind / RatePpm.Whole * multiple.Ppm;
    }

    /// <summary>The same with lots more on one side, besides what the account has at rest there; what cannot take it through zero is always allowed.</summary>
    public bool IsOverExposedWith(Market market, AccountId account, Side side, QuantityLots lots, Int128 equityMillionths)
    {
        (QuantityLots size, QuantityLots resting, _) = exchange.House.Standing(account, market.Id, side);
        long after = (size.Lots * side.Sign()) + resting.Lots + lots.Lots;
        return after > 0 && IsOverExposed(account, market, QuantityLots.FromLots(after), equityMillionths);
    }

    // The account pays first, with all that it has. What is beyond that is a debt of it by the end of the round, which own contribution, fund and members must be able to pay,
    // besides what they owe to other auctions of the round.
    private bool CanPay(AccountId account, in AccountHealth health, Money notional, int of, int winning)
    {
        Money price = Money.Zero;
        for (int i = 0; i < winning; i++) price += Share(auctionOffers[i].Price, slices[i], of, Rounding.Down);
        Int128 worth = (Int128)price.Units * RatePpm.Whole, own = Int128.Max(0, health.EquityMillionths);
        if (worth <= own) return true;
        Int128 beyond = worth - own, debt = worth - health.EquityMillionths;
        if (beyond > (Int128)Policy.DefaultAuction.CostShare.Of(notional, Rounding.Down).Units * RatePpm.Whole || debt > TiersMillionths(account) - promised) return false;
        promised += debt;
        return true;
    }

    private void Hand(int position, in AccountHealth health, Money notional, int of, int winning)
    {
        LiquidationCase row = Cases.Open[position];
        exchange.CancelAll(row.Account, OrderEnd.Liquidation);
        for (int i = 0, from = 0; i < winning; from += slices[i], i++)
        {
            if (slices[i] == 0) continue;
            PortfolioOffer offer = auctionOffers[i];
            AccountId member = Members.Rows[offer.Row].Account;
            foreach (Leg leg in legs) HandLeg(position, in leg, member, from, from + slices[i], of);
            Money price = Share(offer.Price, slices[i], of, Rounding.Down), taken = Share(notional, slices[i], of, Rounding.Up);
            exchange.House.Post(AssetId.FromIndex(0), LedgerAccount.Wallet(row.Account), LedgerAccount.Wallet(member), price);
            if (offer.IsStanding) UseStanding(offer.Row, taken);
            auctionWinners.Add((row.Id, member));
            events.On(new DefaultAuctionWon(row.Id, row.Account, member, slices[i], of, taken, price));
        }
        foreach (Leg leg in legs) ChargeLiquidationFee(row.Account, leg.Market, QuantityLots.FromLots(leg.Size).Magnitude, default);
    }

    private void HandLeg(int position, in Leg leg, AccountId member, int from, int until, int of)
    {
        LiquidationCase row = Cases.Open[position];
        long lots = CutAt(leg.Size, until, of) - CutAt(leg.Size, from, of);
        if (lots == 0) return;
        exchange.TradeOffBook(leg.Market, row.Account, lots > 0 ? Side.Sell : Side.Buy, member, leg.Market.Price.Mark, QuantityLots.FromLots(Math.Abs(lots)), TradeRoute.Member, row.Id);
        Cases.AddClosed(position, Math.Abs(lots));
    }

    private static long CutAt(long size, int slice, int of) => ExactMath.MultiplyDivide(size, slice, of, size > 0 ? Rounding.Down : Rounding.Up);

    private void UseStanding(int row, Money taken)
    {
        ref ClearingMember member = ref Members[row];
        member = member with { Standing = Money.Max(Money.Zero, member.Standing - taken) };
    }

    private static Money Share(Money amount, int part, int of, Rounding rounding) => Money.Ratio((Int128)amount.Units * part, of, rounding);

    private bool HasWon(CaseId id, AccountId member)
    {
        foreach ((CaseId won, AccountId winner) in CollectionsMarshal.AsSpan(auctionWinners))
        {
            if (won == id && winner == member) return true;
        }
        return false;
    }
}
