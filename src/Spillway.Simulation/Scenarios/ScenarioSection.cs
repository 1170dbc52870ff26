using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>One object of a scenario document, read by the table of fields: no others, each in its shape and within its bounds.</summary>
/// <exception cref="DocumentException">Names line and field.</exception>
internal readonly struct ScenarioSection
{
    private readonly DocumentNode node;

    public ScenarioSection(DocumentNode node)
    {
        node.AllowOnly(ScenarioField.NamesIn(node.Path));
        this.node = node;
    }

    public ScenarioSection Section(string name) => new(node.Required(name));

    public IEnumerable<ScenarioSection> List(string name) => node.Required(name).AsList().Select(item => new ScenarioSection(item));

    public string Text(string name)
    {
        DocumentNode value = node.Required(name);
        ScenarioField field = ScenarioField.Find(node.Path, name);
        string text = value.AsText();
        bool isPlain = field.Kind != ScenarioFieldKind.Word || text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        if (!isPlain) throw value.Wrong("only letters, digits, '-', '_' and '.' are allowed");
        if (text.Any(char.IsControl)) throw value.Wrong("line breaks and control characters are not allowed");
        return text.Length >= field.Least && text.Length <= field.Most
            ? text
            : throw value.Wrong($"the text has {text.Length} characters; allowed are {field.Least} to {field.Most}");
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

    public double Number(string name) => (double)Decimal(name);

    public int Whole(string name) => (int)Decimal(name);

    public decimal Rate(string name) => Decimal(name);

    private decimal Decimal(string name)
    {
        DocumentNode value = node.Required(name);
        ScenarioField field = ScenarioField.Find(node.Path, name);
        if (field.Kind == ScenarioFieldKind.Rate) value.AsParts(6, field.Least, field.Most);
        decimal number = value.AsDecimal(field.Least, field.Most);
        return field.Kind != ScenarioFieldKind.Whole || decimal.IsInteger(number) ? number : throw value.Wrong($"{number} is not a whole number");
    }
}
