using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Benchmarks.Engine;

/// <summary>The listener of the measured engine: counts events and rejections by reason.</summary>
internal sealed class EventCounter : IEngineEvents, IRejections
{
    private readonly long[] rejections = new long[256];

    public long Rested { get; private set; }

    public long Ended { get; private set; }

    public long Traded { get; private set; }

    public long MarkMoves { get; private set; }

    public long Moved { get; private set; }

    public long CasesAndWarnings { get; private set; }

    public long Rejected { get; private set; }

    public void On(in OrderRested e) => Rested++;

    public void On(in OrderEnded e) => Ended++;

    public void On(in Traded e) => Traded++;

    public void On(in MarkMoved e) => MarkMoves++;

    public void On(in BalanceMoved e) => Moved++;

    public void On(in MarginCalled e) => CasesAndWarnings++;

    public void On(in CaseOpened e) => CasesAndWarnings++;

    public void On(in CommandRejected e)
    {
        Rejected++;
        rejections[(int)e.Reason]++;
    }

    /// <summary>Rejections by reason, for a person.</summary>
    public string RejectionsByReason() => Rejected == 0
        ? "none"
        : string.Join(", ", Enum.GetValues<RejectReason>().Where(reason => rejections[(int)reason] > 0).Select(reason => $"{reason} {rejections[(int)reason]}"));
}
