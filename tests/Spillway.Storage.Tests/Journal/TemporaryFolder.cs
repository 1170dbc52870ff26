namespace Spillway.Storage.Tests;

/// <summary>A folder on disk that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("spillway-journal-");

    internal string Path => folder.FullName;

    internal string Sub(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => folder.Delete(recursive: true);
}
