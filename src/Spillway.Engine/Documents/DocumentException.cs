namespace Spillway.Engine;

/// <summary>A document (policy, listing, scenario) that is wrong: says where, what, and what to do.</summary>
public sealed class DocumentException : Exception
{
    /// <summary>Without a place.</summary>
    public DocumentException()
    {
    }

    /// <summary>With a message only.</summary>
    public DocumentException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public DocumentException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="line">Line in the document, from 1.</param>
    /// <param name="field">Path of the field, such as release.amplification; empty for the document as a whole.</param>
    /// <param name="reason">What is wrong and the remedy, in words.</param>
    public DocumentException(int line, string field, string reason)
        : base(field.Length == 0 ? $"line {line}: {reason}" : $"line {line}: {field}: {reason}")
    {
        (Line, Field, Reason) = (line, field, reason);
    }

    /// <summary>Line in the document, from 1; zero if unknown.</summary>
    public int Line { get; }

    /// <summary>Path of the field; empty for the document as a whole.</summary>
    public string Field { get; } = "";

    /// <summary>What is wrong and the remedy, without the place.</summary>
    public string Reason { get; } = "";
}
