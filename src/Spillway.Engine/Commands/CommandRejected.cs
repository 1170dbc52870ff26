using Spillway.Core;

namespace Spillway.Engine;

/// <summary>A command that took no effect.</summary>
/// <param name="Kind">What it asked for.</param>
/// <param name="Time">Its time.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Detail">For documents: line, field, what is wrong and the remedy; empty otherwise.</param>
public readonly record struct CommandRejected(CommandKind Kind, Timestamp Time, RejectReason Reason, string Detail);
