namespace Spillway.Storage.Tests;

/// <summary>A disk in memory that fails on demand and, in a crash, keeps any part of what was not flushed: sectors, names, lengths.</summary>
internal sealed class MemoryFolder : IJournalFolder
{
    private const int SectorBytes = 512;
    private readonly SortedDictionary<string, MemoryFile> files = new(StringComparer.Ordinal);
    private SortedDictionary<string, MemoryFile> durableFiles = new(StringComparer.Ordinal);
    private bool isLocked;

    public string Path => "memory";

    public bool Exists { get; private set; }

    /// <summary>Operations that change something or flush, so far.</summary>
    internal int Operations { get; private set; }

    /// <summary>The operation that fails, counted from 1; so do all after it. Zero: none.</summary>
    internal int FailAt { get; set; }

    /// <summary>Bytes that a failing write still writes.</summary>
    internal int ShortWriteBytes { get; init; }

    internal IEnumerable<string> Names => files.Keys;

    public void CreateFolder() => Exists = true;

    public IReadOnlyList<string> List() => [.. files.Keys];

    public IJournalFile Create(string name, long length)
    {
        Step("create");
        MemoryFile file = new(this) { Current = new byte[length] };
        files.Add(name, file);
        return file;
    }

    public IJournalFile OpenForWriting(string name) => files[name];

    public IJournalFile OpenForReading(string name) => files[name];

    public void Delete(string name)
    {
        Step("delete");
        files.Remove(name);
    }

    public void Flush()
    {
        Step("flush of the folder");
        durableFiles = new SortedDictionary<string, MemoryFile>(files, StringComparer.Ordinal);
    }

    public IDisposable Lock()
    {
        if (isLocked) throw new JournalFolderException("locked");
        isLocked = true;
        return new Claim(this);
    }

    internal byte[] Bytes(string name) => files[name].Current;

    internal void Put(string name, byte[] bytes)
    {
        Exists = true;
        files[name] = new MemoryFile(this) { Current = bytes, Durable = bytes };
    }

    /// <summary>The folder as it is now, all of it on the medium.</summary>
    internal MemoryFolder Copy()
    {
        MemoryFolder copy = new() { Exists = Exists };
        foreach ((string name, MemoryFile file) in files) copy.Put(name, [.. file.Current]);
        copy.durableFiles = new SortedDictionary<string, MemoryFile>(copy.files, StringComparer.Ordinal);
        return copy;
    }

    /// <summary>The folder after the machine died: of what was never flushed, each part is there or not as <paramref name="keep"/> says.</summary>
    internal MemoryFolder Crash(Func<bool> keep)
    {
        MemoryFolder after = new() { Exists = Exists };
        foreach (string name in files.Keys.Union(durableFiles.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            bool isThere = files.ContainsKey(name), wasThere = durableFiles.ContainsKey(name);
            if (isThere == wasThere || keep() == isThere) after.Put(name, Survivors(isThere ? files[name] : durableFiles[name], keep));
        }
        after.durableFiles = new SortedDictionary<string, MemoryFile>(after.files, StringComparer.Ordinal);
        return after;
    }

    private static byte[] Survivors(MemoryFile file, Func<bool> keep)
    {
        bool sameLength = file.Current.Length == file.Durable.Length;
        byte[] bytes = new byte[sameLength || keep() ? file.Current.Length : file.Durable.Length];
        for (int at = 0; at < bytes.Length; at += SectorBytes)
        {
            Span<byte> sector = bytes.AsSpan(at, Math.Min(SectorBytes, bytes.Length - at));
            ReadOnlySpan<byte> current = Part(file.Current, at, sector.Length), durable = Part(file.Durable, at, sector.Length);
            (current.SequenceEqual(durable) || keep() ? current : durable).CopyTo(sector);
        }
        return bytes;
    }

    private static ReadOnlySpan<byte> Part(byte[] bytes, int at, int count) =>
        at >= bytes.Length ? [] : bytes.AsSpan(at, Math.Min(count, bytes.Length - at));

    private void Step(string what)
    {
        Operations++;
        if (FailAt > 0 && Operations >= FailAt) throw new IOException($"injected: {what} number {Operations}");
    }

    private sealed class Claim(MemoryFolder folder) : IDisposable
    {
        public void Dispose() => folder.isLocked = false;
    }

    private sealed class MemoryFile(MemoryFolder folder) : IJournalFile
    {
        internal byte[] Current { get; set; } = [];

        internal byte[] Durable { get; set; } = [];

        public long Length => Current.Length;

        public int Read(Span<byte> bytes, long offset)
        {
            ReadOnlySpan<byte> part = Part(Current, (int)offset, bytes.Length);
            part.CopyTo(bytes);
            return part.Length;
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            try
            {
                folder.Step("write");
            }
            catch (IOException) when (folder.ShortWriteBytes > 0 && folder.Operations == folder.FailAt)
            {
                Put(bytes[..Math.Min(bytes.Length, folder.ShortWriteBytes)], offset);
                throw;
            }
            Put(bytes, offset);
        }

        public void SetLength(long length)
        {
            folder.Step("change of length");
            byte[] bytes = Current;
            Array.Resize(ref bytes, (int)length);
            Current = bytes;
        }

        public void Flush()
        {
            folder.Step("flush");
            Durable = [.. Current];
        }

        public void Dispose()
        {
        }

        private void Put(ReadOnlySpan<byte> bytes, long offset)
        {
            byte[] target = [.. Current];
            if (offset + bytes.Length > target.Length) Array.Resize(ref target, (int)offset + bytes.Length);
            bytes.CopyTo(target.AsSpan((int)offset));
            Current = target;
        }
    }
}
