namespace Spillway.Core;

/// <summary>Takes the canonical bytes of the state: to hash them or to keep them.</summary>
public interface IStateSink
{
    /// <summary>Takes the next bytes; they are valid only during the call.</summary>
    void Append(ReadOnlySpan<byte> bytes);
}
