using System.Text.RegularExpressions;

namespace Spillway.Architecture.Tests.Tidy;

/// <summary>A Markdown file split into what is prose and what is code.</summary>
internal sealed partial class MarkdownPage
{
    private MarkdownPage(string file, IReadOnlyList<string> lines)
    {
        File = file;
        List<string> prose = [];
        List<CodeBlock> blocks = [];
        List<string>? open = null;
        string info = "", fence = "";
        for (int i = 0; i < lines.Count; i++)
        {
            string line = lines[i].TrimStart();
            if (open is null && Fence().Match(line) is { Success: true } match)
            {
                (fence, info, open) = (match.Groups["fence"].Value, match.Groups["info"].Value.Trim(), []);
            }
            else if (open is not null && line.TrimEnd() == fence)
            {
                blocks.Add(new CodeBlock(file, i - open.Count, info, open));
                open = null;
            }
            else
            {
                (open ?? prose).Add(lines[i]);
            }
        }
        if (open is not null) blocks.Add(new CodeBlock(file, lines.Count - open.Count, info, open));
        Prose = prose;
        Blocks = blocks;
    }

    /// <summary>Every page of the repository.</summary>
    public static IEnumerable<MarkdownPage> All =>
        Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal)).Select(file => Parse(file, Repository.ReadLines(file)));

    public string File { get; }

    public IReadOnlyList<string> Prose { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>Targets of the links in the prose.</summary>
    public IEnumerable<string> Links => Prose.SelectMany(line => Link().Matches(InlineCode().Replace(line, ""))).Select(match => match.Groups["target"].Value);

    /// <summary>Titles of second-level headings.</summary>
    public IEnumerable<string> Sections => Prose.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..].Trim());

    /// <summary>Anchors of all headings, as code hosts form them.</summary>
    public IEnumerable<string> Anchors => Prose.Where(line => line.StartsWith('#'))
        .Select(line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    public static MarkdownPage Parse(string file, IReadOnlyList<string> lines) => new(file, lines);

    [GeneratedRegex("^(?<fence>```+|~~~+)(?<info>[^`]*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<target>[^()\s]+)(\s+""[^""]*"")?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotInAnchor();

    /// <summary>A fenced block.</summary>
    /// <param name="File">Page it stands on.</param>
    /// <param name="Line">Line of its fence, from 1.</param>
    /// <param name="Info">What stands behind the fence: language, then attributes.</param>
    /// <param name="Lines">Its text.</param>
    internal sealed record CodeBlock(string File, int Line, string Info, IReadOnlyList<string> Lines)
    {
        public string Language => Info.Split(' ')[0];

        /// <summary>The file the block is taken from, if it says so.</summary>
        public string? Source => Info.Split(' ').Where(word => word.StartsWith("file=", StringComparison.Ordinal)).Select(word => word[5..]).FirstOrDefault();

        public override string ToString() => $"{File}:{Line}";
    }
}
