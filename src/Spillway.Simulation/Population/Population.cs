using Spillway.Core;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>The leveraged accounts of a run: who holds what, since which price, with how much equity. A function of scenario and seed only, so equal for every policy.</summary>
/// <remarks>
/// Sizes: Pareto, capped, scaled so that each side adds up to the open interest. Equity: maintenance margin plus notional · (1/leverage − lowest maintenance
/// rate), with lognormal effective leverage; so large positions, which pay higher rates, do not all have their trigger at one leverage cap.
/// Longs and shorts are paired trade by trade at the entry price of the long.
/// </remarks>
public sealed class Population
{
    private Population(IReadOnlyList<Holder> holders, IReadOnlyList<Pairing> pairings) => (Holders, Pairings) = (holders, pairings);

    /// <summary>The accounts; longs first.</summary>
    public IReadOnlyList<Holder> Holders { get; }

    /// <summary>The trades that made their positions.</summary>
    public IReadOnlyList<Pairing> Pairings { get; }

    /// <summary>Lots of one side.</summary>
    internal long OpenLots => Pairings.Sum(trade => trade.Lots);

    /// <summary>Lots of one side as drawn, before a policy limited them.</summary>
    internal long DrawnLots { get; private init; }

    /// <summary>A trade between two holders.</summary>
    /// <param name="Long">Row of the long.</param>
    /// <param name="Short">Row of the short.</param>
    /// <param name="Lots">Size.</param>
    /// <param name="PriceTicks">Entry price of both.</param>
    public readonly record struct Pairing(int Long, int Short, long Lots, long PriceTicks);

    /// <summary>Draws the accounts of a seed.</summary>
    /// <param name="scenario">The market.</param>
    /// <param name="grid">Its price and size grid.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="market">Number of the market at its venue: every market draws a population of its own.</param>
    public static Population Draw(Scenario scenario, ContractGrid grid, ulong seed, int market = 0)
    {
        seed = market == 0 ? seed : Philox.Draw(seed, (ulong)market, ulong.MaxValue).Low;
        int longs = scenario.Accounts.Count / 2, shorts = scenario.Accounts.Count - longs;
        long total = grid.LotsOf(scenario.OpenInterestUsd);
        long[] longLots = DrawSizes(scenario, seed, 0, longs, total);
        long[] shortLots = DrawSizes(scenario, seed, longs, shorts, total);
        long[] entries = DrawEntries(scenario, grid, seed, longs);
        List<Pairing> pairings = Pair(longLots, shortLots, entries, longs);

        double[] entryValue = new double[longs + shorts];
        foreach (Pairing trade in pairings)
        {
            entryValue[trade.Long] += (double)trade.Lots * trade.PriceTicks;
            entryValue[trade.Short] += (double)trade.Lots * trade.PriceTicks;
        }
        List<Holder> holders = [];
        for (int i = 0; i < longs + shorts; i++)
        {
            bool isLong = i < longs;
            long lots = isLong ? longLots[i] : shortLots[i - longs];
            long equity = DrawEquity(scenario, grid, seed, i, isLong, lots);
            bool nets = Draw(seed, i, DrawPurpose.NettingMember).Uniform() < scenario.NettingShare;
            bool holdsCoin = Draw(seed, i, DrawPurpose.CoinMember).Uniform() < scenario.Accounts.CoinShare;
            holders.Add(new Holder(isLong ? lots : -lots, entryValue[i] / lots, equity, nets, holdsCoin));
        }
        return new Population(holders, pairings) { DrawnLots = total };
    }

    /// <summary>The same people with what they would have been let open.</summary>
    /// <remarks>
    /// A trade keeps the smaller share of its two sides. Margin goes down with the position, so leverage is as drawn, but for those whom the add-on holds back: they keep
    /// their margin for less. Lots are cut along the running sum, so that together they are exact and nobody is favoured; who is left with no lot holds nothing.
    /// </remarks>
    internal Population Limited(OpeningShares shares)
    {
        if (shares.IsWhole) return this;
        List<Pairing> trades = [];
        double[] lots = new double[Holders.Count], value = new double[Holders.Count];
        double wanted = 0;
        long given = 0;
        foreach (Pairing trade in Pairings)
        {
            wanted += trade.Lots * shares.OfAll * Math.Min(shares.OfHolder(trade.Long), shares.OfHolder(trade.Short));
            long kept = Math.Min(trade.Lots, (long)wanted - given);
            if (kept <= 0) continue;
            given += kept;
            trades.Add(trade with { Lots = kept });
            foreach (int row in (int[])[trade.Long, trade.Short])
            {
                lots[row] += kept;
                value[row] += (double)kept * trade.PriceTicks;
            }
        }
        Holder[] holders = [.. Holders.Select((holder, row) => holder with
        {
            SizeLots = (long)lots[row] * Math.Sign(holder.SizeLots),
            EntryTicks = lots[row] > 0 ? value[row] / lots[row] : holder.EntryTicks,
            EquityUnits = (long)(holder.EquityUnits * Math.Min(1, lots[row] / Math.Abs(holder.SizeLots) / Math.Max(1e-9, shares.OfHolder(row)))),
        })];
        return new Population(holders, trades) { DrawnLots = DrawnLots };
    }

    private static long[] DrawSizes(Scenario scenario, ulong seed, int from, int count, long total)
    {
        double cap = LargestDraw(scenario.Accounts.SizeCapShare, count);
        double[] raw = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            raw[i] = Draw(seed, from + i, DrawPurpose.PositionSize).Pareto(scenario.Accounts.SizeTail, 1, cap);
            sum += raw[i];
        }
        long[] lots = new long[count];
        long left = total;
        for (int i = 0; i < count; i++)
        {
            lots[i] = Math.Max(1, (long)(raw[i] / sum * total));
            left -= lots[i];
        }
        // Lots that were given to draws of less than one are taken back from those who have more.
        for (int i = 0; i < count && left < 0; i++)
        {
            long taken = Math.Min(lots[i] - 1, -left);
            lots[i] -= taken;
            left += taken;
        }
        lots[0] += left; // rounding leaves less than one lot an account
        return lots[0] > 0 ? lots : throw new BadInputException(scenario.Name, 0, "accounts.count", "there are more accounts than lots of open interest", "lower the count or raise openInterest");
    }

    /// <summary>Largest share of its side that an account can be drawn to hold: one at the cap, the others at one.</summary>
    internal static double LargestShare(double sizeCapShare, int count) => LargestDraw(sizeCapShare, count) / (LargestDraw(sizeCapShare, count) + count - 1);

    /// <summary>No draw is below one, so the total is at least the count, and a draw of cap · count is at most that share of it.</summary>
    private static double LargestDraw(double sizeCapShare, int count) => Math.Max(1.01, sizeCapShare * count);

    private static long[] DrawEntries(Scenario scenario, ContractGrid grid, ulong seed, int longs)
    {
        long[] entries = new long[longs];
        for (int i = 0; i < longs; i++)
        {
            double away = scenario.Accounts.EntrySigma * Draw(seed, i, DrawPurpose.EntryPrice).Normal();
            entries[i] = Math.Min(grid.MaxPriceTicks, grid.TicksOf(grid.FirstOpen * PortableMath.Exp(away)));
        }
        return entries;
    }

    private static long DrawEquity(Scenario scenario, ContractGrid grid, ulong seed, int account, bool isLong, long lots)
    {
        double median = isLong ? scenario.Accounts.LongLeverage : scenario.Accounts.ShortLeverage;
        double leverage = Math.Clamp(Draw(seed, account, DrawPurpose.Leverage).LogNormal(median, Math.Max(1e-9, scenario.Accounts.LeverageSigma)), 1, scenario.Accounts.LeverageMost);
        double notional = grid.NotionalUnits(lots);
        double slack = Math.Max(LeastSlack, (1 / leverage) - (double)scenario.Market.Tiers[0].MaintenanceRate);
        return (long)(grid.MaintenanceUnits(scenario.Market.Tiers, notional) + (notional * slack));
    }

    // Nobody starts closer to liquidation than this share of its notional: the first bar must not be a liquidation by itself.
    private const double LeastSlack = 0.006;

    private static List<Pairing> Pair(long[] longLots, long[] shortLots, long[] entries, int longs)
    {
        List<Pairing> pairings = [];
        long[] openShort = [.. shortLots];
        int taker = 0;
        for (int i = 0; i < longLots.Length; i++)
        {
            for (long open = longLots[i]; open > 0;)
            {
                while (openShort[taker] == 0) taker++;
                long lots = Math.Min(open, openShort[taker]);
                pairings.Add(new Pairing(i, longs + taker, lots, entries[i]));
                openShort[taker] -= lots;
                open -= lots;
            }
        }
        return pairings;
    }

    private static Draws Draw(ulong seed, int account, DrawPurpose purpose) => new(seed, account, default, purpose);
}
