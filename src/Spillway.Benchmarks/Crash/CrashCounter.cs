using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Benchmarks.Crash;

/// <summary>The listener of the crash: counts what the engine says it did.</summary>
internal sealed class CrashCounter : IEngineEvents, IRejections
{
    public long Opened { get; private set; }

    public long Sized { get; private set; }

    public long Closed { get; private set; }

    /// <summary>Cases that ended with a debt that nobody could pay.</summary>
    public long Indebted { get; private set; }

    /// <summary>Lots of cases that traded through the book.</summary>
    public long BookLots { get; private set; }

    /// <summary>Lots of cases that winners took over.</summary>
    public long DeleveragedLots { get; private set; }

    public long Deleveragings { get; private set; }

    /// <summary>Paid by the insurance fund less what it took, minor units.</summary>
    public long FundUnits { get; private set; }

    /// <summary>Loss that the fund could not pay and winners did, minor units.</summary>
    public long SharedUnits { get; private set; }

    public long MarkMoves { get; private set; }

    public long Bounds { get; private set; }

    public string LastRejection { get; private set; } = "";

    public void On(in CaseOpened e) => Opened++;

    public void On(in CloseSized e) => Sized++;

    public void On(in CaseClosed e)
    {
        Closed++;
        if (e.Outcome == CaseOutcome.Indebted) Indebted++;
    }

    public void On(in Traded e)
    {
        if (e.Case == CaseId.None) return;
        if (e.Route == TradeRoute.Book) BookLots += e.Lots.Lots;
        if (e.Route != TradeRoute.Deleveraging) return;
        DeleveragedLots += e.Lots.Lots;
        Deleveragings++;
    }

    public void On(in InsurancePaid e) => FundUnits += e.Amount.Units;

    public void On(in LossShared e) => SharedUnits += e.Amount.Units;

    public void On(in MarkMoved e) => MarkMoves++;

    public void On(in BoundReached e) => Bounds++;

    public void On(in CommandRejected e) => LastRejection = $"{e.Reason} {e.Detail}";
}
