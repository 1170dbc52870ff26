using System.Globalization;
using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>One object of a scenario document, read by the table of fields: no others, each in its shape and within its bounds.</summary>
/// <exception cref="DocumentException">Names line and field.</exception>
internal readonly struct ScenarioSection
{
    private readonly DocumentNode node;
    private readonly IReadOnlyList<ScenarioField> fields;

    public ScenarioSection(DocumentNode node, IReadOnlyList<ScenarioField> fields)
    {
        node.AllowOnly(ScenarioField.NamesIn(fields, node.Path));
        (this.node, this.fields) = (node, fields);
    }

    public ScenarioSection Section(string name) => new(ScenarioField.MayLeaveOut(fields, name) ? node.ObjectOrEmpty(name) : node.Required(name), fields);

    public IEnumerable<ScenarioSection> List(string name)
    {
        IReadOnlyList<ScenarioField> all = fields;
        return node.Required(name).AsList().Select(item => new ScenarioSection(item, all));
    }

    public string Text(string name) => Text(node.Required(name), ScenarioField.Find(fields, node.Path, name));

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        ScenarioField field = ScenarioField.Find(fields, node.Path, name + "[]");
        return [.. node.Required(name).AsList().Select(item => Text(item, field))];
    }

    /// <summary>A value of an enumeration, written like its members but in lower case.</summary>
    public T Choice<T>(string name)
        where T : struct, Enum
    {
        string text = Text(name);
        string[] words = [.. Enum.GetNames<T>().Select(word => word.ToLowerInvariant())];
        int row = Array.IndexOf(words, text);
        return row >= 0 ? Enum.GetValues<T>()[row] : throw node.Required(name).Wrong($"\"{text}\" is not known; allowed are {string.Join(", ", words)}");
    }

    /// <summary>A moment of whole seconds, UTC.</summary>
    public Timestamp Time(string name)
    {
        string text = Text(name);
        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) && time >= DateTimeOffset.UnixEpoch
            ? Timestamp.FromNanos(time.ToUnixTimeSeconds() * Timestamp.NanosPerSecond)
            : throw node.Required(name).Wrong($"\"{text}\" is not a time; write it as 2025-10-10T21:08:00Z");
    }

    public double Number(string name) => (double)Decimal(name);

    /// <summary>The numbers of a list.</summary>
    public IReadOnlyList<double> Numbers(string name)
    {
        ScenarioField field = ScenarioField.Find(fields, node.Path, name + "[]");
        return [.. node.Required(name).AsList().Select(item => (double)Decimal(item, field))];
    }

    public int Whole(string name) => (int)Decimal(name);

    public decimal Rate(string name) => Decimal(name);

    private decimal Decimal(string name)
    {
        ScenarioField field = ScenarioField.Find(fields, node.Path, name);
        return node.Optional(name) is null && field.LeftOut is { } value ? value : Decimal(node.Required(name), field);
    }

    private static string Text(DocumentNode value, ScenarioField field)
    {
        string text = value.AsText();
        bool isPlain = field.Kind != ScenarioFieldKind.Word || text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        if (!isPlain) throw value.Wrong("only letters, digits, '-', '_' and '.' are allowed");
        if (text.Any(char.IsControl)) throw value.Wrong("line breaks and control characters are not allowed");
        return text.Length >= field.Least && text.Length <= field.Most
            ? text
            : throw value.Wrong($"the text has {text.Length} characters; allowed are {field.Least} to {field.Most}");
    }

    private static decimal Decimal(DocumentNode value, ScenarioField field)
    {
        if (field.Kind == ScenarioFieldKind.Rate) value.AsParts(6, field.Least, field.Most);
        decimal number = value.AsDecimal(field.Least, field.Most);
        return field.Kind != ScenarioFieldKind.Whole || decimal.IsInteger(number) ? number : throw value.Wrong($"{number} is not a whole number");
    }
}
