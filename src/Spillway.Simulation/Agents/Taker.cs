using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>An account that promised to take positions over works off what it took: it meant to be paid for the risk, not to keep it.</summary>
/// <remarks>Sells down with a half-life, from the moment it holds something. It would not trade had nobody been liquidated, so the wider market follows it like a forced order.</remarks>
internal sealed class Taker(SimulatedMarket market, AccountId account) : IAgent
{
    private const int PeriodSeconds = 10;
    private const double Ln2 = 0.693147180559945;

    public Timestamp? Wake(Timestamp now)
    {
        long held = market.Engine.House.Size(account, market.Instrument).Lots;
        if (held != 0)
        {
            double share = 1 - PortableMath.Exp(-Ln2 * PeriodSeconds / market.Scenario.Takers.UnwindSeconds);
            long lots = (long)Math.Ceiling(Math.Abs(held) * share);
            market.TakerNotional += market.ExecuteForced(now, account, held > 0 ? Side.Sell : Side.Buy, lots, reduceOnly: true);
        }
        return now.AddNanos(PeriodSeconds * Timestamp.NanosPerSecond);
    }
}
