namespace Spillway.Benchmarks.Book.Peers;

/// <summary>An order book that plays the stream beside ours.</summary>
internal interface IPeerBook
{
    /// <summary>Fills so far.</summary>
    long Fills { get; }

    /// <summary>Lots of those fills.</summary>
    long FilledLots { get; }

    /// <summary>Plays one operation.</summary>
    void Play(in PeerOperation operation);
}
