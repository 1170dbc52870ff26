namespace Spillway.Testing;

/// <summary>The checkout that the tests run in.</summary>
public static class CheckoutFolder
{
    /// <summary>The folder that holds Spillway.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Full path of a file or folder that is named from the root, with forward slashes.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Spillway.slnx"))) return folder.FullName;
        }
        throw new InvalidOperationException($"no Spillway.slnx above {AppContext.BaseDirectory}");
    }
}
