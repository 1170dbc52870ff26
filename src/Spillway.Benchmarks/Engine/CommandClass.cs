using Spillway.Engine;
using Spillway.Markets;

namespace Spillway.Benchmarks.Engine;

/// <summary>Kinds of the mix, by which latencies are told apart.</summary>
internal enum CommandClass
{
    Quote,
    Cancel,
    Fill,
    Price,
    Transfer,
}

internal static class CommandClasses
{
    public static CommandClass Of(in Command command) => command.Kind switch
    {
        CommandKind.PlaceOrder => command.PlaceOrder.TimeInForce == TimeInForce.ImmediateOrCancel ? CommandClass.Fill : CommandClass.Quote,
        CommandKind.CancelOrder => CommandClass.Cancel,
        CommandKind.IndexPrice => CommandClass.Price,
        CommandKind.Transfer => CommandClass.Transfer,
        _ => throw new ArgumentException($"{command.Kind} is not in the mix", nameof(command)),
    };
}
