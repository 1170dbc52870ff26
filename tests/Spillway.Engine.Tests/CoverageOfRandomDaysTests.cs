using System.Reflection;
using System.Text;
using Spillway.Liquidation;

namespace Spillway.Engine.Tests;

/// <summary>Random days are only worth something if they reach everything: a law that is never put to the test holds trivially.</summary>
public sealed class CoverageOfRandomDaysTests
{
    [Fact]
    public void RandomDays_Together_ReachEveryEventAndEveryWayOut()
    {
        HashSet<string> seen = [];
        for (int day = 0; day < 900; day++)
        {
            EngineOptions tiny = World.Checked with { Limits = EngineLimits.Default with { MaxAccounts = 12, MaxPositionsPerAccount = 2, MaxNettingMembers = 1, MaxLiquidationRounds = day % 2 == 0 ? 1 : 64, MaxServicedCases = day % 2 == 0 ? 1_000 : 1, Book = new(40, 8, 64) } };
            EngineOptions options = day % 3 == 0 ? tiny : EngineOptions.Default;
            byte[] policy = PolicyOf(day);
            (_, EventLog log) = Run.Of(Run.Record(day, 3_000, policy, options, crashShare: 0.02), options);
            foreach (object e in log.All) seen.UnionWith(Names(e));
        }
        string[] all =
        [
            .. typeof(IEngineEvents).GetMethods().Select(m => m.GetParameters()[0].ParameterType.GetElementType()!.Name),
            .. Enum.GetValues<TradeRoute>().Where(r => r != TradeRoute.Import).Select(r => $"{r}"),
            .. Enum.GetValues<SizingRule>().Select(r => $"Rule {r}"),
            .. Enum.GetValues<ReleaseBound>().Select(r => $"Bound {r}"),
            .. Enum.GetValues<HandOverReason>().Select(r => $"Reason {r}"),
            .. Enum.GetValues<CaseOutcome>().Select(r => $"Outcome {r}"),
            .. Enum.GetValues<OrderEnd>().Select(r => $"End {r}"),
            .. Enum.GetValues<PacingRule>().Select(r => $"Pace {r}"),
            .. Enum.GetValues<AuctionEnd>().Where(r => r != AuctionEnd.Withdrawn).Select(r => $"Auction {r}"),
            .. Enum.GetValues<EngineBound>().Select(r => $"Limit {r}"),
            .. Enum.GetValues<CrowdingState>().Select(r => $"Crowding {r}"),
            .. Enum.GetValues<RejectReason>().Except(NotDrawn).Select(r => $"Reject {r}"),
        ];
        Assert.Empty(all.Except(seen));
    }

    // Every third day a policy drawn at random; on the others each of these in turn, on days of either kind of limits.
    private static byte[] PolicyOf(int day) => day % 3 == 2 ? RandomPolicy.Of(day) : (day / 3 % 15) switch
    {
        0 => Repository.ResolvedPolicy("spillway"),
        1 => Pooled(),
        2 => Repository.ResolvedPolicy(ScheduledPolicy.Name),
        3 => Repository.ResolvedPolicy("market-order"),
        4 => Repository.ResolvedPolicy("hyperliquid"),
        5 => Repository.ResolvedPolicy("dydx-v4"),
        6 => ClearedPolicy.Document,
        7 => EagerFund(),
        8 => ByTiers(dust: day % 2 == 0 ? 20_000 : 0),
        9 => SoftZone(),
        10 => OpenInterestPolicies.Tight(day),
        11 => BreakerPolicies.Touchy(day),
        12 => Adapted(),
        13 => Routed(),
        _ => Auctioned(nets: day % 2 == 0),
    };

    /// <summary>A fillable price far from the mark, a fund that may lose one unit, and hand-over at once of what that stops.</summary>
    private static byte[] EagerFund() => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Repository.ResolvedPolicy("dydx-v4"))
        .Replace("\"when\": \"negativeEquity\"", "\"when\": \"atOnce\"", StringComparison.Ordinal)
        .Replace("\"spreadToMaintenance\": 1.5", "\"spreadToMaintenance\": 3", StringComparison.Ordinal)
        .Replace("\"blockLoss\": 1000000", "\"blockLoss\": 1", StringComparison.Ordinal));

    /// <summary>Closes that step down the margin tiers, at any health and without rounding up to the whole; cases share what little a cap on volume leaves.</summary>
    private static byte[] ByTiers(int dust) => Encoding.UTF8.GetBytes(
        $$"""{ "name": "by-tiers", "sizing": { "method": "{{(dust > 0 ? "closeFactor" : "tierStep")}}", "wholeAboveShare": 1, "wholeBelowHealth": 0, "dustBelow": {{dust}} }, "release": { "method": "unlimited", "healthFloor": 0, "order": "proportional", "participation": 0.05 } }""");

    /// <summary>Everything through the book and whatever liquidity pools and books elsewhere there are.</summary>
    private static byte[] Routed() => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Repository.ResolvedPolicy("market-order"))
        .Replace("\"pools\": false", "\"pools\": true", StringComparison.Ordinal)
        .Replace("\"awayBooks\": false", "\"awayBooks\": true", StringComparison.Ordinal)
        .Replace("\"quoteSeconds\": 2", "\"quoteSeconds\": 60", StringComparison.Ordinal));

    /// <summary>A buffer pool that nothing else saves from work, and depositors who may leave at once.</summary>
    private static byte[] Pooled() => Encoding.UTF8.GetBytes("""
        {
          "name": "pooled", "netting": { "enabled": false }, "release": { "floor": 0.01 }, "handOver": { "route": "deleveraging" },
          "routing": { "pools": true, "awayBooks": true, "sharedShare": 0.3, "quoteSeconds": 60 },
          "pool": { "enabled": true, "inventoryMultiple": 20, "lossLimit": 1, "unwindHalfLifeSeconds": 60, "noticeSeconds": 2, "redeemSeconds": 100 }
        }
        """);

    /// <summary>Everybody who agreed is closed in part before a breach; after it there are the book, a little of it, and winners.</summary>
    private static byte[] SoftZone() => Encoding.UTF8.GetBytes("""
        { "name": "soft-zone", "preLiquidation": { "enabled": true, "from": 3 }, "warning": { "ratio": 3 }, "netting": { "enabled": false }, "release": { "floor": 0, "healthFloor": 0 } }
        """);

    /// <summary>Rates of the engine every minute, with a crowding term, and terms that follow a case that waits from its first second on.</summary>
    private static byte[] Adapted() => Encoding.UTF8.GetBytes("""
        {
          "name": "adapted", "handOver": { "route": "wait" }, "stress": { "gain": 2.5 },
          "funding": { "enabled": true, "intervalSeconds": 60, "crowding": 0.01, "crowdingFrom": 0.1, "cap": 0.5 },
          "adaptive": { "enabled": true, "referenceDelaySeconds": 1, "halfLifeSeconds": 10, "bufferMost": 4, "feeMost": 10, "step": 1, "stepSeconds": 1 }
        }
        """);

    /// <summary>Auctions of everything, over a second, or over four and twice, at a floor that some fall through.</summary>
    private static byte[] Auctioned(bool nets) => Encoding.UTF8.GetBytes($$"""
        {
          "name": "auctioned", "netting": { "enabled": {{(nets ? "true" : "false")}} }, "release": { "method": "closed" }, "handOver": { "route": "wait" },
          "auction": { "enabled": true, "shape": "exponential", "largestDiscount": 0.03, "durationSeconds": {{(nets ? 1 : 4)}}, "restarts": {{(nets ? 0 : 1)}}, "healthFloor": 0.3, "inFlightShare": 1, "leastValue": 0 }
        }
        """);

    /// <summary>What sensible commands never meet; garbage and documents have tests of their own.</summary>
    private static readonly RejectReason[] NotDrawn =
    [
        RejectReason.None, RejectReason.UnknownCommand, RejectReason.ClockBackwards, RejectReason.ClockTooFar, RejectReason.UnknownInstrument, RejectReason.UnknownAsset,
        RejectReason.UnknownIndex, RejectReason.UnknownSource, RejectReason.InvalidSide, RejectReason.InvalidPrice, RejectReason.InvalidQuantity, RejectReason.InvalidAmount,
        RejectReason.InvalidRate, RejectReason.InvalidSignals, RejectReason.InvalidDocument, RejectReason.PositionTooLarge, RejectReason.OwnPortfolio,
    ];

    private static IEnumerable<string> Names(object e)
    {
        yield return e.GetType().GetTypeInfo().Name;
        string? detail = e switch
        {
            Traded t => $"{t.Route}",
            CloseSized s => $"Rule {s.Rule}",
            ReleaseDecided r => $"Bound {r.Bound}",
            HandedOver h => $"Reason {h.Reason}",
            ClosePaced p => $"Pace {p.Rule}",
            CaseClosed c => $"Outcome {c.Outcome}",
            OrderEnded o => $"End {o.Reason}",
            FundingDecided f => $"Crowding {f.Reading.Crowding}",
            AuctionEnded a => $"Auction {a.Reason}",
            BoundReached b => $"Limit {b.Bound}",
            CommandRejected r => $"Reject {r.Reason}",
            _ => null,
        };
        if (detail is not null) yield return detail;
    }
}
