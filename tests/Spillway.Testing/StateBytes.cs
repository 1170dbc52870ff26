using Spillway.Core;

namespace Spillway.Testing;

/// <summary>Keeps what an object saves.</summary>
public sealed class StateBytes : IStateSink
{
    private readonly List<byte> saved = [];

    /// <summary>All that was saved so far.</summary>
    public byte[] Saved => [.. saved];

    /// <summary>How often a part was handed over.</summary>
    public int Calls { get; private set; }

    /// <summary>What an object writes.</summary>
    public static byte[] Of(Action<StateWriter> save)
    {
        StateBytes sink = new();
        StateWriter writer = new(sink);
        save(writer);
        writer.Flush();
        return sink.Saved;
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Calls++;
        saved.AddRange(bytes);
    }
}
