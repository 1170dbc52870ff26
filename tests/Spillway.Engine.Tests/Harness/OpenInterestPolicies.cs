using System.Globalization;
using System.Text;

namespace Spillway.Engine.Tests;

/// <summary>Policies that limit what may be opened.</summary>
internal static class OpenInterestPolicies
{
    /// <summary>A shipped policy with a section of open interest; what the section says is written as it stands in JSON.</summary>
    public static byte[] With(string policy, string section) => PolicyDocument.Read(
        Encoding.UTF8.GetBytes($$"""{ "name": "{{policy}}", "summary": "limited", "extends": "{{policy}}", "openInterest": { {{section}} } }"""), Repository.Policy).ToJson();

    /// <summary>Limits that bite all day.</summary>
    public static byte[] Tight(int seed)
    {
        Random random = new(seed);
        string cap = ((long)Math.Pow(10, 4 + (3 * random.NextDouble()))).ToString(CultureInfo.InvariantCulture);
        string gain = random.Next(3) == 0 ? "0" : (0.5 + (5 * random.NextDouble())).ToString("F3", CultureInfo.InvariantCulture);
        return With(
            seed % 2 == 0 ? "spillway" : "market-order",
            $"\"cap\": {(random.Next(3) == 0 ? "0" : cap)}, \"gainMost\": {gain}, \"addOn\": {random.Next(5)}, \"addOnFrom\": 0.2, \"concentration\": {(random.Next(2) == 0 ? "0" : "0.001")}");
    }
}
