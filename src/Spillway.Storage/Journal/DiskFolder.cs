using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Spillway.Storage;

/// <summary>A journal folder on disk.</summary>
internal sealed class DiskFolder(string path) : IJournalFolder
{
    public string Path { get; } = path;

    public bool Exists => Directory.Exists(Path);

    public void CreateFolder() => Directory.CreateDirectory(Path);

    public IReadOnlyList<string> List() => [.. Directory.EnumerateFileSystemEntries(Path).Select(entry => System.IO.Path.GetFileName(entry))];

    public IJournalFile Create(string name, long length)
    {
        // Reserved blocks make a full disk show here, before any command is accepted, and keep commits from paying for allocation.
        SafeFileHandle handle = File.OpenHandle(PathOf(name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, length);
        try
        {
            RandomAccess.SetLength(handle, length);
            return new DiskFile(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public IJournalFile OpenForWriting(string name) =>
        new DiskFile(File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.ReadWrite, FileShare.Read));

    public IJournalFile OpenForReading(string name) =>
        new DiskFile(File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FileOptions.SequentialScan));

    public void Delete(string name) => File.Delete(PathOf(name));

    public void Flush()
    {
        // NTFS journals names by itself; POSIX promises a new name only after its folder is synced.
        if (!OperatingSystem.IsWindows()) PosixFolder.Sync(Path);
    }

    public IDisposable Lock()
    {
        try
        {
            return File.OpenHandle(PathOf(SegmentName.Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause)
        {
            throw new JournalFolderException($"{Path} is being written by another process or writer: close that one first.", cause);
        }
    }

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private static class PosixFolder
    {
        private const int ReadOnly = 0;

        public static void Sync(string path)
        {
            int descriptor = Open(path, ReadOnly);
            if (descriptor < 0) throw Failure("open", path);
            try
            {
                if (Fsync(descriptor) != 0) throw Failure("sync", path);
            }
            finally
            {
                _ = Close(descriptor);
            }
        }

        private static IOException Failure(string verb, string path) =>
            new($"cannot {verb} the folder {path}: {Marshal.GetLastPInvokeErrorMessage()}");

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Fsync(int descriptor);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Close(int descriptor);
    }
}
