namespace Spillway.Core.Tests.State;

/// <summary>Keeps what it is given.</summary>
internal sealed class ByteSink : IStateSink
{
    private readonly List<byte> bytes = [];

    public byte[] Bytes => [.. bytes];

    public int Calls { get; private set; }

    public static byte[] Of(Action<StateWriter> write)
    {
        ByteSink sink = new();
        StateWriter writer = new(sink);
        write(writer);
        writer.Flush();
        return sink.Bytes;
    }

    public void Append(ReadOnlySpan<byte> part)
    {
        Calls++;
        bytes.AddRange(part);
    }
}
