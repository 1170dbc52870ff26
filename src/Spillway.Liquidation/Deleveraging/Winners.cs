using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>The accounts on one side of one market that could take lots over or carry a loss, in columns.</summary>
/// <remarks>Gathered anew for each use by one pass over the positions; buffers are reused.</remarks>
internal sealed class Winners
{
    /// <summary>Account per row.</summary>
    public int[] Account { get; private set; } = new int[64];

    /// <summary>Weight per row: open profit, or size where nobody has a profit.</summary>
    public long[] Weight { get; private set; } = new long[64];

    /// <summary>Most a row can take.</summary>
    public long[] Cap { get; private set; } = new long[64];

    /// <summary>Lots of a row that are kept out of the first allocation, beside its cap.</summary>
    public long[] Kept { get; private set; } = new long[64];

    /// <summary>What a row was given.</summary>
    public long[] Share { get; private set; } = new long[64];

    /// <summary>Rows in use.</summary>
    public int Count { get; private set; }

    /// <summary>Holders on one side of a market, weighted by open profit, capped by their size. Accounts under liquidation are left out.</summary>
    public void GatherLots(ClearingHouse house, InstrumentId instrument, bool longs, CaseTable cases)
    {
        Count = 0;
        PositionTable positions = house.Positions;
        for (int row = 0; row < positions.RowCount; row++)
        {
            long size = positions.SizeLots[row];
            if (positions.Instruments[row] != instrument.Index || size == 0 || longs != size > 0) continue;
            AccountId account = AccountId.FromIndex(positions.Accounts[row]);
            if (!cases.IsOpen(account)) Add(account, Math.Max(0, house.UnrealisedOfRow(row).Units), Math.Abs(size));
        }
    }

    /// <summary>Puts the rows in the order of a queue: those in profit first, then by <see cref="DeleveragingIndex"/> downward, at a tie the earlier position row.</summary>
    public void RankByProfitTimesLeverage(ClearingHouse house, Market market)
    {
        if (rank.Length < Count)
        {
            rank = new Ranked[Account.Length];
        }
        for (int row = 0; row < Count; row++)
        {
            Int128 index = DeleveragingIndex.Of(house, market, AccountId.FromIndex(Account[row]));
            rank[row] = new Ranked(Weight[row] > 0, index, row, Account[row], Weight[row], Cap[row]);
        }
        rank.AsSpan(0, Count).Sort(byRank);
        for (int row = 0; row < Count; row++) (Account[row], Weight[row], Cap[row]) = (rank[row].Account, rank[row].Weight, rank[row].Cap);
    }

    private readonly record struct Ranked(bool IsInProfit, Int128 Index, int Row, int Account, long Weight, long Cap);

    private Ranked[] rank = [];

    private static readonly Comparison<Ranked> byRank = static (x, y) =>
    {
        if (x.IsInProfit != y.IsInProfit) return x.IsInProfit ? -1 : 1;
        int order = y.Index.CompareTo(x.Index);
        return order != 0 ? order : x.Row.CompareTo(y.Row);
    };

    /// <summary>What all rows together can take.</summary>
    public Int128 TotalCap()
    {
        Int128 total = 0;
        for (int row = 0; row < Count; row++) total += Cap[row] + Kept[row];
        return total;
    }

    /// <summary>Scales the weights by the leverage that each position has on the equity of its account.</summary>
    /// <remarks>Profit and equity are positive or zero here, so a row in profit keeps a weight: at least one.</remarks>
    public void WeighByLeverage(ClearingHouse house, Market market)
    {
        for (int row = 0; row < Count; row++)
        {
            if (Weight[row] > 0) Weight[row] = LeverageWeight.Of(house, market, AccountId.FromIndex(Account[row]), Weight[row]);
        }
    }

    /// <summary>Keeps out of the first allocation what offsets the other positions of the same account.</summary>
    public void KeepHedges(ClearingHouse house, Market market)
    {
        for (int row = 0; row < Count; row++)
        {
            Kept[row] = HedgedLots.Of(house, market, AccountId.FromIndex(Account[row]));
            Cap[row] -= Kept[row];
        }
    }

    /// <summary>The hedges of those in profit too: the second pass when what is no hedge does not suffice.</summary>
    public void ReleaseHedges()
    {
        for (int row = 0; row < Count; row++)
        {
            Cap[row] += Kept[row] - Share[row];
            Kept[row] = 0;
        }
    }

    /// <summary>Turns a gathering of lots to weights by size for those who have not been used up: the last pass when profits do not suffice.</summary>
    public void WeighBySize()
    {
        for (int row = 0; row < Count; row++)
        {
            Cap[row] -= Share[row];
            Weight[row] = Cap[row];
        }
    }

    /// <summary>Accounts with an open profit over all markets settled in an asset, weighted by it and capped by it and their equity: who carries a loss that the fund cannot.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="asset">In which the loss is.</param>
    /// <param name="cases">Who has one is left out.</param>
    /// <param name="keeps">What is left to each, in multiples of its maintenance margin.</param>
    /// <remarks>Over all of them: which market comes first in the list must not decide who pays.</remarks>
    public void GatherProfits(Exchange exchange, AssetId asset, CaseTable cases, RatePpm keeps)
    {
        Count = 0;
        ClearingHouse house = exchange.House;
        PositionTable positions = house.Positions;
        for (int row = 0; row < positions.RowCount; row++)
        {
            int instrument = positions.Instruments[row];
            if (positions.SizeLots[row] == 0 || house.Instruments[instrument].SettlementAsset != asset || !exchange.Markets[instrument].Price.Mark.IsSet) continue;
            AccountId account = AccountId.FromIndex(positions.Accounts[row]);
            if (cases.IsOpen(account)) continue;
            int winner = RowOf(account); // by itself: it may grow the columns
            Weight[winner] += house.UnrealisedOfRow(row).Units;
        }
        for (int row = 0; row < Count; row++)
        {
            rowPlusOne[Account[row]] = 0;
            Weight[row] = Math.Max(0, Weight[row]);
            if (Weight[row] > 0) Cap[row] = Math.Min(Weight[row], house.Payable(AccountId.FromIndex(Account[row]), asset, keeps).Units);
        }
    }

    private int[] rowPlusOne = []; // row of an account in this gathering, plus one; all zero between gatherings

    private int RowOf(AccountId account)
    {
        if (account.Index >= rowPlusOne.Length) Array.Resize(ref rowPlusOne, Math.Max(account.Index + 1, rowPlusOne.Length * 2));
        if (rowPlusOne[account.Index] == 0)
        {
            Add(account, 0, 0);
            rowPlusOne[account.Index] = Count;
        }
        return rowPlusOne[account.Index] - 1;
    }

    private void Add(AccountId account, long weight, long cap)
    {
        if (Count == Account.Length)
        {
            (int[] accounts, long[] weights, long[] caps, long[] kept, long[] shares) = (Account, Weight, Cap, Kept, Share);
            Array.Resize(ref accounts, Count * 2);
            Array.Resize(ref weights, Count * 2);
            Array.Resize(ref caps, Count * 2);
            Array.Resize(ref kept, Count * 2);
            Array.Resize(ref shares, Count * 2);
            (Account, Weight, Cap, Kept, Share) = (accounts, weights, caps, kept, shares);
        }
        Account[Count] = account.Index;
        Weight[Count] = weight;
        Cap[Count] = cap;
        Kept[Count] = 0;
        Count++;
    }
}
