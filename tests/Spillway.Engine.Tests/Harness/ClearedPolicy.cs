using System.Text;

namespace Spillway.Engine.Tests;

/// <summary>Every failing portfolio is auctioned, with a short window, short notices and a tight exposure limit; what finds no bid goes through the book.</summary>
internal static class ClearedPolicy
{
    public const string Name = "market-order-cleared";

    public static byte[] Document { get; } = With("market-order", """
        "defaultAuction": { "enabled": true, "below": 1, "windowSeconds": 3, "criticalBelow": 0.2, "costShare": 0.1, "leastContribution": 0, "noticeSeconds": 4, "exposureMultiple": 12 }
        """);

    public static byte[] With(string policy, string sections) =>
        PolicyDocument.Read(Encoding.UTF8.GetBytes($$"""{ "name": "{{policy}}-cleared", "extends": "{{policy}}", {{sections}} }"""), Repository.Policy).ToJson();
}
