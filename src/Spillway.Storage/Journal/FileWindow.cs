namespace Spillway.Storage;

/// <summary>A window that slides forward over a file and grows to the largest group met. A span it gave is valid until the next call.</summary>
internal sealed class FileWindow(int capacity)
{
    private byte[] buffer = [];
    private IJournalFile? file;
    private long fileLength;
    private long position;
    private int start;
    private int end;

    internal long FileLength => fileLength;

    internal void Open(IJournalFile next)
    {
        file = next;
        fileLength = next.Length;
        int wanted = (int)Math.Min(capacity, fileLength);
        if (buffer.Length < wanted) buffer = GC.AllocateUninitializedArray<byte>(wanted);
        position = 0;
        start = end = 0;
    }

    /// <summary>Lets go of the bytes before an offset.</summary>
    internal void Release(long offset)
    {
        start += (int)(offset - position);
        position = offset;
        if (start > end) start = end = 0;
    }

    /// <summary>The bytes from an offset; fewer than asked only at the end of the file.</summary>
    internal ReadOnlySpan<byte> Slice(long offset, int count)
    {
        int from = (int)(offset - position);
        int available = Available(offset, count);
        if (from + available > end - start)
        {
            Load(from + available);
            available = Available(offset, count);
        }
        return buffer.AsSpan(start + from, available);
    }

    private int Available(long offset, int count) => (int)Math.Clamp(fileLength - offset, 0, count);

    private void Load(int needed)
    {
        if (start + needed > buffer.Length)
        {
            byte[] target = needed > buffer.Length ? new byte[(int)Math.Clamp(2L * buffer.Length, needed, Array.MaxLength)] : buffer;
            buffer.AsSpan(start..end).CopyTo(target);
            buffer = target;
            (start, end) = (0, end - start);
        }
        end += file!.Read(buffer.AsSpan(end), position + (end - start));

        // A writer that goes on to the next segment cuts the one before while we read it.
        if (end - start < needed) fileLength = position + (end - start);
    }
}
