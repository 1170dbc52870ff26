namespace Spillway.Engine;

/// <summary>Answer to a command.</summary>
/// <param name="Reason">None if it was accepted.</param>
/// <param name="Value">Number of the account, asset, index or instrument it made, or handle of the order that rests; zero otherwise.</param>
public readonly record struct CommandResult(RejectReason Reason, ulong Value)
{
    /// <summary>Whether the command took effect.</summary>
    public bool IsAccepted => Reason == RejectReason.None;

    internal static CommandResult Accepted => default;

    internal static CommandResult Made(int number) => new(RejectReason.None, (ulong)number);

    internal static CommandResult Rejected(RejectReason reason) => new(reason, 0);
}
