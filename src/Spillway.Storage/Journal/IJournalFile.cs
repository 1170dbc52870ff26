namespace Spillway.Storage;

/// <summary>One open segment file. Every failure is an exception; nothing is written in part without one.</summary>
internal interface IJournalFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads at an offset; fewer bytes than asked only at the end of the file.</summary>
    int Read(Span<byte> bytes, long offset);

    /// <summary>Writes all bytes at an offset.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts the file, or extends it with zeros.</summary>
    void SetLength(long length);

    /// <summary>Returns when the medium holds everything written so far.</summary>
    void Flush();
}
