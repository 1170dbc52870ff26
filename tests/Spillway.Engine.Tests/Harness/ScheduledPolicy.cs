using System.Text;

namespace Spillway.Engine.Tests;

/// <summary>Everything through the book, over a minute, in drawn times: random policies rarely get as far as the book, and this one always does.</summary>
internal static class ScheduledPolicy
{
    public const string Name = "market-order-scheduled";

    public static byte[] Document { get; } = Extending("market-order", seconds: 60);

    public static byte[] Extending(string policy, int seconds) => PolicyDocument.Read(
        Encoding.UTF8.GetBytes($$"""
            { "name": "{{policy}}-scheduled", "extends": "{{policy}}",
              "release": { "schedule": "obizhaevaWang", "scheduleSeconds": {{seconds}}, "maxHoldSeconds": 60, "jitter": 0.3 } }
            """),
        Repository.Policy).ToJson();
}
