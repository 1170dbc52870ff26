using System.Globalization;
using System.Text;

namespace Spillway.Engine.Tests;

/// <summary>A policy document with every field drawn within its bounds; the ends of the bounds are drawn often.</summary>
internal static class RandomPolicy
{
    public static byte[] Of(int seed)
    {
        Random random = new(seed);
        var sections = PolicyField.All.GroupBy(field => field.Section).Select(section =>
            $"\"{section.Key}\": {{ {string.Join(", ", section.Select(field => $"\"{field.Name}\": {Value(field, random)}"))} }}");
        return Encoding.UTF8.GetBytes($"{{ \"name\": \"random-{seed}\", {string.Join(", ", sections)} }}");
    }

    private static string Value(PolicyField field, Random random) => field.Kind switch
    {
        PolicyFieldKind.Choice => $"\"{field.Words[random.Next(field.Words.Count)]}\"",
        PolicyFieldKind.Switch => random.Next(2) == 0 ? "true" : "false",
        // Whole numbers span nine decades: each decade as often as another.
        PolicyFieldKind.Whole => decimal.Truncate(random.Next(5) == 0 ? 0 : (decimal)Math.Pow(10, random.NextDouble() * Math.Log10((double)field.Most))).ToString(CultureInfo.InvariantCulture),
        PolicyFieldKind.Seconds => decimal.Truncate(Draw(field, random)).ToString(CultureInfo.InvariantCulture),
        _ => decimal.Round(Draw(field, random), 6).ToString(CultureInfo.InvariantCulture),
    };

    private static decimal Draw(PolicyField field, Random random) => random.Next(5) switch
    {
        0 => field.Least,
        1 => field.Most,
        _ => field.Least + ((field.Most - field.Least) * (decimal)random.NextDouble()),
    };
}
