using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>The circuit breaker of one market: open, tripped, resting. It decides; the desk acts.</summary>
/// <remarks>
/// However long a trigger holds, a market is broken for at most (1 + renewals) · expiry and then open for at least the rest. A stricter trigger makes a tripped breaker
/// stricter and not longer. When a breaker ends, the mean, the extremes and the flow begin anew: the price of the reopening is the next reference.
/// </remarks>
public sealed class CircuitBreaker
{
    /// <summary>No policy has a longer expiry, interval or limit state.</summary>
    private const long ExpiryMax = 3_600 * Timestamp.NanosPerSecond;

    /// <summary>No policy has a longer rest.</summary>
    private const long RestMax = 86_400 * Timestamp.NanosPerSecond;

    private const int RenewalsMost = 100;

    private BreakerWindows windows = new();
    private Timestamp limitSince; // zero while the mark is within the fixed band

    /// <summary>What holds now; none while the market is open.</summary>
    public BreakerAction Action { get; private set; }

    /// <summary>Whether anything holds.</summary>
    public bool IsTripped => Action != BreakerAction.None;

    /// <summary>Whether orders are collected instead of matched.</summary>
    public bool Collects => Action >= BreakerAction.BatchOnly;

    /// <summary>When it tripped; of no meaning while open.</summary>
    public Timestamp Since { get; private set; }

    /// <summary>When it ends unless it is renewed; of no meaning while open.</summary>
    public Timestamp Until { get; private set; }

    /// <summary>Times it was renewed since it tripped.</summary>
    public int Renewals { get; private set; }

    /// <summary>Until then it cannot trip again.</summary>
    public Timestamp RestsUntil { get; private set; }

    /// <summary>When the next batch trades, while batches hold.</summary>
    public Timestamp NextBatch { get; private set; }

    /// <summary>Looks at the market: takes the mark, and finds the strictest trigger that holds.</summary>
    internal BreakerReading Read(Market market, ClearingHouse house, BreakerPolicy policy, Timestamp now, long signalMaxAgeNanos)
    {
        windows.Observe(market.Price.Mark, now, policy);
        BreakerTriggers triggers = new(market, house, windows, policy, now, signalMaxAgeNanos);
        BreakerReading reading = triggers.Strictest(), band = triggers.Band();
        if (band.Action == BreakerAction.None) limitSince = default;
        else if (limitSince.Nanos == 0) limitSince = Timestamp.FromNanos(Math.Max(1, now.Nanos));
        if (limitSince.Nanos != 0 && now - limitSince >= policy.LimitNanos) BreakerTriggers.Keep(ref reading, band);
        return reading;
    }

    /// <summary>Moves on in time.</summary>
    /// <param name="reading">The strictest trigger that holds.</param>
    /// <param name="policy">Expiry, renewals, rest.</param>
    /// <param name="now">Never goes back.</param>
    /// <param name="mayEnd">Whether this is the service, which alone ends and renews.</param>
    internal BreakerStep Step(BreakerReading reading, BreakerPolicy policy, Timestamp now, bool mayEnd)
    {
        if (!IsTripped) return reading.Action != BreakerAction.None && now >= RestsUntil ? Trip(reading.Action, policy, now) : BreakerStep.None;
        if (mayEnd && now >= Until) return reading.Action != BreakerAction.None && Renewals < policy.RenewalsMax ? Renew(reading.Action, policy, now) : End(policy, now);
        if (reading.Action <= Action) return BreakerStep.None;
        Become(reading.Action, policy, now);
        return BreakerStep.Tripped;
    }

    /// <summary>A batch has traded: the next one is an interval away.</summary>
    internal void BatchDone(BreakerPolicy policy, Timestamp now) => NextBatch = now.AddNanos(policy.BatchNanos);

    /// <summary>A forced order of a side traded in the book.</summary>
    internal void AddForced(Side side, QuantityLots lots, Timestamp now, BreakerPolicy policy) => windows.AddForced(side, lots, now, policy);

    /// <summary>Writes the state of the breaker.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Write(Action);
        writer.Write(Since.Nanos);
        writer.Write(Until.Nanos);
        writer.Write(Renewals);
        writer.Write(RestsUntil.Nanos);
        writer.Write(NextBatch.Nanos);
        writer.Write(limitSince.Nanos);
        windows.Save(writer);
    }

    /// <summary>Reads back what <see cref="Save"/> wrote.</summary>
    internal static CircuitBreaker Restore(ref StateReader reader) => new()
    {
        Action = reader.Read<BreakerAction>(),
        Since = Timestamp.FromNanos(reader.Read<long>()),
        Until = Timestamp.FromNanos(reader.Read<long>()),
        Renewals = reader.Read<int>(),
        RestsUntil = Timestamp.FromNanos(reader.Read<long>()),
        NextBatch = Timestamp.FromNanos(reader.Read<long>()),
        limitSince = Timestamp.FromNanos(reader.Read<long>()),
        windows = BreakerWindows.Restore(ref reader),
    };

    /// <summary>Whether this can be the breaker of a market: for what was read back.</summary>
    internal bool IsPossible(Market market, Timestamp now)
    {
        bool isPossible = Action <= BreakerAction.Halt
            && Renewals is >= 0 and <= RenewalsMost
            && RestsUntil.Nanos >= 0 && RestsUntil.Nanos <= now.Nanos + RestMax
            && limitSince.Nanos >= 0 && limitSince <= now
            && windows.IsPossible(now, market.Spec.MaxPrice)
            && market.Book.IsCollecting == Collects;
        if (!IsTripped) return isPossible && (Since.Nanos | Until.Nanos | NextBatch.Nanos | (long)Renewals) == 0;
        return isPossible
            && Since.Nanos >= 0 && Since <= now
            && Until >= Since && Until.Nanos <= now.Nanos + ExpiryMax
            && NextBatch.Nanos >= 0 && NextBatch.Nanos <= now.Nanos + ExpiryMax
            && (Action == BreakerAction.BatchOnly || NextBatch.Nanos == 0);
    }

    private BreakerStep Trip(BreakerAction action, BreakerPolicy policy, Timestamp now)
    {
        (Since, Until, Renewals) = (now, now.AddNanos(policy.ExpiryNanos), 0);
        Become(action, policy, now);
        return BreakerStep.Tripped;
    }

    private BreakerStep Renew(BreakerAction action, BreakerPolicy policy, Timestamp now)
    {
        Renewals++;
        Until = now.AddNanos(policy.ExpiryNanos);
        Become(action, policy, now);
        return BreakerStep.Renewed;
    }

    // A halt that turns into batches has waited long enough: its first batch is now. Any other batch waits for an interval.
    private void Become(BreakerAction action, BreakerPolicy policy, Timestamp now)
    {
        if (action != BreakerAction.BatchOnly) NextBatch = default;
        else if (Action != BreakerAction.BatchOnly) NextBatch = Action == BreakerAction.Halt ? now : now.AddNanos(policy.BatchNanos);
        Action = action;
    }

    private BreakerStep End(BreakerPolicy policy, Timestamp now)
    {
        Action = BreakerAction.None;
        (Since, Until, NextBatch, limitSince) = (default, default, default, default);
        Renewals = 0;
        RestsUntil = now.AddNanos(policy.RestNanos);
        windows.Clear();
        return BreakerStep.Expired;
    }
}
