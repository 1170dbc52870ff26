using Spillway.Core;

namespace Spillway.Margin.Tests;

/// <summary>Keeps what a table saves.</summary>
internal sealed class StateBytes : IStateSink
{
    private readonly List<byte> bytes = [];

    public static byte[] Of(Action<StateWriter> save)
    {
        StateBytes sink = new();
        StateWriter writer = new(sink);
        save(writer);
        writer.Flush();
        return [.. sink.bytes];
    }

    public void Append(ReadOnlySpan<byte> bytes) => this.bytes.AddRange(bytes);
}
