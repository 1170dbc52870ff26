using Spillway.Storage;

namespace Spillway.Benchmarks.Durability;

/// <summary>A journal in a folder of its own below the temporary folder, deleted afterwards.</summary>
internal sealed class TemporaryJournal : IDisposable
{
    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "spillway-bench-" + Guid.NewGuid().ToString("N"));

    /// <summary>Type of the file system it lies on.</summary>
    public static string Medium => new DriveInfo(Path.GetTempPath()).DriveFormat;

    public JournalWriter Create(bool durable, int bufferBytes) => JournalWriter.Create(Folder, new JournalOptions { EngineVersion = "bench", Durable = durable, BufferBytes = bufferBytes });

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
