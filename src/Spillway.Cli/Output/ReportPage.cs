using System.Text.Json.Nodes;
using Spillway.Simulation;

namespace Spillway.Cli.Output;

/// <summary>The report page: the built template beside the program with the data of one comparison put into it.</summary>
internal static class ReportPage
{
    private const string Placeholder = "<script type=\"application/json\" id=\"spillway-report\">{}</script>";

    /// <summary>Where the template lies once it was built.</summary>
    public static string Template { get; } = Path.Combine(AppContext.BaseDirectory, "web", "report.html");

    /// <summary>Whether there is a page to write.</summary>
    public static bool IsBuilt => File.Exists(Template);

    /// <summary>Writes the page. Names in the data stay text: no character of it can end the script that holds it.</summary>
    public static void Write(string file, JsonObject report)
    {
        string page = File.ReadAllText(Template);
        int at = page.IndexOf(Placeholder, StringComparison.Ordinal);
        if (at < 0) throw new BadInputException(Template, 0, null, "the page has no place for data", "build the program again");
        string data = report.ToJsonString().Replace("<", "\\u003c", StringComparison.Ordinal);
        Terminal.WriteFile(file, string.Concat(page.AsSpan(0, at), Placeholder.Replace("{}", data, StringComparison.Ordinal), page.AsSpan(at + Placeholder.Length)));
    }
}
