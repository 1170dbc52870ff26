namespace Spillway.Signals;

/// <summary>How many lots have their trigger in which step of 1 bp of log-price, for one direction of a market. Steps are absolute: they do not move with the mark.</summary>
/// <remarks>Integers alone, so adding and taking off leaves nothing behind. Steps are kept for one unit of log-price around the mark it was made at: 240 KB.</remarks>
internal sealed class TriggerSteps(bool downward)
{
    /// <summary>Step of accounts that are liquidatable, or have an open case.</summary>
    public const int Backlog = -1;

    /// <summary>Step of accounts without a trigger near enough.</summary>
    public const int Beyond = -2;

    /// <summary>Steps in one cell of the grid.</summary>
    public const int StepsPerCell = 10;

    private const double StepsPerUnit = LogPriceGrid.CellsPerUnit * StepsPerCell, Kept = 2 * LogPriceGrid.Reach;
    private const int Count = (2 * (int)(Kept * StepsPerUnit)) + 2;

    // Sums over blocks of steps, so that a long run of steps is summed quickly.
    private const int BlockShift = 6, BlockSteps = 1 << BlockShift;

    private readonly long[] lots = new long[Count], lotsOfBlock = new long[(Count >> BlockShift) + 1];
    private readonly int[] accounts = new int[Count], accountsOfBlock = new int[(Count >> BlockShift) + 1];
    private long backlogLots, openLots;
    private int backlogAccounts, first;
    private double centre;

    /// <summary>Mark at which steps end, in this direction.</summary>
    public double LastTicks { get; private set; }

    /// <summary>Forgets everybody and takes a new mark as the centre.</summary>
    public void Reset(double mark)
    {
        lots.AsSpan().Clear();
        accounts.AsSpan().Clear();
        lotsOfBlock.AsSpan().Clear();
        accountsOfBlock.AsSpan().Clear();
        (backlogLots, openLots, backlogAccounts) = (0, 0, 0);
        centre = Math.Log(mark);
        first = (int)Math.Floor((centre - Kept) * StepsPerUnit);
        LastTicks = Math.Exp(downward ? centre - Kept : centre + Kept);
    }

    /// <summary>Whether the grid around a mark lies within the steps that are kept.</summary>
    public bool Covers(double mark) => Math.Abs(Math.Log(mark) - centre) < Kept - LogPriceGrid.Reach;

    /// <summary>The step of a trigger.</summary>
    /// <param name="logPrice">Logarithm of the mark at which the account turns liquidatable; −∞ if it is already, NaN if there is none.</param>
    public int StepOf(double logPrice)
    {
        if (double.IsNaN(logPrice)) return Beyond;
        if (double.IsNegativeInfinity(logPrice)) return Backlog;
        int step = (int)Math.Floor(logPrice * StepsPerUnit) - first;
        return step is >= 0 and < Count ? step : Beyond;
    }

    /// <summary>Adds an account, or takes it off with both numbers negative.</summary>
    public void Add(int step, long signedLots, int signedAccounts)
    {
        openLots += signedLots;
        if (step == Backlog) (backlogLots, backlogAccounts) = (backlogLots + signedLots, backlogAccounts + signedAccounts);
        if (step < 0) return;
        lots[step] += signedLots;
        accounts[step] += signedAccounts;
        lotsOfBlock[step >> BlockShift] += signedLots;
        accountsOfBlock[step >> BlockShift] += signedAccounts;
    }

    /// <summary>Reads the steps from a mark on. Triggers that the mark has passed are backlog; those in the step of the mark itself are not.</summary>
    public void Read(double mark, double valuePerLot, LiquidationMap map)
    {
        double place = (Math.Log(mark) * StepsPerUnit) - first;
        int at = (int)place;
        double behind = downward ? place - at : at + 1 - place; // share of a step that lies on the near side of an edge
        int direction = downward ? -1 : 1;
        (long passedLots, int passedAccounts) = downward ? SumOf(at + 1, Count) : SumOf(0, at);
        int last = at + (direction * LogPriceGrid.Cells * StepsPerCell);
        int triggered = (downward ? SumOf(last, at + 1) : SumOf(at, last + 1)).Accounts;
        double cut = lots[at]; // nothing in the step of the mark is nearer than the mark
        for (int cell = 0; cell < LogPriceGrid.Cells; cell++)
        {
            long whole = 0;
            for (int i = 1; i < StepsPerCell; i++) whole += lots[at + (direction * i)];
            at += direction * StepsPerCell;
            map.Put(cell, (cut + whole + ((1 - behind) * lots[at])) * valuePerLot);
            cut = behind * lots[at];
        }
        map.Put((backlogLots + passedLots) * valuePerLot, backlogAccounts + passedAccounts, triggered, openLots * valuePerLot);
    }

    private (long Lots, int Accounts) SumOf(int from, int to)
    {
        (long Lots, int Accounts) sum = default;
        int step = from;
        while (step < to)
        {
            bool isBlock = (step & (BlockSteps - 1)) == 0 && step + BlockSteps <= to;
            sum.Lots += isBlock ? lotsOfBlock[step >> BlockShift] : lots[step];
            sum.Accounts += isBlock ? accountsOfBlock[step >> BlockShift] : accounts[step];
            step += isBlock ? BlockSteps : 1;
        }
        return sum;
    }
}
