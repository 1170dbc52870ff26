namespace Spillway.Engine;

/// <summary>Answer to a command.</summary>
public readonly record struct CommandResult
{
    // As wide as the value beside it: a byte is written alone and read back with its padding, for which the processor has to wait at every return.
    private readonly ulong reason;

    /// <param name="reason">None if it was accepted.</param>
    /// <param name="value">Number of the account, asset, index or instrument it made, handle of the order that rests, or lots taken of an auction; zero otherwise.</param>
    public CommandResult(RejectReason reason, ulong value) => (this.reason, Value) = ((ulong)reason, value);

    /// <summary>Why it was rejected; none if it was accepted.</summary>
    public RejectReason Reason => (RejectReason)reason;

    /// <summary>Number of the account, asset, index or instrument it made, handle of the order that rests, or lots taken of an auction; zero otherwise.</summary>
    public ulong Value { get; }

    /// <summary>Whether the command took effect.</summary>
    public bool IsAccepted => Reason == RejectReason.None;

    internal static CommandResult Accepted => default;

    internal static CommandResult Made(int number) => new(RejectReason.None, (ulong)number);

    internal static CommandResult Rejected(RejectReason reason) => new(reason, 0);
}
