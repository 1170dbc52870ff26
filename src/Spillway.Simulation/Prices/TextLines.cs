using System.Text.Unicode;

namespace Spillway.Simulation;

/// <summary>The lines of a UTF-8 text file as bytes, LF or CRLF, within bounds that hold for any file, endless ones too.</summary>
internal sealed class TextLines(Stream stream, string file, long maxBytes)
{
    private const int LongestLine = 4096;
    private readonly byte[] buffer = new byte[64 * 1024];
    private int start, end;
    private long bytesRead;
    private bool atEnd;

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
        line = Checked(buffer.AsSpan(start, length));
        this.start = Math.Min(start + length + 1, end);
        return true;
    }

    private int NextLineLength()
    {
        while (true)
        {
            int length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0) return length;
            if (end - start > LongestLine) throw Fault(Number + 1, "is longer than 4,096 bytes", "give one bar a line, as text");
            if (atEnd) return end > start ? end - start : -1;
            ReadMore();
        }
    }

    private void ReadMore()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        this.start = 0;
        int read = stream.Read(buffer, end, buffer.Length - end);
        this.atEnd = read == 0;
        end += read;
        bytesRead += read;
        if (bytesRead > maxBytes) throw TooLarge(file, maxBytes);
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
