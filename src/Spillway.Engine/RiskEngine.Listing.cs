using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Engine;

/// <content>Listings and the policy: what is configured, by documents.</content>
public sealed partial class RiskEngine
{
    private readonly List<string> indexSymbols = [];
    private readonly List<(CommandKind Kind, byte[] Document)> listings = [];
    private byte[] policyDocument = [];

    /// <summary>Symbols of the price indexes, by id.</summary>
    public IReadOnlyList<string> IndexSymbols => indexSymbols;

    private ListingReader Listings => new(House.Assets, indexSymbols, House.Instruments);

    private CommandResult ListAsset(DocumentNode document, ReadOnlySpan<byte> bytes)
    {
        if (House.Assets.Count == options.Limits.MaxAssets) return CommandResult.Rejected(RejectReason.CapacityReached);
        AssetSpec spec = Listings.ReadAsset(document);
        PriceIndexId index = spec.PriceIndex;
        // Every source may come to decide the index, so what each has reported must fit; later reports are checked when they come.
        if (index != PriceIndexId.None && !RateTable.Fits(spec, Exchange.Indexes[index.Index].HighestReport, House.Assets[0].Decimals))
            return CommandResult.Rejected(RejectReason.InvalidPrice);
        AssetId id = House.AddAsset(spec);
        if (index != PriceIndexId.None && Exchange.Indexes[index.Index].Price.Parts > 0) House.SetAssetPrice(id, Exchange.Indexes[index.Index].Price);
        listings.Add((CommandKind.ListAsset, bytes.ToArray()));
        return CommandResult.Made(id.Index);
    }

    private CommandResult ListIndex(DocumentNode document, ReadOnlySpan<byte> bytes)
    {
        if (indexSymbols.Count == options.Limits.MaxIndexes) return CommandResult.Rejected(RejectReason.CapacityReached);
        (string symbol, int sources, long maxAgeNanos) = Listings.ReadIndex(document);
        indexSymbols.Add(symbol);
        listings.Add((CommandKind.ListIndex, bytes.ToArray()));
        return CommandResult.Made(Exchange.AddIndex(new PriceIndex(sources, maxAgeNanos)).Index);
    }

    private CommandResult ListInstrument(DocumentNode document, ReadOnlySpan<byte> bytes)
    {
        if (House.Instruments.Count == options.Limits.MaxInstruments) return CommandResult.Rejected(RejectReason.CapacityReached);
        InstrumentSpec spec = Listings.ReadInstrument(document);
        InstrumentId id = House.AddInstrument(spec);
        Exchange.AddMarket(id, spec, options.Limits.Book);
        Desk.AddMarket();
        listings.Add((CommandKind.ListInstrument, bytes.ToArray()));
        return CommandResult.Made(id.Index);
    }

    private CommandResult ApplyPolicy(ReadOnlySpan<byte> bytes)
    {
        Policy policy = PolicyDocument.Read(bytes, _ => null).ToPolicy();
        Desk.Policy = policy;
        policyDocument = bytes.ToArray();
        events.On(new PolicyApplied(policy.Name));
        return CommandResult.Accepted;
    }
}
