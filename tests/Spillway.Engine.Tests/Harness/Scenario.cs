using System.Text;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Engine.Tests;

/// <summary>A small venue with round numbers, so that a test can state its amounts: market 0 moves 1 USDT per lot and whole unit of price.</summary>
/// <remarks>
/// Markets 0 (X) and 1 (Y): tick 0.01, lot 1, initial 10 %, maintenance 5 % (Y: 20 % and 8 %), no fees. Market 2 (INV): inverse in BTC, tick 0.5,
/// contracts of 1 USD, 10 % and 5 %. One source an index, fresh for 60 s. Prices in whole quote units.
/// </remarks>
internal sealed class Scenario
{
    public static readonly InstrumentId X = InstrumentId.FromIndex(0), Y = InstrumentId.FromIndex(1), Inverse = InstrumentId.FromIndex(2);

    public static readonly AssetId Usdt = AssetId.FromIndex(0), Btc = AssetId.FromIndex(1);

    private static readonly (CommandKind Kind, string Document)[] Listings =
    [
        (CommandKind.ListAsset, """{ "symbol": "USDT", "decimals": 6 }"""),
        (CommandKind.ListIndex, """{ "symbol": "X", "sources": 1, "maxAgeMilliseconds": 60000 }"""),
        (CommandKind.ListIndex, """{ "symbol": "Y", "sources": 1, "maxAgeMilliseconds": 60000 }"""),
        (CommandKind.ListIndex, """{ "symbol": "BTC", "sources": 1, "maxAgeMilliseconds": 60000 }"""),
        (CommandKind.ListAsset, """{ "symbol": "BTC", "decimals": 8, "index": "BTC" }"""),
        (CommandKind.ListInstrument, """
            { "symbol": "X-PERP", "kind": "perpetual", "settlementAsset": "USDT", "index": "X", "tickSize": 0.01, "lotSize": 1, "maxPrice": 10000, "maxPosition": 1000000,
              "tiers": [ { "notionalFrom": 0, "initialRate": 0.1, "maintenanceRate": 0.05 } ], "makerFee": 0, "takerFee": 0, "basisHalfLifeSeconds": 86400 }
            """),
        (CommandKind.ListInstrument, """
            { "symbol": "Y-PERP", "kind": "perpetual", "settlementAsset": "USDT", "index": "Y", "tickSize": 0.01, "lotSize": 1, "maxPrice": 10000, "maxPosition": 1000000,
              "tiers": [ { "notionalFrom": 0, "initialRate": 0.2, "maintenanceRate": 0.08 } ], "makerFee": 0, "takerFee": 0, "basisHalfLifeSeconds": 86400 }
            """),
        (CommandKind.ListInstrument, """
            { "symbol": "INV", "kind": "perpetual", "inverse": true, "settlementAsset": "BTC", "index": "BTC", "tickSize": 0.5, "lotSize": 1, "maxPrice": 1000000, "maxPosition": 100000000,
              "tiers": [ { "notionalFrom": 0, "initialRate": 0.1, "maintenanceRate": 0.05 } ], "makerFee": 0, "takerFee": 0, "basisHalfLifeSeconds": 86400 }
            """),
    ];

    private Timestamp now = Timestamp.FromNanos(1_000_000_000);

    public Scenario(string policy = "market-order", Func<EngineLimits, EngineLimits>? limits = null, Func<string, string>? policyText = null)
    {
        EngineLimits bounds = limits is null ? EngineLimits.Default : limits(EngineLimits.Default);
        Engine = new RiskEngine(new EngineOptions(bounds, ChecksEveryCommand: true), Log, Log);
        foreach ((CommandKind kind, string document) in Listings) Do(Command.Document(kind, now), Encoding.UTF8.GetBytes(document));
        string text = Encoding.UTF8.GetString(Repository.ResolvedPolicy(policy));
        Do(Command.Document(CommandKind.ApplyPolicy, now), Encoding.UTF8.GetBytes(policyText is null ? text : policyText(text)));
    }

    public EventLog Log { get; } = new();

    public RiskEngine Engine { get; }

    public Timestamp Now => now;

    public static Money Usd(decimal amount) => Money.FromUnits((long)(amount * 1_000_000m));

    public static PriceTicks Ticks(decimal price) => PriceTicks.FromTicks((long)(price * 100m));

    public static QuantityLots Lots(long lots) => QuantityLots.FromLots(lots);

    public CommandResult Try(Command command, byte[]? payload = null) => Engine.Execute(command, payload);

    public CommandResult Do(Command command, byte[]? payload = null)
    {
        CommandResult result = Engine.Execute(command, payload);
        if (!result.IsAccepted) throw new InvalidOperationException($"{command.Kind} is refused: {Log.All[^1]}");
        return result;
    }

    public AccountId Account(decimal usdt = 0, decimal btc = 0)
    {
        AccountId account = AccountId.FromIndex((int)Do(Command.Open(now)).Value);
        if (usdt > 0) Deposit(account, usdt);
        if (btc > 0) Do(Command.Deposit(now, account, Btc, Money.FromUnits((long)(btc * 100_000_000m))));
        return account;
    }

    public void Deposit(AccountId account, decimal usdt) => Do(Command.Deposit(now, account, Usdt, Usd(usdt)));

    public void Endow(decimal usdt) => Do(Command.EndowFund(now, Usdt, Usd(usdt)));

    /// <summary>Positions at an entry price, before the market has a mark: no trade, no basis in the mark.</summary>
    public void Import(AccountId buyer, AccountId seller, decimal price, long lots, InstrumentId? instrument = null)
    {
        InstrumentId id = instrument ?? X;
        long ticks = (long)(price * 1_000_000_000m / Engine.House.Instruments[id.Index].TickSize.Parts);
        Do(Command.Import(now, new ImportTrade(id, buyer, seller, PriceTicks.FromTicks(ticks), Lots(lots))));
    }

    public List<object> Index(decimal price, int index = 0)
    {
        Log.Clear();
        Do(Command.PriceFrom(now, PriceIndexId.FromIndex(index), 0, QuotePrice.FromParts((long)(price * 1_000_000_000m))));
        return [.. Log.All];
    }

    public OrderId Order(AccountId account, Side side, decimal price, long lots, InstrumentId? instrument = null)
    {
        InstrumentId id = instrument ?? X;
        long ticks = (long)(price * 1_000_000_000m / Engine.House.Instruments[id.Index].TickSize.Parts);
        return OrderId.FromValue(Do(Command.Place(now, new PlaceOrder(
            account, id, side, OrderType.Limit, TimeInForce.GoodTillCancel, SelfTradePrevention.CancelTaker, false, PriceTicks.FromTicks(ticks), Lots(lots)))).Value);
    }

    public OrderId Bid(AccountId account, decimal price, long lots, InstrumentId? instrument = null) => Order(account, Side.Buy, price, lots, instrument);

    public OrderId Ask(AccountId account, decimal price, long lots, InstrumentId? instrument = null) => Order(account, Side.Sell, price, lots, instrument);

    /// <summary>Time passes and the open cases are served.</summary>
    /// <returns>The events of this command.</returns>
    public List<object> Advance(long milliseconds = 1_000)
    {
        Log.Clear();
        now = now.AddNanos(milliseconds * 1_000_000);
        Do(Command.Advance(now));
        return [.. Log.All];
    }

    public Money Wallet(AccountId account) => Engine.House.Ledger.Balance(Usdt, LedgerAccount.Wallet(account));

    public Money Fund => Engine.House.Ledger.Balance(Usdt, LedgerAccount.InsuranceFund);

    public long Size(AccountId account, InstrumentId? instrument = null) => Engine.House.Size(account, instrument ?? X).Lots;

    public AccountHealth Health(AccountId account) => Engine.House.Health(account);

    public bool HasCase(AccountId account) => Engine.Desk.Cases.IsOpen(account);

    public PriceTicks Mark => Engine.Exchange[X].Price.Mark;
}
