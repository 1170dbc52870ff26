using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spillway.Engine;

/// <summary>The JSON Schema of policy documents, for editors: made from the same fields as the parser.</summary>
public static class PolicySchema
{
    /// <summary>The schema as indented JSON with a final line feed.</summary>
    public static string Write()
    {
        JsonObject properties = new()
        {
            ["$schema"] = new JsonObject { ["type"] = "string" },
            ["name"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9._-]{1,64}$" },
            ["summary"] = new JsonObject { ["type"] = "string" },
            ["extends"] = new JsonObject { ["type"] = "string", ["description"] = "Name of the policy whose values stand where this one says nothing." },
        };
        foreach (IGrouping<string, PolicyField> section in PolicyField.All.GroupBy(field => field.Section))
        {
            JsonObject fields = [];
            foreach (PolicyField field in section) fields[field.Name] = Describe(field);
            properties[section.Key] = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = fields };
        }
        JsonObject schema = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Spillway policy",
            ["type"] = "object",
            ["required"] = new JsonArray("name"),
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        return schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
    }

    private static JsonObject Describe(PolicyField field)
    {
        JsonObject property = new() { ["description"] = $"{field.Meaning} Unit: {field.Unit}." };
        switch (field.Kind)
        {
            case PolicyFieldKind.Choice:
                property["enum"] = new JsonArray([.. field.Words.Select(word => (JsonNode)word)]);
                property["default"] = field.Default;
                break;
            case PolicyFieldKind.Switch:
                property["type"] = "boolean";
                property["default"] = field.Default == "true";
                break;
            default:
                property["type"] = field.Kind is PolicyFieldKind.Seconds or PolicyFieldKind.Whole ? "integer" : "number";
                property["minimum"] = field.Least;
                property["maximum"] = field.Most;
                property["default"] = decimal.Parse(field.Default);
                break;
        }
        return property;
    }
}
