using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Benchmarks.Crash;

/// <summary>The listener of the crash: counts what the engine says it did.</summary>
internal sealed class CrashCounter : IEngineEvents, IRejections
{
    public long Opened { get; private set; }

    public long Sized { get; private set; }

    public string LastRejection { get; private set; } = "";

    public void On(in CaseOpened e) => Opened++;

    public void On(in CloseSized e) => Sized++;

    public void On(in CommandRejected e) => LastRejection = $"{e.Reason} {e.Detail}";
}
