using Spillway.Benchmarks.Measure;
using Spillway.Benchmarks.Watch;
using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Benchmarks.Margin;

/// <summary>A clearing house with cross accounts and their positions, and nothing around it: the population of the watch without its edges.</summary>
/// <remarks>The other side of every trade are rich accounts, one per instrument. Marks move by up to two percent from tick to tick, so nothing is at cost.</remarks>
internal sealed class RevaluationBook
{
    /// <summary>Mark of every instrument at the beginning. One lot is then worth one USD, and one tick of it one minor unit.</summary>
    private const long StartTicks = 1_000_000;

    private const long UnitsPerUsd = 1_000_000, StreetUnits = 1_000_000_000_000_000;
    private static readonly AssetId Usd = AssetId.FromIndex(0);

    private readonly SeededDraws draws = new(23);
    private readonly int instruments;

    private RevaluationBook(int instruments) => this.instruments = instruments;

    public ClearingHouse House { get; } = new();

    /// <summary>Opens everybody.</summary>
    /// <param name="accounts">Cross accounts, beside one rich one per instrument.</param>
    /// <param name="positionsEach">Positions of each, in different instruments.</param>
    /// <param name="instruments">Instruments, drawn with equal chance.</param>
    /// <param name="isScattered">Whether every account opens its first position before anybody opens a second one, so that no two rows of an account are neighbours.</param>
    /// <param name="cancellation">Ends it.</param>
    public static RevaluationBook Build(int accounts, int positionsEach, int instruments, bool isScattered, CancellationToken cancellation)
    {
        RevaluationBook book = new(instruments);
        book.List();
        for (int i = 0; i < accounts; i++) book.Deposit(book.House.OpenAccount(AccountId.None, InstrumentId.None), book.draws.Below(20_000) * UnitsPerUsd);
        int outer = isScattered ? positionsEach : accounts, inner = isScattered ? accounts : positionsEach;
        for (int i = 0; i < outer; i++)
        {
            if (isScattered || (i & 0xFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            for (int j = 0; j < inner; j++) book.OpenPosition(AccountId.FromIndex(instruments + (isScattered ? j : i)));
        }
        return book;
    }

    /// <summary>Moves every mark.</summary>
    public void MoveMarks()
    {
        for (int i = 0; i < instruments; i++) House.SetMark(InstrumentId.FromIndex(i), PriceTicks.FromTicks(StartTicks + draws.Below(40_001) - 20_000));
    }

    /// <summary>Compares every account with the health that the clearing house gives for it alone.</summary>
    /// <exception cref="MeasurementException">One of them differs.</exception>
    public void Confirm(Revaluation revaluation)
    {
        if (revaluation.Count != House.Accounts.Count) throw new MeasurementException($"{revaluation.Count} of {House.Accounts.Count} accounts were revalued");
        for (int i = 0; i < House.Accounts.Count; i++)
        {
            AccountId account = AccountId.FromIndex(i);
            if (revaluation.Health(account) != House.Health(account)) throw new MeasurementException($"{account} was revalued at {revaluation.Health(account)} and is worth {House.Health(account)}");
        }
    }

    // Maintenance of half to one and a half percent below 20,000 USD, twice that above.
    private void List()
    {
        House.AddAsset(new AssetSpec("USD", 6, RatePpm.Zero, PriceIndexId.None));
        for (int i = 0; i < instruments; i++)
        {
            RatePpm maintenance = RatePpm.FromPpm(5_000 + draws.Below(10_000)), doubled = RatePpm.FromPpm(2 * maintenance.Ppm);
            MarginTier[] tiers = [new(Money.Zero, doubled, maintenance), new(Money.FromUnits(20_000 * UnitsPerUsd), RatePpm.FromPpm(4 * maintenance.Ppm), doubled)];
            InstrumentId id = House.AddInstrument(new InstrumentSpec(
                $"M{i}-PERP", InstrumentKind.LinearPerpetual, Usd, PriceIndexId.FromIndex(i), QuotePrice.FromParts(100_000_000), 10_000, 1, PriceTicks.FromTicks(100 * StartTicks),
                QuantityLots.FromLots(1_000_000_000), tiers, TierMethod.Marginal, RatePpm.Zero, RatePpm.Zero, Timestamp.NanosPerSecond));
            House.SetMark(id, PriceTicks.FromTicks(StartTicks));
        }
        for (int i = 0; i < instruments; i++) Deposit(House.OpenAccount(AccountId.None, InstrumentId.None), StreetUnits);
    }

    private void OpenPosition(AccountId account)
    {
        int instrument = draws.Below(instruments);
        while (House.Size(account, InstrumentId.FromIndex(instrument)) != QuantityLots.Zero) instrument = draws.Below(instruments);
        AccountId street = AccountId.FromIndex(instrument);
        (AccountId buyer, AccountId seller) = draws.Below(100) < 64 ? (account, street) : (street, account);
        PriceTicks price = PriceTicks.FromTicks(StartTicks + draws.Below(40_001) - 20_000);
        House.Trade(InstrumentId.FromIndex(instrument), buyer, seller, price, QuantityLots.FromLots(SlackDraw.Usd(draws)));
    }

    private void Deposit(AccountId account, long units) => House.Post(Usd, LedgerAccount.External, LedgerAccount.Wallet(account), Money.FromUnits(units));
}
