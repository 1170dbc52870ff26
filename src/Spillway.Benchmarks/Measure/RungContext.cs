using System.Globalization;
using Spillway.Benchmarks.Probe;

namespace Spillway.Benchmarks.Measure;

/// <summary>What a rung is told: how much to do, what the machine gives just now, and where to say what happened.</summary>
internal sealed class RungContext(BenchRequest request, ProbeReading probe, List<string> details, Action<string> progress, CancellationToken cancellation)
{
    public ProbeReading Probe => probe;

    public int Rounds => request.Rounds;

    public bool IsQuick => request.Quick;

    public BenchRequest Request => request;

    /// <summary>Behind the name of a row that did less than the full work.</summary>
    public string Note => request.Quick ? ", a tenth of the work" : "";

    /// <summary>Operations of a full run, or a tenth of them.</summary>
    public int Scaled(int operations) => request.Quick ? operations / 10 : operations;

    public bool Wants(params ReadOnlySpan<string> ids)
    {
        foreach (string id in ids)
        {
            if (request.Ids.Contains(id)) return true;
        }
        return false;
    }

    /// <summary>Says what is done next; the place where an interrupted run ends.</summary>
    public void Begin(FormattableString what)
    {
        cancellation.ThrowIfCancellationRequested();
        progress(what.ToString(CultureInfo.InvariantCulture));
    }

    public CancellationToken Cancellation => cancellation;

    public void ThrowIfCancelled() => cancellation.ThrowIfCancellationRequested();

    public void Detail(FormattableString line) => details.Add(line.ToString(CultureInfo.InvariantCulture));
}
