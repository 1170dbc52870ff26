using System.Text.Unicode;

namespace Spillway.Simulation;

/// <summary>The lines of a UTF-8 text file as bytes, LF or CRLF, within bounds that hold for any file, endless ones too.</summary>
internal sealed class TextLines(Stream stream, string file, long maxBytes)
{
    private const int LongestLine = 4096;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start, _end;
    private long _bytesRead;
    private bool _atEnd;

    /// <summary>Number of the line last returned, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line without its line break. The bytes are valid until the next call.</summary>
    /// <returns>False after the last line.</returns>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        int length = NextLineLength();
        if (length < 0)
        {
            line = default;
            return false;
        }

        Number++;
        line = Checked(_buffer.AsSpan(_start, length));
        _start = Math.Min(_start + length + 1, _end);
        return true;
    }

    private int NextLineLength()
    {
        while (true)
        {
            int length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0) return length;
            if (_end - _start > LongestLine) throw Fault(Number + 1, "is longer than 4,096 bytes", "give one bar a line, as text");
            if (_atEnd) return _end > _start ? _end - _start : -1;
            ReadMore();
        }
    }

    private void ReadMore()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
        _bytesRead += read;
        if (_bytesRead > maxBytes) throw TooLarge(file, maxBytes);
    }

    private ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> line)
    {
        const string plainText = "unpack or convert the file to plain UTF-8 CSV";
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        if (Number == 1 && line.StartsWith(byteOrderMark)) line = line[byteOrderMark.Length..];
        if (line.EndsWith("\r"u8)) line = line[..^1];
        if (line.Length > LongestLine) throw Fault(Number, "is longer than 4,096 bytes", "give one bar a line, as text");
        if (!Utf8.IsValid(line)) throw Fault(Number, "is not UTF-8 text", plainText);
        int control = line.IndexOfAnyInRange((byte)0, (byte)0x1F);
        if (control < 0) control = line.IndexOf((byte)0x7F);
        if (control >= 0)
            throw Fault(Number, $"holds the control byte 0x{line[control]:x2} at position {control + 1}", plainText);
        return line;
    }

    private BadInputException Fault(int line, string problem, string remedy) => new(file, line, null, "the line " + problem, remedy);

    public static BadInputException TooLarge(string file, long maxBytes) =>
        new(file, 0, null, $"the file is larger than {maxBytes >> 20} MiB", "cut it to the window of interest");
}
