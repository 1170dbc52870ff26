using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Storage;

namespace Spillway.Simulation;

/// <summary>How one run is watched; nothing here but guests, and whether it is the counterfactual, changes what happens in it.</summary>
public sealed record VenueRunOptions
{
    /// <summary>Options of the engine.</summary>
    public EngineOptions Engine { get; init; } = EngineOptions.Default;

    /// <summary>Hears every event; a <see cref="Narrator"/> is given the engine as well. Null for nobody.</summary>
    public IEngineEvents? Events { get; init; }

    /// <summary>Hears every rejected command.</summary>
    public IRejections Rejections { get; init; } = IRejections.Ignored;

    /// <summary>Folder for the journal; null for none.</summary>
    public string? JournalFolder { get; init; }

    /// <summary>Keeps secrets of the journal encrypted until they are revealed; null writes them in plain.</summary>
    public JournalKey? JournalKey { get; init; }

    /// <summary>Whether the run records where liquidations wait.</summary>
    public bool RecordsHeat { get; init; }

    /// <summary>Whether the run ends with the last bar instead of an hour later: enough for the trough, not for the recovery.</summary>
    public bool EndsWithPrices { get; init; }

    /// <summary>Second at which the engine is saved, restored and replaced by its restored copy; negative for never. The result must not change.</summary>
    public int RestartAtSecond { get; init; } = -1;

    /// <summary>Whether the run says what the market would have done by itself: no stop order trades, and nobody hedges again.</summary>
    public bool IsCounterfactual { get; init; }

    /// <summary>Whether the run only measures what was drawn, before a policy limits it.</summary>
    internal bool IsProbe { get; init; }

    /// <summary>Further traders and observers of the first market, woken after all others and each with a house account behind all others.</summary>
    internal IReadOnlyList<Func<SimulatedMarket, AccountId, IAgent>> Guests { get; init; } = [];
}
