using System.Text.Json.Nodes;
using Spectre.Console;

namespace Spillway.Cli.Commands;

/// <summary>A list of names with one line each.</summary>
internal static class NamedList
{
    public static int Write(Terminal terminal, string title, IReadOnlyList<(string Name, string Summary)> rows, string? json)
    {
        if (json is not null)
        {
            JsonArray list = [.. rows.Select(row => (JsonNode)new JsonObject { ["name"] = row.Name, ["summary"] = row.Summary })];
            terminal.WriteJson(new JsonObject { [title] = list }, json);
            if (json == "-") return ExitCode.Done;
        }
        Grid grid = new();
        grid.AddColumn().AddColumn();
        foreach ((string name, string summary) in rows) grid.AddRow(Markup.Escape(name), Markup.Escape(summary));
        terminal.Tables.Write(grid);
        return ExitCode.Done;
    }
}
