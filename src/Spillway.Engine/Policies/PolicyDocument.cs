using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Engine;

/// <summary>A rule book as people write it: JSON with comments, a base it extends, and only known fields within their bounds.</summary>
/// <remarks>What reaches the engine and its journal is the resolved document: every field written out, no base left, so a replay never depends on files.</remarks>
public sealed class PolicyDocument
{
    private const int BasesMax = 8;
    private readonly Dictionary<string, string> values;

    private PolicyDocument(string name, string summary, Dictionary<string, string> values) => (Name, Summary, this.values) = (name, summary, values);

    /// <summary>Name of the policy.</summary>
    public string Name { get; }

    /// <summary>One line for people.</summary>
    public string Summary { get; }

    /// <summary>Reads a document and the bases it extends.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="loadBase">Finds a base by its name; null if there is none of that name.</param>
    /// <exception cref="DocumentException">Names line and field.</exception>
    public static PolicyDocument Read(ReadOnlySpan<byte> utf8, Func<string, byte[]?> loadBase)
    {
        DocumentNode root = DocumentNode.Parse(utf8);
        Dictionary<string, string> values = PolicyField.All.ToDictionary(field => field.Path, field => field.Default);
        List<DocumentNode> chain = Chain(root, loadBase);
        for (int i = chain.Count - 1; i >= 0; i--) Overlay(chain[i], values);
        string name = root.Required("name").AsText();
        bool isPlain = name.Length is >= 1 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        if (!isPlain) throw root.Required("name").Wrong("a policy name has 1 to 64 letters, digits, '-', '_' or '.'");
        return new PolicyDocument(name, root.Optional("summary")?.AsText() ?? "", values);
    }

    /// <summary>The policy in the engine's units.</summary>
    public Policy ToPolicy() => new(
        Name,
        new WarningPolicy(Rate("warning.ratio"), Nanos("warning.deadlineSeconds")),
        new TopUpPolicy(Switch("topUp.enabled")),
        new PreLiquidationPolicy(Switch("preLiquidation.enabled"), Rate("preLiquidation.from"), Rate("preLiquidation.shareAtBreach")),
        new StressPolicy(Rate("stress.move").Ppm * 1_000L, Rate("stress.gain"), Rate("stress.withdrawalMargin")),
        new SizingPolicy((SizingMethod)Choice("sizing.method"), Rate("sizing.buffer"), Rate("sizing.wholeAboveShare"), Rate("sizing.wholeBelowHealth"), Rate("sizing.closeFactor"), Whole("sizing.dustBelow")),
        new PacingPolicy(
            Whole("pacing.stagedAbove"),
            Rate("pacing.firstShare"),
            Nanos("pacing.cooldownSeconds"),
            (CooldownRule)Choice("pacing.cooldown"),
            Rate("pacing.blockShare"),
            Whole("pacing.blockShareFrom"),
            Whole("pacing.blockNotional"),
            Switch("pacing.oncePerBlock")),
        new ReleasePolicy(
            (ReleaseMethod)Choice("release.method"),
            Rate("release.amplification"),
            Rate("release.floor").Ppm * 1_000L,
            (int)(Nanos("release.windowSeconds") / Timestamp.NanosPerSecond),
            Rate("release.permanentShare"),
            Nanos("release.resilienceHalfLifeSeconds"),
            Rate("release.healthFloor"),
            (ReleaseOrder)Choice("release.order"),
            Rate("release.participation"),
            (int)(Nanos("release.participationSeconds") / Timestamp.NanosPerSecond),
            (ParticipationTime)Choice("release.participationIn"),
            Rate("release.bankruptcyAdjustment"),
            Rate("release.spreadToMaintenance")),
        new SchedulePolicy(
            (ScheduleShape)Choice("release.schedule"), Math.Min(Nanos("release.scheduleSeconds"), Nanos("release.maxHoldSeconds")), Rate("release.jitter")),
        new RoutingPolicy(Switch("routing.pools"), Switch("routing.awayBooks"), Rate("routing.sharedShare"), Nanos("routing.quoteSeconds")),
        new NettingPolicy(Switch("netting.enabled"), Rate("netting.fee")),
        new TakersPolicy(Switch("takers.enabled"), Nanos("takers.noticeSeconds")),
        ToAuction(),
        new PoolPolicy(
            Switch("pool.enabled"),
            Rate("pool.fee"),
            Rate("pool.inventoryMultiple"),
            Rate("pool.lossLimit"),
            Nanos("pool.unwindHalfLifeSeconds"),
            Nanos("pool.noticeSeconds"),
            Nanos("pool.redeemSeconds")),
        new DefaultAuctionPolicy(
            Switch("defaultAuction.enabled"),
            Rate("defaultAuction.below"),
            Whole("defaultAuction.from"),
            Nanos("defaultAuction.windowSeconds"),
            Rate("defaultAuction.criticalBelow"),
            Rate("defaultAuction.costShare"),
            Whole("defaultAuction.leastContribution"),
            Nanos("defaultAuction.noticeSeconds"),
            Rate("defaultAuction.assessment"),
            Rate("defaultAuction.exposureMultiple")),
        new VaultPolicy(Rate("vault.takesBelow")),
        new HandOverPolicy(
            (HandOverRoute)Choice("handOver.route"),
            (HandOverTime)Choice("handOver.when"),
            (DeleveragingRanking)Choice("handOver.ranking"),
            (DeleveragingPrice)Choice("handOver.price"),
            Whole("handOver.seed"),
            Rate("handOver.fee")),
        new InsurancePolicy(
            (InsuranceMethod)Choice("insurance.method"), Rate("insurance.liquidationFee"), Whole("insurance.blockLoss"), (DebtPayer)Choice("insurance.payer"),
            Rate("insurance.eventShare"), Rate("insurance.windowShare"), (int)(Nanos("insurance.windowSeconds") / Timestamp.NanosPerSecond), Rate("insurance.feeShare"), Rate("insurance.winnerKeeps")),
        ToBreakers(),
        new OpenInterestPolicy(
            Whole("openInterest.cap"),
            Rate("openInterest.gainMost"),
            Rate("openInterest.withdrawal"),
            Rate("openInterest.range"),
            Rate("openInterest.addOn"),
            Rate("openInterest.addOnFrom"),
            Rate("openInterest.concentration"),
            Rate("openInterest.concentrationMost")),
        new FundingPolicy(
            Switch("funding.enabled"),
            Nanos("funding.intervalSeconds"),
            Rate("funding.interest"),
            Rate("funding.clamp"),
            Rate("funding.crowding"),
            Rate("funding.crowdingFrom"),
            Rate("funding.cap")),
        new AdaptivePolicy(
            Switch("adaptive.enabled"),
            Rate("adaptive.referenceVolatility"),
            Nanos("adaptive.referenceDelaySeconds"),
            Nanos("adaptive.halfLifeSeconds"),
            Rate("adaptive.bufferMost"),
            Rate("adaptive.feeMost"),
            Rate("adaptive.step"),
            Nanos("adaptive.stepSeconds")));

    /// <summary>The resolved document as canonical JSON: all fields, fixed order.</summary>
    public byte[] ToJson()
    {
        JsonObject root = new() { ["name"] = Name, ["summary"] = Summary };
        foreach (PolicyField field in PolicyField.All)
        {
            JsonObject section = root[field.Section] as JsonObject ?? [];
            root[field.Section] ??= section;
            section[field.Name] = field.Kind switch
            {
                PolicyFieldKind.Choice => values[field.Path],
                PolicyFieldKind.Switch => values[field.Path] == "true",
                _ => decimal.Parse(values[field.Path]),
            };
        }
        return Encoding.UTF8.GetBytes(root.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    /// <summary>Value of a field as it stands in the document.</summary>
    public string this[string path] => values[path];

    // The document, its base, the base's base, …
    private static List<DocumentNode> Chain(DocumentNode root, Func<string, byte[]?> loadBase)
    {
        List<DocumentNode> chain = [root];
        while (chain[^1].Optional("extends") is { } extends)
        {
            byte[] document = loadBase(extends.AsText()) ?? throw root.Wrong($"extends \"{extends.AsText()}\", but there is no policy of that name");
            if (chain.Count > BasesMax) throw extends.Wrong($"more than {BasesMax} bases; do two policies extend each other?");
            chain.Add(DocumentNode.Parse(document));
        }
        return chain;
    }

    private static void Overlay(DocumentNode document, Dictionary<string, string> values)
    {
        string[] sections = ["$schema", "name", "summary", "extends", .. PolicyField.All.Select(field => field.Section).Distinct()];
        document.AllowOnly(sections);
        foreach ((string name, DocumentNode section) in document.Fields)
        {
            if (name is "$schema" or "name" or "summary" or "extends")
            {
                section.AsText();
                continue;
            }
            section.AllowOnly([.. PolicyField.All.Where(field => field.Section == name).Select(field => field.Name)]);
            foreach ((string key, DocumentNode value) in section.Fields)
            {
                PolicyField field = PolicyField.All.Single(f => f.Section == name && f.Name == key);
                values[field.Path] = Checked(field, value);
            }
        }
    }

    private static string Checked(PolicyField field, DocumentNode value)
    {
        switch (field.Kind)
        {
            case PolicyFieldKind.Choice:
                return field.Words[value.AsChoice([.. field.Words])];
            case PolicyFieldKind.Switch:
                return value.AsBoolean() ? "true" : "false";
            case PolicyFieldKind.Seconds:
            case PolicyFieldKind.Whole:
                value.AsParts(0, field.Least, field.Most);
                return value.AsDecimal(field.Least, field.Most).ToString();
            default:
                value.AsParts(6, field.Least, field.Most);
                return value.AsDecimal(field.Least, field.Most).ToString();
        }
    }

    private RatePpm Rate(string path) => RatePpm.FromPpm((int)(decimal.Parse(values[path]) * RatePpm.Whole));

    private AuctionPolicy ToAuction() => new(
        Switch("auction.enabled"),
        (AuctionShape)Choice("auction.shape"),
        Rate("auction.startDiscount"),
        Rate("auction.largestDiscount"),
        Nanos("auction.durationSeconds"),
        (int)Whole("auction.steps"),
        (int)Whole("auction.restarts"),
        Rate("auction.healthFloor"),
        Rate("auction.inFlightShare"),
        Whole("auction.leastValue"));

    private BreakerPolicy ToBreakers() => new(
        LogDistance("breakers.band"),
        Rate("breakers.bandVolatility"),
        (int)Whole("breakers.bandWindowSeconds"),
        Nanos("breakers.limitSeconds"),
        Action("breakers.bandAction"),
        LogDistance("breakers.velocity"),
        (int)Whole("breakers.velocitySeconds"),
        Action("breakers.velocityAction"),
        Rate("breakers.flowOfOpenInterest"),
        LogDistance("breakers.flowOfDepth"),
        (int)Whole("breakers.flowSeconds"),
        Action("breakers.flowAction"),
        LogDistance("breakers.oracleGap"),
        LogDistance("breakers.oracleSpread"),
        Action("breakers.oracleAction"),
        Rate("breakers.gain"),
        Action("breakers.gainAction"),
        Rate("breakers.releaseShare"),
        Nanos("breakers.batchSeconds"),
        LogDistance("breakers.collar"),
        Nanos("breakers.expirySeconds"),
        (int)Whole("breakers.renewalsMax"),
        Nanos("breakers.restSeconds"));

    private long LogDistance(string path) => Rate(path).Ppm * 1_000L;

    // The words leave out that nothing is done: a trigger is switched off by its threshold.
    private BreakerAction Action(string path) => (BreakerAction)(Choice(path) + 1);

    private long Whole(string path) => (long)decimal.Parse(values[path]);

    private bool Switch(string path) => values[path] == "true";

    private long Nanos(string path) => (long)decimal.Parse(values[path]) * Timestamp.NanosPerSecond;

    private int Choice(string path)
    {
        PolicyField field = PolicyField.All.Single(f => f.Path == path);
        for (int i = 0; i < field.Words.Count; i++)
        {
            if (field.Words[i] == values[path]) return i;
        }
        throw new InvariantException($"{path} holds \"{values[path]}\", which its check should have refused");
    }
}
