using Spillway.Core;

namespace Spillway.Markets.Tests;

/// <summary>Keeps what an object saves.</summary>
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
