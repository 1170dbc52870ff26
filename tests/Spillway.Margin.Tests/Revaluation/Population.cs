using Spillway.Core;

namespace Spillway.Margin.Tests;

/// <summary>A few hundred accounts in every state that a row of the position table can be in.</summary>
internal sealed class Population
{
    private readonly Draw draw;
    private readonly List<AccountId> accounts = [];

    private Population(Draw draw) => this.draw = draw;

    public ClearingHouse House { get; } = new();

    public static Population Make(Draw draw)
    {
        Population population = new(draw);
        population.List();
        for (int n = draw.Between(2, 300); n > 0; n--) population.Open();
        // Some open everything at once, so that their rows are neighbours; the rest comes and goes.
        foreach (AccountId account in population.accounts.ToArray().Where(_ => draw.Chance(60)))
        {
            for (int n = draw.Between(0, 12); n > 0; n--) population.Trade(account);
        }
        for (int n = draw.Between(0, 400); n > 0; n--) population.Change(draw.Pick(population.accounts));
        population.MoveMarks();
        return population;
    }

    /// <summary>Moves some marks and collateral prices.</summary>
    public void MoveMarks()
    {
        for (int i = 0; i < House.Instruments.Count; i++)
        {
            if (draw.Chance(70)) House.SetMark(InstrumentId.FromIndex(i), draw.Magnitude(House.Instruments[i].MaxPrice.Ticks));
        }
        for (int asset = 1; asset < House.Assets.Count; asset++)
        {
            long parts = draw.Chance(40) ? QuotePrice.PartsPerUnit : draw.Magnitude(100_000 * QuotePrice.PartsPerUnit); // exactly one: as good as the valuation asset
            House.SetAssetPrice(AssetId.FromIndex(asset), QuotePrice.FromParts(parts));
        }
    }

    /// <summary>Opens an account that holds nothing but money, or not even that.</summary>
    public void Open()
    {
        AccountId account = House.OpenCross();
        accounts.Add(account);
        for (int asset = 0; asset < House.Assets.Count; asset++)
        {
            if (draw.Chance(60)) House.Deposit(account, asset, (draw.Chance(20) ? -1 : 1) * draw.Magnitude(1L << 50));
        }
    }

    private void List()
    {
        House.AddAsset(Contracts.Usd);
        for (int n = draw.Pick([0, 0, 1, 2]); n > 0; n--) House.AddAsset(Contracts.Usd with { Symbol = $"A{n}", Haircut = RatePpm.FromPpm(draw.Pick([0, 50_000])) });
        for (int n = draw.Between(1, 40); n > 0; n--)
        {
            bool isInverse = draw.Chance(20);
            int settlement = draw.Between(0, House.Assets.Count - 1);
            // At most 2^55 units in one trade: linear at the highest price, inverse at one tick.
            int unitBits = draw.Between(0, isInverse ? 34 : 10);
            long most = 1L << draw.Between(isInverse ? 10 : 20, isInverse ? Math.Min(40, 55 - unitBits) : 25);
            TierMethod method = draw.Pick([TierMethod.Marginal, TierMethod.Whole]);
            MarginTier[] tiers = Tiers();
            InstrumentId id = House.AddInstrument(isInverse
                ? Contracts.Inverse(1L << unitBits, 1 << 20, most, settlement, method, tiers)
                : Contracts.Linear(1L << unitBits, 1 << 20, most, settlement, method, tiers));
            if (draw.Chance(90)) House.SetMark(id, draw.Magnitude(1 << 20));
        }
    }

    // Rising and falling rates, edges from nearly nothing to beyond every position, deductions small and large.
    private MarginTier[] Tiers()
    {
        List<MarginTier> tiers = [];
        long from = 0;
        for (int n = draw.Between(1, 5); n > 0 && from < 1L << 56; n--)
        {
            tiers.Add(Contracts.Tier(from, 1_000_000, draw.Magnitude(1_000_000) is var rate && draw.Chance(50) ? (int)rate : draw.Between(1_000, 20_000)));
            from = Math.Max(from + 1, draw.Magnitude(1L << 55));
        }
        return [.. tiers];
    }

    private void Trade(AccountId account)
    {
        int i = draw.Between(0, House.Instruments.Count - 1);
        InstrumentId id = InstrumentId.FromIndex(i);
        AccountId other = draw.Pick(accounts);
        (AccountId buyer, AccountId seller) = draw.Chance(50) ? (account, other) : (other, account);
        long most = House.Instruments[i].MaxPosition.Lots, lots = draw.Magnitude(most);
        bool fits = buyer != seller && House.Size(buyer, id).Lots + lots <= most && House.Size(seller, id).Lots - lots >= -most;
        if (fits) House.Trade(id, buyer, seller, draw.Magnitude(House.Instruments[i].MaxPrice.Ticks), lots);
    }

    private void Change(AccountId account)
    {
        InstrumentId id = InstrumentId.FromIndex(draw.Between(0, House.Instruments.Count - 1));
        long size = House.Size(account, id).Lots;
        AccountId other = draw.Pick(accounts);
        if (draw.Chance(30)) Trade(account);
        else if (draw.Chance(20)) House.OwnerSlot(account, id); // a row with orders, with or without a position
        else if (size != 0 && other != account) Close(id, account, other, size);
    }

    private void Close(InstrumentId id, AccountId account, AccountId other, long size)
    {
        if (Math.Abs(House.Size(other, id).Lots + size) > House.Instruments[id.Index].MaxPosition.Lots) return;
        (AccountId buyer, AccountId seller) = size < 0 ? (account, other) : (other, account);
        House.Trade(id, buyer, seller, draw.Magnitude(House.Instruments[id.Index].MaxPrice.Ticks), Math.Abs(size));
    }
}
