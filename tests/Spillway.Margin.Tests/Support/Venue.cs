using Spillway.Core;

namespace Spillway.Margin.Tests;

/// <summary>One contract and six accounts without money, for trades worked out by hand.</summary>
internal sealed class Venue
{
    public Venue(bool isInverse, long unitsPerTickLot = 0)
    {
        House.AddAsset(Contracts.Usd);
        House.SetAssetPrice(House.AddAsset(Contracts.Btc), QuotePrice.FromParts(50_000 * QuotePrice.PartsPerUnit));
        InstrumentSpec spec = isInverse ? Contracts.Inverse() : Contracts.Linear();
        if (unitsPerTickLot > 0) spec = spec with { UnitsPerTickLot = unitsPerTickLot };
        Contract = House.AddInstrument(spec);
        House.SetMark(Contract, 100_000);
        for (int i = 0; i < 6; i++) Accounts.Add(House.OpenCross());
    }

    public ClearingHouse House { get; } = new();

    public List<AccountId> Accounts { get; } = [];

    public InstrumentId Contract { get; }

    public int Settlement => Spec.SettlementAsset.Index;

    private InstrumentSpec Spec => House.Instruments[Contract.Index];

    public long Wallet(int account) => House.Wallet(Accounts[account], Settlement);

    /// <summary>A trade at a price in dollars; one tick is half a dollar.</summary>
    public void Trade(int buyer, int seller, long usd, long lots) => House.Trade(Contract, Accounts[buyer], Accounts[seller], usd * 2, lots);

    /// <summary>Opens, grows, shrinks, closes or turns positions, whichever comes; nothing if it would not fit.</summary>
    public (int Buyer, int Seller)? TradeAtRandom(Draw draw, long price = 0)
    {
        (int buyer, int seller) = (draw.Between(0, Accounts.Count - 1), draw.Between(0, Accounts.Count - 1));
        long held = Math.Abs(House.Size(Accounts[buyer], Contract).Lots);
        long lots = held > 0 && draw.Chance(40) ? held : draw.Magnitude(Spec.MaxPosition.Lots);
        long max = Spec.MaxPosition.Lots;
        bool fits = buyer != seller && House.Size(Accounts[buyer], Contract).Lots + lots <= max && House.Size(Accounts[seller], Contract).Lots - lots >= -max;
        if (!fits) return null;
        House.Trade(Contract, Accounts[buyer], Accounts[seller], price > 0 ? price : draw.Magnitude(Spec.MaxPrice.Ticks), lots);
        return (buyer, seller);
    }

    /// <summary>Wallet and unrealised profit of an inverse position at a price, nothing rounded.</summary>
    public Rational TrueWealth(AccountId account, long price) =>
        House.Wallet(account, Settlement) - House.Basis(account, Contract).Units - ((Rational)House.Size(account, Contract).Lots * Spec.UnitsPerTickLot / price);
}
