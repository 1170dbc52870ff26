using System.Text.RegularExpressions;

namespace Spillway.Architecture.Tests.Tidy;

/// <summary>What makes a page of documentation wrong, one line each.</summary>
internal static partial class DocsRules
{
    private static readonly string[] DecisionSections = ["Status", "Context", "Decision", "Rejected"];

    /// <summary>Links to files or headings that are not there.</summary>
    public static IEnumerable<string> DeadLinks(MarkdownPage page)
    {
        foreach (string link in page.Links.Where(link => !Scheme().IsMatch(link)))
        {
            string[] parts = link.Split('#', 2);
            bool isOwn = parts[0].Length == 0;
            string target = isOwn ? page.File : Resolve(page.File, Uri.UnescapeDataString(parts[0]));
            string path = Repository.PathOf(target);
            if (!isOwn && !File.Exists(path) && !Directory.Exists(path)) yield return $"{page.File}: {link} leads nowhere";
            else if (parts.Length == 2 && target.EndsWith(".md", StringComparison.Ordinal) && !AnchorsOf(page, target).Contains(parts[1]))
                yield return $"{page.File}: {link} names no heading of {target}";
        }
    }

    /// <summary>A decision record without a number or one of its parts.</summary>
    public static IEnumerable<string> DecisionFaults(MarkdownPage page)
    {
        if (!DecisionName().IsMatch(Path.GetFileName(page.File))) yield return $"{page.File}: the name is not NNNN-title.md";
        foreach (string section in DecisionSections.Except(page.Sections)) yield return $"{page.File}: no section \"## {section}\"";
    }

    /// <summary>C# on a page must be an exact excerpt of a file that the build compiles; only its indentation may differ.</summary>
    public static string? ExcerptFault(MarkdownPage.CodeBlock block)
    {
        if (block.Source is not { } source) return $"{block}: C# without a source; write ```csharp file=path/in/the/repository.cs";
        if (!Repository.Files.Contains(source)) return $"{block}: {source} does not exist";
        string[] wanted = Unindented(block.Lines), code = Repository.ReadLines(source);
        for (int start = 0; start + wanted.Length <= code.Length; start++)
        {
            if (Unindented(code[start..(start + wanted.Length)]).SequenceEqual(wanted, StringComparer.Ordinal)) return null;
        }
        return $"{block}: not an excerpt of {source}";
    }

    /// <summary>Verbs that a shell block gives to the program.</summary>
    public static IEnumerable<string> VerbsOf(MarkdownPage.CodeBlock block) =>
        block.Lines.Select(line => Invocation().Match(line)).Where(match => match.Success).Select(match => match.Groups["verb"].Value);

    private static string Resolve(string page, string link) =>
        Path.GetRelativePath(Repository.Root, Path.GetFullPath(link.TrimStart('/'), link.StartsWith('/') ? Repository.Root : FolderOf(page))).Replace('\\', '/');

    private static string FolderOf(string page) => Path.GetDirectoryName(Repository.PathOf(page))!;

    private static IEnumerable<string> AnchorsOf(MarkdownPage page, string target) =>
        (target == page.File ? page : MarkdownPage.Parse(target, Repository.ReadLines(target))).Anchors;

    private static string[] Unindented(IReadOnlyList<string> lines)
    {
        int indent = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return [.. lines.Select(line => line.Length < indent ? "" : line[indent..].TrimEnd())];
    }

    [GeneratedRegex("^[a-z][a-z0-9+.-]*:", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DecisionName();

    [GeneratedRegex(@"^\s*(\$ )?\./spillway +(?<verb>[a-z][a-z-]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Invocation();
}
