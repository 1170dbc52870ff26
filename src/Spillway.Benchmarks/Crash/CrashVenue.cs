using System.Text;
using Spillway.Benchmarks.Measure;
using Spillway.Benchmarks.Watch;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Markets;

namespace Spillway.Benchmarks.Crash;

/// <summary>An engine with one market and isolated accounts of one position each, of which about a fifth breach when the price falls by 15 %.</summary>
/// <remarks>64 % of the accounts are long. The other side of every trade are rich cross accounts, which also quote the book.</remarks>
internal sealed class CrashVenue
{
    /// <summary>Index and mark at the beginning. One lot is then worth one USD, and one tick of it one minor unit.</summary>
    public const long StartTicks = 1_000_000;

    private const long TickParts = 100_000_000, UnitsPerUsd = 1_000_000, StreetUnits = 1_000_000_000_000_000;
    private const int AccountsPerOwner = 1_000, Streets = 64, LongPercent = 64;
    private const double MaintenanceRate = 0.01;

    private static readonly AssetId Usd = AssetId.FromIndex(0);
    private static readonly InstrumentId Market = InstrumentId.FromIndex(0);

    // A fifth breaches at -15 %: two thirds of the longs have more than that.
    private static readonly SlackDraw Slack = new(0.25, 1.07);

    private static readonly string[] Listings =
    [
        """{ "symbol": "USD", "decimals": 6 }""",
        """{ "symbol": "BTCUSD", "sources": 1, "maxAgeMilliseconds": 60000 }""",
        """
        { "symbol": "BTC-PERP", "kind": "perpetual", "settlementAsset": "USD", "index": "BTCUSD", "tickSize": 0.1, "lotSize": 0.00001,
          "maxPrice": 400000, "maxPosition": 2000, "tiers": [ { "notionalFrom": 0, "initialRate": 0.02, "maintenanceRate": 0.01 },
          { "notionalFrom": 10000000, "initialRate": 0.04, "maintenanceRate": 0.02 } ],
          "makerFee": 0, "takerFee": 0, "basisHalfLifeSeconds": 30 }
        """,
    ];

    private static readonly CommandKind[] ListingKinds = [CommandKind.ListAsset, CommandKind.ListIndex, CommandKind.ListInstrument];

    private readonly SeededDraws draws = new(19);
    private readonly int accounts;
    private Timestamp now = Timestamp.FromMilliseconds(1);

    /// <param name="accounts">Isolated accounts.</param>
    /// <param name="policy">Document of the policy.</param>
    public CrashVenue(int accounts, string policy)
    {
        this.accounts = accounts;
        Engine = new RiskEngine(EngineOptions.Default, Counter, Counter);
        for (int i = 0; i < Listings.Length; i++) Accept(Command.Document(ListingKinds[i], now), Encoding.UTF8.GetBytes(Listings[i]));
        Accept(Command.Document(CommandKind.ApplyPolicy, now), Encoding.UTF8.GetBytes(policy));
    }

    public CrashCounter Counter { get; } = new();

    public RiskEngine Engine { get; }

    private int Owners => (accounts / AccountsPerOwner) + 1;

    /// <summary>Opens the accounts, each with one unit, so that every wallet is there.</summary>
    public void OpenAccounts()
    {
        for (int i = 0; i < Streets; i++) Accept(Command.Open(now));
        for (int i = 0; i < Owners; i++) Accept(Command.Open(now));
        for (int i = 0; i < accounts; i++) Accept(Command.OpenIsolated(now, AccountId.FromIndex(Streets + (i / AccountsPerOwner)), Market));
        for (int i = 0; i < Streets; i++) Accept(Command.Deposit(now, AccountId.FromIndex(i), Usd, Money.FromUnits(StreetUnits)));
    }

    /// <summary>Gives every account its money and its position.</summary>
    public void OpenPositions()
    {
        PriceTicks price = PriceTicks.FromTicks(StartTicks);
        for (int i = 0; i < accounts; i++)
        {
            AccountId account = AccountId.FromIndex(Streets + Owners + i), street = AccountId.FromIndex(i % Streets);
            long usd = SlackDraw.Usd(draws);
            Accept(Command.Deposit(now, account, Usd, Money.FromUnits((long)(usd * UnitsPerUsd * (MaintenanceRate + Slack.Next(draws))))));
            (AccountId buyer, AccountId seller) = draws.Below(100) < LongPercent ? (account, street) : (street, account);
            Accept(Command.Import(now, new ImportTrade(Market, buyer, seller, price, QuantityLots.FromLots(usd))));
        }
    }

    /// <summary>Gives the insurance fund money.</summary>
    public void EndowFund(long usd) => Accept(Command.EndowFund(now, Usd, Money.FromUnits(usd * UnitsPerUsd)));

    /// <summary>Lets the rich accounts bid for as many lots at each of so many prices, one after the other downward.</summary>
    public void PlaceBids(long bestTicks, int levels, long ticksApart, long lotsPerLevel)
    {
        for (int i = 0; i < levels; i++)
        {
            Accept(Command.Place(now, new PlaceOrder(
                AccountId.FromIndex(i % Streets), Market, Side.Buy, OrderType.Limit, TimeInForce.GoodTillCancel, SelfTradePrevention.CancelTaker, ReduceOnly: false,
                PriceTicks.FromTicks(bestTicks - (i * ticksApart)), QuantityLots.FromLots(lotsPerLevel))));
        }
    }

    /// <summary>Reports a price.</summary>
    public void Price(long ticks)
    {
        now = now.AddNanos(1_000_000);
        Accept(Command.PriceFrom(now, PriceIndexId.FromIndex(0), 0, QuotePrice.FromParts(ticks * TickParts)));
    }

    /// <summary>Lets the engine serve the open cases.</summary>
    /// <param name="afterNanos">Time that has passed by then.</param>
    public void Serve(long afterNanos = 1_000_000)
    {
        now = now.AddNanos(afterNanos);
        Accept(Command.Advance(now));
    }

    /// <summary>Looks at everybody: those who are breached have a case, and nobody else has one.</summary>
    /// <exception cref="MeasurementException">The engine missed somebody, or opened a case for somebody who is sound.</exception>
    public int Confirm()
    {
        int breached = 0;
        for (int i = 0; i < Engine.House.Accounts.Count; i++)
        {
            AccountId account = AccountId.FromIndex(i);
            bool isBreached = Engine.House.Health(account).IsLiquidatable;
            if (isBreached != Engine.Desk.Cases.IsOpen(account)) throw new MeasurementException($"{account} is {(isBreached ? "breached without a case" : "sound and has a case")}");
            breached += isBreached ? 1 : 0;
        }
        if (breached != Engine.Desk.Cases.Open.Length) throw new MeasurementException($"{Engine.Desk.Cases.Open.Length} cases for {breached} breached accounts");
        Engine.House.CheckConservation();
        return breached;
    }

    private void Accept(Command command, byte[]? document = null)
    {
        CommandResult result = Engine.Execute(in command, document);
        if (!result.IsAccepted) throw new MeasurementException($"{command.Kind} was rejected: {Counter.LastRejection}");
    }
}
