using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>An account that promised to take positions over works off what it took: it meant to be paid for the risk, not to keep it.</summary>
/// <remarks>Sells down with a half-life, from the moment it holds something. It would not trade had nobody been liquidated, so the wider market follows it like a forced order.</remarks>
internal sealed class Taker(SimulatedMarket market, AccountId account) : IAgent
{
    /// <summary>Time between two of its orders.</summary>
    public const int PeriodSeconds = 10;

    private const double Ln2 = 0.693147180559945;

    public Timestamp? Wake(Timestamp now)
    {
        market.TakerNotional += WorkOff(market, account, now, market.Scenario.Takers.UnwindSeconds);
        return now.AddNanos(PeriodSeconds * Timestamp.NanosPerSecond);
    }

    /// <summary>One order of somebody who works a position off with a half-life; what it traded, at mark.</summary>
    public static double WorkOff(SimulatedMarket market, AccountId account, Timestamp now, double halfLifeSeconds)
    {
        long held = market.Engine.House.Size(account, market.Instrument).Lots;
        return held == 0 ? 0 : market.ExecuteForced(now, account, held > 0 ? Side.Sell : Side.Buy, Due(Math.Abs(held), halfLifeSeconds), reduceOnly: true);
    }

    /// <summary>Lots of that order.</summary>
    public static long Due(long held, double halfLifeSeconds) => (long)Math.Ceiling(held * (1 - PortableMath.Exp(-Ln2 * PeriodSeconds / halfLifeSeconds)));
}
