using System.Text.RegularExpressions;

namespace Spillway.Architecture.Tests.Tidy;

/// <summary>House rules that a reader should never have to enforce by hand.</summary>
public partial class TidyTests
{
    private const int MaxSourceLines = 500;

    private static readonly string[] SourceEndings = [".cs", ".ts", ".svelte", ".sh", ".py"];

    [Fact]
    public void TextFiles_Always_NameNoPlaceOnSomeonesMachine() => Assert.Empty(
        from file in Repository.Files
        where Repository.IsText(file)
        from line in PlacesIn(file, Repository.ReadLines(file))
        select line);

    [Fact]
    public void SourceFiles_Always_FitInFiveHundredLines() => Assert.Empty(
        from file in Repository.Files
        where SourceEndings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))
        let lines = Repository.ReadLines(file).Length
        where lines > MaxSourceLines
        select $"{file}: {lines} lines");

    [Theory]
    [InlineData("see /" + "tmp/x.log")]
    [InlineData("\"/" + "home/someone\"")]
    [InlineData("cp .." + "/shared/data .")]
    public void PlacesIn_WhenALineNamesAMachine_NamesFileAndLine(string line) =>
        Assert.StartsWith("notes.md:2: ", Assert.Single(PlacesIn("notes.md", ["fine", line])));

    [Theory]
    [InlineData("https://example.com/work/paper.pdf")]
    [InlineData("docs/home/index.md")]
    [InlineData("src/work/")]
    public void PlacesIn_WhenALineNamesAnAddressOrAFolderOfOurs_AllowsIt(string line) => Assert.Empty(PlacesIn("notes.md", [line]));

    private static IEnumerable<string> PlacesIn(string file, IEnumerable<string> lines) =>
        from numbered in lines.Select((text, index) => (Text: text, Number: index + 1))
        where MachinePath().IsMatch(numbered.Text) || (file != ".ci/run" && numbered.Text.Contains(".." + "/shared", StringComparison.Ordinal))
        select $"{file}:{numbered.Number}: {numbered.Text.Trim()}";

    [GeneratedRegex(@"(?<![\w.\-])/(tmp|work|root|home)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MachinePath();
}
