using System.Reflection;
using System.Text.RegularExpressions;
using Spillway.Architecture.Tests.Rooms;

namespace Spillway.Architecture.Tests.Tidy;

public class DocsTests
{
    private static readonly string[] ShellLanguages = ["sh", "bash", "shell", "console", ""];

    private static IEnumerable<MarkdownPage> Decisions => MarkdownPage.All.Where(page => page.File.StartsWith("docs/decisions/", StringComparison.Ordinal));

    private static IEnumerable<MarkdownPage.CodeBlock> Blocks => MarkdownPage.All.SelectMany(page => page.Blocks);

    [Fact]
    public void Links_OnEveryPage_LeadSomewhere() => Assert.Empty(MarkdownPage.All.SelectMany(DocsRules.DeadLinks));

    [Fact]
    public void Decisions_Always_SayWhatWasDecidedAndWhatWasRejected() => Assert.Empty(Decisions.SelectMany(DocsRules.DecisionFaults));

    [Fact]
    public void Decisions_Always_HaveTheirOwnNumber() =>
        Assert.Empty(Decisions.GroupBy(page => Path.GetFileName(page.File)[..4]).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void CSharpBlocks_OnEveryPage_AreExcerptsOfCompiledFiles() =>
        Assert.Empty(Blocks.Where(block => block.Language is "csharp" or "cs" or "c#").Select(DocsRules.ExcerptFault).OfType<string>());

    [Fact]
    public void ShellBlocks_OnEveryPage_UseVerbsThatExist()
    {
        if (Help() is not { } help) return; // no program yet
        Assert.Empty(
            from block in Blocks
            where ShellLanguages.Contains(block.Language)
            from verb in DocsRules.VerbsOf(block)
            where !Regex.IsMatch(help, $@"(?m)^\s+{Regex.Escape(verb)}\b", RegexOptions.None, TimeSpan.FromSeconds(1))
            select $"{block}: ./spillway {verb}");
    }

    [Theory]
    [InlineData("[plan](nowhere.md)", "nowhere.md leads nowhere")]
    [InlineData("[plan](/docs/nowhere/)", "/docs/nowhere/ leads nowhere")]
    [InlineData("![picture](LICENSE#x \"title\") [self](#absent)", "#absent names no heading")]
    public void DeadLinks_WhenATargetIsMissing_NamesIt(string line, string fault) =>
        Assert.Contains(fault, Assert.Single(DocsRules.DeadLinks(MarkdownPage.Parse("page.md", [line]))), StringComparison.Ordinal);

    [Fact]
    public void DeadLinks_WhenTargetsExistOrAreElsewhere_AreNone() => Assert.Empty(DocsRules.DeadLinks(MarkdownPage.Parse(
        "docs/page.md",
        ["# Loop gain, live", "[a](../LICENSE) [b](https://example.com/x) [c](#loop-gain-live) [d](/src/)", "`[e](gone.md)`", "```", "[f](gone.md)", "```"])));

    [Fact]
    public void DecisionFaults_WhenPartsAreMissing_NamesThem() => Assert.Equal(
        3,
        DocsRules.DecisionFaults(MarkdownPage.Parse("docs/decisions/Watch.md", ["# Watch", "## Status", "## Decision"])).Count());

    [Theory]
    [InlineData("csharp", "int x;", "without a source")]
    [InlineData("csharp file=src/Spillway.Core/Nowhere.cs", "int x;", "does not exist")]
    [InlineData("csharp file=src/Spillway.Core/Units/Rounding.cs", "Sideways,", "not an excerpt")]
    public void ExcerptFault_WhenTheCodeIsNotInTheSource_SaysSo(string info, string line, string fault) => Assert.Contains(
        fault,
        DocsRules.ExcerptFault(Assert.Single(MarkdownPage.Parse("page.md", ["```" + info, line, "```"]).Blocks)),
        StringComparison.Ordinal);

    [Fact]
    public void ExcerptFault_WhenTheCodeIsInTheSource_IsNone() => Assert.Null(DocsRules.ExcerptFault(Assert.Single(MarkdownPage.Parse(
        "page.md",
        ["```csharp file=src/Spillway.Core/Units/Rounding.cs", "/// <summary>Toward +∞.</summary>", "Up,", "```"]).Blocks)));

    [Fact]
    public void VerbsOf_AShellBlock_AreTheWordsBehindTheProgram() => Assert.Equal(
        ["simulate", "doctor"],
        DocsRules.VerbsOf(MarkdownPage.Parse("page.md", ["```sh", "./spillway simulate --seeds 4", "$ ./spillway doctor", "./spillway --help", "```"]).Blocks[0]));

    /// <summary>The help text of the program, which lists its verbs.</summary>
    private static string? Help()
    {
        Room? cli = Room.All.SingleOrDefault(room => room.Name == "Cli");
        if (cli is null || Assembly.LoadFrom(cli.AssemblyPath).EntryPoint is not { } main) return null;
        TextWriter console = Console.Out;
        using StringWriter captured = new();
        Console.SetOut(captured);
        try
        {
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [new[] { "--help" }]);
        }
        finally
        {
            Console.SetOut(console);
        }
        return captured.ToString();
    }
}
