using System.Text;
using Spillway.Liquidation;

namespace Spillway.Engine.Tests;

/// <summary>The venue of the random tests: three assets, two indexes of three sources, four markets of every kind.</summary>
internal static class World
{
    public const int Linear = 0, Whole = 1, Inverse = 2, Coarse = 3, Markets = 4;

    public const int Usdt = 0, Btc = 1, Eth = 2;

    public static readonly (CommandKind Kind, string Document)[] Listings =
    [
        (CommandKind.ListAsset, """{ "symbol": "USDT", "decimals": 6 }"""),
        (CommandKind.ListIndex, """{ "symbol": "BTCUSD", "sources": 3, "maxAgeMilliseconds": 5000 }"""),
        (CommandKind.ListIndex, """{ "symbol": "ETHUSD", "sources": 3, "maxAgeMilliseconds": 5000 }"""),
        (CommandKind.ListAsset, """{ "symbol": "BTC", "decimals": 8, "haircut": 0.05, "index": "BTCUSD" }"""),
        (CommandKind.ListAsset, """{ "symbol": "ETH", "decimals": 9, "haircut": 0.1, "index": "ETHUSD" }"""),
        (CommandKind.ListInstrument, """
            { "symbol": "BTC-PERP", "kind": "perpetual", "settlementAsset": "USDT", "index": "BTCUSD", "tickSize": 0.1, "lotSize": 0.001, "maxPrice": 1000000,
              "maxPosition": 1000, "tiers": [ { "notionalFrom": 0, "initialRate": 0.05, "maintenanceRate": 0.025 },
              { "notionalFrom": 200000, "initialRate": 0.1, "maintenanceRate": 0.05 }, { "notionalFrom": 2000000, "initialRate": 0.3, "maintenanceRate": 0.15 } ],
              "makerFee": -0.0001, "takerFee": 0.0005, "basisHalfLifeSeconds": 30 }
            """),
        (CommandKind.ListInstrument, """
            { "symbol": "ETH-PERP", "kind": "perpetual", "settlementAsset": "USDT", "index": "ETHUSD", "tickSize": 0.01, "lotSize": 0.01, "maxPrice": 100000,
              "maxPosition": 10000, "tierMethod": "whole", "tiers": [ { "notionalFrom": 0, "initialRate": 0.02, "maintenanceRate": 0.01 },
              { "notionalFrom": 50000, "initialRate": 0.1, "maintenanceRate": 0.06 } ], "makerFee": 0.0002, "takerFee": 0.0005, "basisHalfLifeSeconds": 10 }
            """),
        (CommandKind.ListInstrument, """
            { "symbol": "BTC-INV", "kind": "perpetual", "inverse": true, "settlementAsset": "BTC", "index": "BTCUSD", "tickSize": 0.5, "lotSize": 1,
              "maxPrice": 1000000, "maxPosition": 10000000, "tiers": [ { "notionalFrom": 0, "initialRate": 0.04, "maintenanceRate": 0.02 },
              { "notionalFrom": 10, "initialRate": 0.1, "maintenanceRate": 0.05 } ], "makerFee": -0.0001, "takerFee": 0.0004, "basisHalfLifeSeconds": 60 }
            """),
        (CommandKind.ListInstrument, """
            { "symbol": "ETH-COARSE", "kind": "perpetual", "settlementAsset": "USDT", "index": "ETHUSD", "tickSize": 100, "lotSize": 0.01, "maxPrice": 100000,
              "maxPosition": 1000, "tiers": [ { "notionalFrom": 0, "initialRate": 0.1, "maintenanceRate": 0.05 } ],
              "makerFee": 0, "takerFee": 0.001, "basisHalfLifeSeconds": 1 }
            """),
    ];

    public static EngineOptions Checked { get; } = new(EngineLimits.Default, ChecksEveryCommand: true);

    public static List<Step> Setup(string policy) => Setup(Repository.ResolvedPolicy(policy));

    public static List<Step> Setup(byte[] policy)
    {
        List<Step> steps = [.. Listings.Select(listing => new Step(Command.Document(listing.Kind, default), Encoding.UTF8.GetBytes(listing.Document)))];
        steps.Add(new Step(Command.Document(CommandKind.ApplyPolicy, default), policy));
        return steps;
    }
}

/// <summary>One command with its document.</summary>
internal readonly record struct Step(Command Command, byte[] Payload)
{
    public Step(Command command)
        : this(command, [])
    {
    }

    public override string ToString()
    {
        Command c = Command;
        string body = c.Kind switch
        {
            CommandKind.OpenAccount => c.OpenAccount.ToString(),
            CommandKind.Deposit or CommandKind.Withdraw or CommandKind.Transfer or CommandKind.EndowFund => c.MoveFunds.ToString(),
            CommandKind.PlaceOrder => c.PlaceOrder.ToString(),
            CommandKind.CancelOrder => c.CancelOrder.ToString(),
            CommandKind.ReplaceOrder => c.ReplaceOrder.ToString(),
            CommandKind.CancelAll => c.CancelAll.ToString(),
            CommandKind.IndexPrice => c.IndexPrice.ToString(),
            CommandKind.Funding => c.Funding.ToString(),
            CommandKind.Signals => c.Signals.ToString(),
            CommandKind.ImportTrade => c.ImportTrade.ToString(),
            CommandKind.SetNetting => c.SetNetting.ToString(),
            CommandKind.SetAbsorber => c.SetAbsorber.ToString(),
            CommandKind.SetVault => c.SetVault.ToString(),
            CommandKind.PledgeTaker => c.PledgeTaker.ToString(),
            CommandKind.EndPledge => c.EndPledge.ToString(),
            CommandKind.SetTopUp => c.SetTopUp.ToString(),
            CommandKind.SetPreLiquidation => c.SetPreLiquidation.ToString(),
            CommandKind.SetPool => c.SetPool.ToString(),
            CommandKind.PoolDeposit => c.PoolDeposit.ToString(),
            CommandKind.PoolNotice => c.PoolNotice.ToString(),
            CommandKind.PoolRedeem => c.PoolRedeem.ToString(),
            CommandKind.CommitSeed => c.CommitSeed.ToString(),
            CommandKind.RevealSeed => c.RevealSeed.ToString(),
            CommandKind.SetLiquidityPool => c.SetLiquidityPool.ToString(),
            CommandKind.SwapPool => c.SwapPool.ToString(),
            CommandKind.SetBroker => c.SetBroker.ToString(),
            CommandKind.QuoteAway => $"{c.QuoteAway} of {Payload.Length} bytes",
            CommandKind.ContributeMember => c.ContributeMember.ToString(),
            CommandKind.LeaveMembers => c.LeaveMembers.ToString(),
            CommandKind.SetStandingBid => c.SetStandingBid.ToString(),
            CommandKind.BidPortfolio => c.BidPortfolio.ToString(),
            CommandKind.TakeAuction => c.TakeAuction.ToString(),
            _ => Encoding.UTF8.GetString(Payload),
        };
        return $"{c.Time.Nanos} {c.Kind} {body}";
    }
}
