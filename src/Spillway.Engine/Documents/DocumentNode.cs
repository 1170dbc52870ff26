using System.Globalization;
using System.Text;
using System.Text.Json;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>A JSON document that knows the line of every value, so that errors can name it. Comments and trailing commas are allowed, doubled fields are not.</summary>
public sealed class DocumentNode
{
    private const int DepthMax = 16;
    private readonly JsonTokenType kind;
    private readonly string text;
    private readonly List<KeyValuePair<string, DocumentNode>> fields = [];
    private readonly List<DocumentNode> items = [];

    private DocumentNode(JsonTokenType kind, string path, int line, string text) => (this.kind, Path, Line, this.text) = (kind, path, line, text);

    /// <summary>Path from the root, such as release.amplification or tiers[2].notionalFrom; empty for the root.</summary>
    public string Path { get; }

    /// <summary>Line of the value, from 1.</summary>
    public int Line { get; }

    /// <summary>Whether this is an object.</summary>
    public bool IsObject => kind == JsonTokenType.StartObject;

    /// <summary>Whether this is a list.</summary>
    public bool IsList => kind == JsonTokenType.StartArray;

    /// <summary>Fields of an object in the order of the document; empty for other values.</summary>
    public IReadOnlyList<KeyValuePair<string, DocumentNode>> Fields => fields;

    /// <summary>Reads a document.</summary>
    /// <exception cref="DocumentException">Not UTF-8, not JSON, deeper than 16, or a field twice.</exception>
    public static DocumentNode Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) throw new DocumentException(1, "", "the document is empty");
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = DepthMax });
        Lines lines = new(utf8);
        try
        {
            if (!reader.Read()) throw new DocumentException(1, "", "the document is empty");
            DocumentNode root = ReadValue(ref reader, ref lines, "");
            return reader.Read() ? throw new DocumentException(lines.At(reader.TokenStartIndex), "", "something follows the end of the document") : root;
        }
        catch (JsonException e)
        {
            throw new DocumentException((int)(e.LineNumber ?? 0) + 1, "", "this is not JSON: " + FirstSentence(e.Message));
        }
        catch (InvalidOperationException)
        {
            throw new DocumentException(lines.At(reader.TokenStartIndex), "", "the text is not valid UTF-8");
        }
    }

    /// <summary>The field of that name; null if it is not there.</summary>
    public DocumentNode? Optional(string name)
    {
        foreach ((string key, DocumentNode value) in fields)
        {
            if (key == name) return value;
        }
        return null;
    }

    /// <summary>The field of that name.</summary>
    /// <exception cref="DocumentException">It is not there.</exception>
    public DocumentNode Required(string name) => Optional(name) ?? throw Wrong($"field \"{name}\" is missing");

    /// <summary>The object of that name; one without fields, at the line of this value, if it is not there.</summary>
    public DocumentNode ObjectOrEmpty(string name) => Optional(name) ?? new DocumentNode(JsonTokenType.StartObject, PathOf(name), Line, "");

    /// <summary>Checks that this is an object whose fields are all known.</summary>
    /// <exception cref="DocumentException">Names the unknown field and the nearest known one.</exception>
    public void AllowOnly(params ReadOnlySpan<string> known)
    {
        if (!IsObject) throw Wrong("an object { … } is expected");
        foreach ((string name, DocumentNode value) in fields)
        {
            if (!known.Contains(name)) throw value.Wrong($"unknown field; {Suggestion.For(name, known)}");
        }
    }

    /// <summary>The items of a list.</summary>
    /// <exception cref="DocumentException">Not a list.</exception>
    public IReadOnlyList<DocumentNode> AsList() => IsList ? items : throw Wrong("a list [ … ] is expected");

    /// <summary>A text.</summary>
    /// <exception cref="DocumentException">Not a text.</exception>
    public string AsText() => kind == JsonTokenType.String ? text : throw Wrong("a text in quotes is expected");

    /// <summary>True or false.</summary>
    /// <exception cref="DocumentException">Neither.</exception>
    public bool AsBoolean() => kind switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Wrong("true or false is expected"),
    };

    /// <summary>A decimal number in plain notation, given as number or text, exact.</summary>
    /// <exception cref="DocumentException">Not such a number, or outside of the bounds.</exception>
    public decimal AsDecimal(decimal least, decimal most)
    {
        bool isNumber = kind is JsonTokenType.Number or JsonTokenType.String
            && text.Length <= 30
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        if (!isNumber) throw Wrong($"\"{Shortened}\" is not a plain decimal number; write it without exponent, such as 0.15");
        decimal value = decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return value < least || value > most ? throw Wrong($"{text} is out of bounds; allowed is {least} to {most}") : value;
    }

    /// <summary>A decimal number in whole parts of 10^−digits.</summary>
    /// <exception cref="DocumentException">Not such a number, outside of the bounds, or finer than the parts.</exception>
    public long AsParts(int digits, decimal least, decimal most)
    {
        decimal value = AsDecimal(least, most);
        for (int i = 0; i < digits; i++) value *= 10;
        return value == decimal.Truncate(value) ? (long)value : throw Wrong($"{text} is finer than {digits} digits after the point");
    }

    /// <summary>A share in parts per million.</summary>
    /// <exception cref="DocumentException">Not such a number, outside of the bounds, or finer than 1e-6.</exception>
    public RatePpm AsRate(decimal least, decimal most) => RatePpm.FromPpm((int)AsParts(6, least, most));

    /// <summary>One of several words.</summary>
    /// <exception cref="DocumentException">Another word.</exception>
    public int AsChoice(params ReadOnlySpan<string> words)
    {
        int choice = words.IndexOf(AsText());
        return choice >= 0 ? choice : throw Wrong($"\"{Shortened}\" is not a choice; {Suggestion.For(text, words)}");
    }

    /// <summary>An error at this value.</summary>
    public DocumentException Wrong(string reason) => new(Line, Path, reason);

    private string PathOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private string Shortened => text.Length <= 30 ? text : text[..30] + "…";

    private static DocumentNode ReadValue(ref Utf8JsonReader reader, ref Lines lines, string path)
    {
        int line = lines.At(reader.TokenStartIndex);
        string text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => "",
        };
        DocumentNode node = new(reader.TokenType, path, line, text);
        if (node.IsList) ReadItems(ref reader, ref lines, node);
        if (node.IsObject) ReadFields(ref reader, ref lines, node);
        return node;
    }

    private static void ReadItems(ref Utf8JsonReader reader, ref Lines lines, DocumentNode list)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.items.Add(ReadValue(ref reader, ref lines, $"{list.Path}[{list.items.Count}]"));
    }

    private static void ReadFields(ref Utf8JsonReader reader, ref Lines lines, DocumentNode parent)
    {
        HashSet<string> names = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            string path = parent.PathOf(name);
            if (!names.Add(name)) throw new DocumentException(lines.At(reader.TokenStartIndex), path, "this field is there twice");
            reader.Read();
            parent.fields.Add(new(name, ReadValue(ref reader, ref lines, path)));
        }
    }

    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    // Counts line feeds only as far as the reader has come: one pass over the document.
    private ref struct Lines(ReadOnlySpan<byte> utf8)
    {
        private readonly ReadOnlySpan<byte> document = utf8;
        private long counted;
        private int line = 1;

        public int At(long offset)
        {
            for (; counted < offset; counted++)
            {
                if (document[(int)counted] == '\n') line++;
            }
            return line;
        }
    }
}
