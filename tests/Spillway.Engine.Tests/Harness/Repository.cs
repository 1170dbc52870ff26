namespace Spillway.Engine.Tests;

/// <summary>Files of the repository, found from where the tests run.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static byte[] Policy(string name) => File.ReadAllBytes(Path.Combine(Root, "policies", name + ".json"));

    /// <summary>The policy as it reaches the engine: bases resolved, every field written out.</summary>
    public static byte[] ResolvedPolicy(string name) => PolicyDocument.Read(Policy(name), _ => null).ToJson();

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Spillway.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside of the repository");
    }
}
