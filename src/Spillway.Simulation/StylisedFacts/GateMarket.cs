using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>One run of the gate: a market of the scenario's agents on a quiet path, with metaorders or without, with shocks or without.</summary>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Terms">Path and flow.</param>
/// <param name="Minutes">Length.</param>
/// <param name="DepthFactor">Depth of the book, of the scenario's.</param>
/// <param name="HasMetaorders">Whether the metaorders trade; draws are the same either way.</param>
/// <param name="Shocks">Whether and how the book is swept now and then.</param>
internal sealed record GateMarket(ulong Seed, QuietTerms Terms, int Minutes, double DepthFactor, bool HasMetaorders, ShockKind Shocks)
{
    // Nobody matters but as open interest; two would exceed the largest position of a very large market.
    private const int Holders = 100;

    /// <summary>Runs it.</summary>
    /// <exception cref="OperationCanceledException">Stopped between two events.</exception>
    public GateTape Run(Scenario crash, PolicyDocument exogenous, CancellationToken cancellation)
    {
        Timestamp start = crash.Prices.Start;
        QuietPath path = QuietPath.Draw(Terms, start, (double)crash.Prices.FirstOpen, crash.OpenInterestUsd, Seed, Minutes);
        MarketTape tape = new();
        MetaorderTrader? trader = null;
        BookShocks? shocks = null;
        VenueRunOptions options = new()
        {
            Events = tape,
            EndsWithPrices = true,
            Guests =
            [
                (market, account) => trader = new MetaorderTrader(market, account, Terms, path, isSilent: !HasMetaorders),
                (market, account) => shocks = new BookShocks(market, account, start, Shocks),
                (market, _) =>
                {
                    tape.Follow(market);
                    return tape;
                },
            ],
        };
        using VenueRun run = new(VenueScenario.Of(Quiet(crash, path)), exogenous, [path.Path], Seed, options);
        RunObservation observed = run.Run(cancellation);
        return new GateTape(tape, trader!, shocks!.Sent, observed.LiquidatedAccounts.Count, observed.Commands, observed.Hash);
    }

    // The same contract and agents; holders at a leverage of one, nobody who is forced to trade.
    private Scenario Quiet(Scenario crash, QuietPath path) => crash with
    {
        Kind = ScenarioKind.Synthetic,
        Prices = path.Table,
        Theta = 1,
        PoolShare = 0,
        BufferShare = 0,
        Members = MemberTerms.Nobody,
        Accounts = crash.Accounts with { Count = Math.Min(Holders, crash.Accounts.Count), LongLeverage = 1, ShortLeverage = 1, LeverageSigma = 0, LeverageMost = 1, EntrySigma = 0 },
        Liquidity = crash.Liquidity with { DepthShare = crash.Liquidity.DepthShare * DepthFactor },
        Traders = crash.Traders with { StopShare = 0, RehedgeShare = 0 },
    };
}

/// <summary>What one run of the gate left behind.</summary>
/// <param name="Market">Samples.</param>
/// <param name="Metaorders">Large orders.</param>
/// <param name="Shocks">Second and side of every sweep of the book.</param>
/// <param name="Liquidated">Accounts that were liquidated.</param>
/// <param name="Commands">Commands executed.</param>
/// <param name="Hash">Hash of the engine's final state.</param>
internal sealed record GateTape(MarketTape Market, MetaorderTrader Metaorders, IReadOnlyList<(int Second, Side Side)> Shocks, int Liquidated, long Commands, StateHash Hash);
