using System.CommandLine;
using Spillway.Simulation;

namespace Spillway.Cli.Commands;

/// <summary><c>policies</c>: lists the rule books that ship.</summary>
internal sealed class PoliciesCommand : Command
{
    public PoliciesCommand(Terminal terminal)
        : base("policies", "List the rule books that ship.")
    {
        Option<string?> json = CommonOptions.Json();
        Options.Add(json);
        SetAction(parsed => NamedList.Write(
            terminal, "policies", [.. Library.Shipped.PolicyNames.Select(name => (name, Library.Shipped.ReadPolicy(name).Summary))], parsed.GetValue(json)));
    }
}
