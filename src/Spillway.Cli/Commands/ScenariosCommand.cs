using System.CommandLine;
using System.Text.Json.Nodes;
using Spillway.Simulation;

namespace Spillway.Cli.Commands;

/// <summary><c>scenarios</c>: lists the crashes that ship.</summary>
internal sealed class ScenariosCommand : Command
{
    public ScenariosCommand(Terminal terminal)
        : base("scenarios", "List the crashes that can be replayed.")
    {
        Option<string?> json = CommonOptions.Json();
        Options.Add(json);
        SetAction(parsed => NamedList.Write(
            terminal, "scenarios", [.. Library.Shipped.ScenarioNames.Select(name => (name, ScenarioDocument.ReadTitle(Library.Shipped.ScenarioFolder(name)).Summary))], parsed.GetValue(json)));
    }
}
