using Spillway.Core;

namespace Spillway.Simulation.Tests;

public sealed class EventKernelTests
{
    private readonly List<(string Name, long Nanos)> woken = [];
    private readonly EventKernel kernel = new();

    [Fact]
    public void Kernel_WhenTimesDiffer_WakesInOrderOfTime()
    {
        Schedule("late", 30);
        Schedule("early", 10);
        Schedule("middle", 20);
        Run(100);
        Assert.Equal([("early", 10), ("middle", 20), ("late", 30)], woken);
        Assert.Equal(3, kernel.EventCount);
    }

    [Fact]
    public void Kernel_WhenTimesAreEqual_WakesInOrderOfAsking()
    {
        string[] names = [.. Enumerable.Range(0, 100).Select(i => $"agent {i}")];
        foreach (string name in names) Schedule(name, 10);
        Run(11);
        Assert.Equal(names, woken.Select(wake => wake.Name));
    }

    [Fact]
    public void Kernel_WhenAnAgentReturnsATime_WakesItThenAndBehindThoseWhoAskedBefore()
    {
        Schedule("again", 10, 20, 30);
        Schedule("before", 20);
        Run(100);
        Assert.Equal([("again", 10), ("before", 20), ("again", 20), ("again", 30)], woken);
    }

    [Fact]
    public void Kernel_AtTheEnd_LeavesThatTimeForTheNextRun()
    {
        Schedule("inside", 9);
        Schedule("outside", 10);
        Run(10);
        Assert.Equal([("inside", 9)], woken);
        Run(11);
        Assert.Equal([("inside", 9), ("outside", 10)], woken);
    }

    [Fact]
    public void Kernel_WhenNobodyIsLeft_Returns()
    {
        Run(100);
        Assert.Equal(0, kernel.EventCount);
    }

    [Fact]
    public void Kernel_WhenItIsCancelledBefore_WakesNobody()
    {
        Schedule("never", 1);
        using CancellationTokenSource cancellation = new();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => kernel.RunUntil(Timestamp.FromNanos(10), cancellation.Token));
        Assert.Empty(woken);
    }

    [Fact]
    public void Kernel_WhenItIsCancelledOnTheWay_StopsWithinAFewThousandWakeUps()
    {
        using CancellationTokenSource cancellation = new();
        Endless agent = new(cancellation);
        kernel.Schedule(agent, Timestamp.FromNanos(1));
        Assert.Throws<OperationCanceledException>(() => kernel.RunUntil(Timestamp.FromNanos(1_000_000), cancellation.Token));
        Assert.InRange(agent.Count, Endless.CancelsAt, Endless.CancelsAt + 4_096);
    }

    private void Schedule(string name, long nanos, params long[] next) => kernel.Schedule(new Agent(name, woken, new Queue<long>(next)), Timestamp.FromNanos(nanos));

    private void Run(long end) => kernel.RunUntil(Timestamp.FromNanos(end), CancellationToken.None);

    private sealed class Agent(string name, List<(string Name, long Nanos)> woken, Queue<long> next) : IAgent
    {
        public Timestamp? Wake(Timestamp now)
        {
            woken.Add((name, now.Nanos));
            return next.TryDequeue(out long nanos) ? Timestamp.FromNanos(nanos) : null;
        }
    }

    private sealed class Endless(CancellationTokenSource cancellation) : IAgent
    {
        public const int CancelsAt = 5_000;

        public int Count { get; private set; }

        public Timestamp? Wake(Timestamp now)
        {
            if (++Count == CancelsAt) cancellation.Cancel();
            return now.AddNanos(1);
        }
    }
}
