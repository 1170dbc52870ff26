using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <content>Circuit breakers: looked at before anything is released, ended and uncrossed by the service.</content>
public sealed partial class LiquidationDesk
{
    private readonly List<CircuitBreaker> breakers = [];

    /// <summary>The circuit breaker of a market.</summary>
    public CircuitBreaker Breaker(InstrumentId instrument) => breakers[instrument.Index];

    private void CheckBreakers()
    {
        foreach (Market market in exchange.AllMarkets) CheckBreaker(market, isService: true);
    }

    // While the index is stale nobody can trade anyway and nothing says what a price should be: what holds goes on, and the reopening waits.
    private void CheckBreaker(Market market, bool isService)
    {
        CircuitBreaker breaker = breakers[market.Id.Index];
        if ((Policy.Breakers.IsOff && !breaker.IsTripped) || !market.CanLiquidate) return;
        BreakerReading reading = breaker.Read(market, exchange.House, Policy.Breakers, now, limits.SignalMaxAgeNanos);
        (BreakerAction held, Timestamp since, int renewals) = (breaker.Action, breaker.Since, breaker.Renewals);
        BreakerStep step = breaker.Step(reading, Policy.Breakers, now, isService);
        switch (step)
        {
            case BreakerStep.Tripped:
                events.On(new BreakerTripped(market.Id, reading, breaker.Until));
                break;
            case BreakerStep.Renewed:
                events.On(new BreakerRenewed(market.Id, reading, breaker.Renewals, breaker.Until));
                break;
            case BreakerStep.Expired:
                events.On(new BreakerExpired(market.Id, held, now - since, renewals, reading, breaker.RestsUntil));
                break;
            default:
                break;
        }
        if (breaker.Collects && step is (BreakerStep.Tripped or BreakerStep.Renewed)) market.Book.Collect();
        bool isBatchDue = isService && breaker.Action == BreakerAction.BatchOnly && now >= breaker.NextBatch;
        if (market.Book.IsCollecting && (isBatchDue || !breaker.Collects)) Reopen(market, breaker);
    }

    // Looked at after each forced order, not after each round: the next case of the round must find what this one tripped.
    private void WatchFlow(Market market, Side side, QuantityLots filled)
    {
        breakers[market.Id.Index].AddForced(side, filled, now, Policy.Breakers);
        CheckBreaker(market, isService: false);
    }

    // The price of the auction enters the mark like any other, and whoever it breaches is found at once.
    private void Reopen(Market market, CircuitBreaker breaker)
    {
        PriceTicks reference = market.Price.Mark;
        AuctionOutcome outcome = exchange.Uncross(market);
        if (breaker.Action == BreakerAction.BatchOnly) breaker.BatchDone(Policy.Breakers, now);
        events.On(new MarketReopened(market.Id, outcome.Price, outcome.Matched, outcome.SurplusLots, reference, breaker.Action));
        if (exchange.RefreshMark(market, now)) PricesMoved([market.Id], [], now);
    }

    // Forced orders have taken what a batch left; until the next one orders are collected.
    private void CollectAgain()
    {
        foreach (Market market in exchange.AllMarkets)
        {
            if (breakers[market.Id.Index].Collects && !market.Book.IsCollecting) market.Book.Collect();
        }
    }

    private bool IsCut(Market market) => breakers[market.Id.Index].IsTripped;

    private bool IsBetweenBatches(Market market) => breakers[market.Id.Index].Action == BreakerAction.BatchOnly && market.Book.IsCollecting;

    private BudgetReading Cut(Market market, BudgetReading budget) => !IsCut(market) ? budget : budget with
    {
        RoomPpb = Share(budget.RoomPpb),
        OwnRoomPpb = Share(budget.OwnRoomPpb),
    };

    private long Share(long roomPpb) => ExactMath.MultiplyDivide(roomPpb, Policy.Breakers.ReleaseShare.Ppm, RatePpm.Whole, Rounding.Down);

    private static PriceTicks Nearer(Side side, PriceTicks a, PriceTicks b) => side == Side.Sell == a > b ? a : b;

    private void RestoreBreakers(ref StateReader reader, Timestamp time)
    {
        breakers.Clear();
        foreach (Market market in exchange.AllMarkets)
        {
            CircuitBreaker breaker = CircuitBreaker.Restore(ref reader);
            if (!breaker.IsPossible(market, time)) throw new InvalidStateException($"the circuit breaker of {market.Spec.Symbol} cannot be in this state");
            breakers.Add(breaker);
        }
    }
}
