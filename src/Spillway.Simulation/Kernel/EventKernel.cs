using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>Discrete-event kernel: wakes agents in the order of time, and at one time in the order in which they asked.</summary>
/// <remarks>Single-threaded and without a clock; equal agents give equal runs.</remarks>
public sealed class EventKernel
{
    private readonly PriorityQueue<IAgent, (long Nanos, long Sequence)> queue = new();
    private long sequence;

    /// <summary>Wake-ups so far.</summary>
    public long EventCount { get; private set; }

    /// <summary>Asks for a wake-up.</summary>
    public void Schedule(IAgent agent, Timestamp time) => queue.Enqueue(agent, (time.Nanos, sequence++));

    /// <summary>Runs until a time, that time excluded, or until nobody is left to wake.</summary>
    /// <exception cref="OperationCanceledException">Stopped between two wake-ups.</exception>
    public void RunUntil(Timestamp end, CancellationToken cancellation)
    {
        while (queue.TryPeek(out _, out (long Nanos, long Sequence) first) && first.Nanos < end.Nanos)
        {
            if ((EventCount++ & 0xFFF) == 0) cancellation.ThrowIfCancellationRequested();
            IAgent agent = queue.Dequeue();
            if (agent.Wake(Timestamp.FromNanos(first.Nanos)) is { } next) Schedule(agent, next);
        }
    }
}
