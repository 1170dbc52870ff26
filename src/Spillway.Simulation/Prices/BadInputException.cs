using System.Globalization;

namespace Spillway.Simulation;

/// <summary>A file of the user that cannot be used as it is: where it is wrong, what is wrong there, and what to do about it.</summary>
/// <remarks>Hosts print <see cref="ToString"/> on stderr as it is and leave with exit code 2. A stack trace would tell the user nothing.</remarks>
public sealed class BadInputException : Exception
{
    /// <summary>A fault and its place.</summary>
    /// <param name="file">Name of the file as the user gave it.</param>
    /// <param name="line">Line of the fault, from 1; 0 when the fault is the file itself.</param>
    /// <param name="field">Column or key at fault; null when it is the whole line or file.</param>
    /// <param name="problem">What is wrong, without a full stop.</param>
    /// <param name="remedy">What the user can do, without a full stop.</param>
    public BadInputException(string file, int line, string? field, string problem, string remedy)
        : base($"{problem}; {remedy}")
    {
        File = file;
        Line = line;
        Field = field;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>Name of the file as the user gave it.</summary>
    public string File { get; }

    /// <summary>Line of the fault, from 1; 0 when the fault is the file itself.</summary>
    public int Line { get; }

    /// <summary>Column or key at fault; null when it is the whole line or file.</summary>
    public string? Field { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>What the user can do.</summary>
    public string Remedy { get; }

    /// <summary>One line: <c>file:line: field: what is wrong; remedy</c>, without the parts that do not apply.</summary>
    public override string ToString()
    {
        string place = File + ":";
        if (Line > 0) place += Line.ToString(CultureInfo.InvariantCulture) + ":";
        if (Field is not null) place += " " + Field + ":";
        return $"{place} {Message}";
    }
}
