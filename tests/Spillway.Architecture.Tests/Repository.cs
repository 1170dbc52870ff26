using System.Diagnostics;

namespace Spillway.Architecture.Tests;

/// <summary>The checkout the tests run in, as git sees it.</summary>
internal static class Repository
{
    private static readonly Lazy<IReadOnlyList<string>> KnownFiles = new(ListFiles);

    /// <summary>The folder that holds Spillway.slnx.</summary>
    public static string Root => CheckoutFolder.Root;

    /// <summary>Files that are committed or would be by <c>git add</c>, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files => KnownFiles.Value;

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>Lines of a file, without what ends them.</summary>
    public static string[] ReadLines(string file) => File.ReadAllLines(PathOf(file));

    /// <summary>Whether git and people would call it text: no zero byte near its beginning.</summary>
    public static bool IsText(string file)
    {
        using FileStream stream = File.OpenRead(PathOf(file));
        Span<byte> head = stackalloc byte[8000];
        int read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return !head[..read].Contains((byte)0);
    }

    private static List<string> ListFiles()
    {
        ProcessStartInfo start = new("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process git = Process.Start(start) ?? throw new InvalidOperationException("git did not start");
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0) throw new InvalidOperationException($"git ls-files ended with {git.ExitCode}");
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(PathOf(file))).Order(StringComparer.Ordinal)];
    }
}
