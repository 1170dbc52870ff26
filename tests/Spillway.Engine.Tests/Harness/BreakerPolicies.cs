using System.Text;
using System.Text.RegularExpressions;

namespace Spillway.Engine.Tests;

/// <summary>Policies whose circuit breakers are set by the name of their fields.</summary>
internal static class BreakerPolicies
{
    private static readonly string[] Actions = ["cutRelease", "reduceOnly", "batchOnly", "halt"];

    private static readonly string[] Bases = ["market-order", "spillway", "hyperliquid", "dydx-v4", "exogenous"];

    /// <summary>The document with fields of its breakers set; a value is written as it stands in JSON.</summary>
    public static string With(string text, params (string Field, string Value)[] fields)
    {
        int start = text.IndexOf("\"breakers\"", StringComparison.Ordinal);
        string section = text[start..];
        foreach ((string field, string value) in fields)
        {
            Regex line = new($"\"{field}\": [^,\\n}}]+", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            if (!line.IsMatch(section)) throw new ArgumentException($"no field breakers.{field}", nameof(fields));
            section = line.Replace(section, $"\"{field}\": {value}", 1);
        }
        return text[..start] + section;
    }

    /// <summary>A rule book of the repository with breakers that trip all day: low thresholds, short times, drawn actions.</summary>
    public static byte[] Touchy(int seed)
    {
        Random random = new(seed);
        string text = Encoding.UTF8.GetString(Repository.ResolvedPolicy(Bases[seed % Bases.Length]));
        return Encoding.UTF8.GetBytes(With(
            text,
            ("band", Often("0.01")),
            ("bandVolatility", Often("0.5")),
            ("limitSeconds", $"{random.Next(3)}"),
            ("bandAction", Action()),
            ("velocity", Often("0.02")),
            ("velocityAction", Action()),
            ("flowOfOpenInterest", Often("0.001")),
            ("flowOfDepth", Often("0.001")),
            ("flowAction", Action()),
            ("oracleGap", Often("0.002")),
            ("oracleSpread", Often("0.05")),
            ("oracleAction", Action()),
            ("gain", Often("2.5")),
            ("gainAction", Action()),
            ("batchSeconds", $"{random.Next(1, 4)}"),
            ("expirySeconds", $"{random.Next(1, 15)}"),
            ("renewalsMax", $"{random.Next(3)}"),
            ("restSeconds", $"{random.Next(12)}")));

        string Often(string threshold) => random.Next(3) == 0 ? "0" : threshold;

        string Action() => $"\"{Actions[random.Next(Actions.Length)]}\"";
    }
}
