using System.Buffers;
using System.Globalization;
using System.Text;

namespace Spillway.Simulation;

/// <summary>Numbers of a CSV field, read strictly: digits and one decimal point, nothing else. Every problem is said in words.</summary>
internal static class CsvField
{
    // 28 digits always fit a decimal exactly.
    private const int MostDigits = 28;
    private const int LongestShown = 32;
    private static readonly SearchValues<byte> NumericBytes = SearchValues.Create("0123456789.eE+-"u8);

    /// <summary>Reads a decimal number exactly as written.</summary>
    /// <returns>What is wrong with the field; null when it was read.</returns>
    public static string? ReadDecimal(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        if (text.IsEmpty) return "is empty";
        int point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (!AreDigits(whole) || !AreDigits(fraction) || whole.IsEmpty || (point >= 0 && fraction.IsEmpty)) return NotPlain(text);
        if (text.Length > MostDigits) return $"{Shown(text)} has too many digits";
        value = decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return null;
    }

    /// <summary>Reads a whole number from 0.</summary>
    /// <returns>What is wrong with the field; null when it was read.</returns>
    public static string? ReadWhole(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty) return "is empty";
        if (!AreDigits(text)) return ReadDecimal(text, out _) ?? $"{Shown(text)} is not a whole number";
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) ? null : $"{Shown(text)} has too many digits";
    }

    /// <summary>A name out of the user's text, short enough for one line of a message.</summary>
    public static string Cut(string text) => text.Length <= LongestShown ? text : $"{text.AsSpan(0, LongestShown)}…";

    private static string Shown(ReadOnlySpan<byte> text) => $"'{Cut(Encoding.UTF8.GetString(text))}'";

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static string NotPlain(ReadOnlySpan<byte> text)
    {
        bool numeric = !text.ContainsAnyExcept(NumericBytes) && text.ContainsAnyInRange((byte)'0', (byte)'9');
        if (numeric && text.IndexOfAny((byte)'e', (byte)'E') > 0) return $"{Shown(text)} has an exponent";
        if (numeric && text[0] == '-') return $"{Shown(text)} is negative";
        return $"{Shown(text)} is not a plain decimal number";
    }
}
