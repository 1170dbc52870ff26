using System.Text.Json.Nodes;
using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>One event of the engine as people read it.</summary>
/// <param name="Time">When.</param>
/// <param name="Event">Name of the event.</param>
/// <param name="Case">Liquidation case; none if it belongs to none.</param>
/// <param name="Account">Account; none if it belongs to none.</param>
/// <param name="Text">The event in a sentence, with the numbers that decided it.</param>
public sealed record Decision(Timestamp Time, string Event, CaseId Case, AccountId Account, string Text)
{
    /// <summary>Symbol of the market it is about, where it is about a market and no case or account.</summary>
    public string? Market { get; init; }

    /// <summary>The decision as a line of an event file.</summary>
    public JsonObject ToJson(string policy)
    {
        JsonObject line = ToLine(policy);
        if (Market is not null) line["market"] = Market;
        return line;
    }

    private JsonObject ToLine(string policy) => new()
    {
        ["policy"] = policy,
        ["time"] = TimeText,
        ["event"] = Event,
        ["case"] = Case == CaseId.None ? null : Case.Number,
        ["account"] = Account == AccountId.None ? null : Account.Index,
        ["text"] = Text,
    };

    /// <summary>UTC time in ISO form, milliseconds.</summary>
    public string TimeText => DateTimeOffset.FromUnixTimeMilliseconds(Time.Nanos / Timestamp.NanosPerMillisecond).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
