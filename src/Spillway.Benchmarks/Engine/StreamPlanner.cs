using Spillway.Benchmarks.Measure;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Markets;

namespace Spillway.Benchmarks.Engine;

/// <summary>Plays the venue once, by seeded draws, and writes down every command: 60 % quotes and cancels, 20 % fills, 15 % prices, 5 % transfers.</summary>
/// <remarks>
/// The engine is deterministic, so a replay meets the same books and gets the same order handles; nothing has to be looked up while the clock runs.
/// Any rejection, fill that does not trade, warning or liquidation ends the plan with an error: a stream of refused commands would be fast and worthless.
/// </remarks>
internal sealed class StreamPlanner
{
    private const int RecentQuotes = 500, PriceBandTicks = 20, CrossTicks = 200;
    private const long NanosBetweenCommands = 300; // the pace of the target, so that marks and indexes age as they would

    private readonly StreamPlan plan;
    private readonly SeededDraws draws = new(5);
    private readonly EventCounter counter = new();
    private readonly RiskEngine engine;
    private readonly List<Command> commands = [];
    private readonly List<Quote> quotes = [];
    private readonly bool[] isFunded;
    private readonly int[] offsetTicks = new int[Venue.Contracts.Length];
    private Timestamp now = Timestamp.FromMilliseconds(1);

    private StreamPlanner(StreamPlan plan)
    {
        this.plan = plan;
        engine = Venue.Open(counter);
        isFunded = new bool[plan.SubAccounts];
    }

    public static CommandStream Prepare(StreamPlan plan)
    {
        StreamPlanner planner = new(plan);
        planner.OpenAccounts();
        for (int market = 0; market < Venue.Contracts.Length; market++) planner.ReportPrice(market);
        while (planner.quotes.Count < plan.RestingOrders) planner.PlaceQuote();
        for (int i = 0; i < plan.WarmUp; i++) planner.Next();
        int setup = planner.commands.Count;
        long marks = planner.counter.MarkMoves, trades = planner.counter.Traded;
        for (int i = 0; i < plan.Timed; i++) planner.Next();
        return planner.Finish(setup, planner.counter.MarkMoves - marks, planner.counter.Traded - trades);
    }

    private void Next()
    {
        now = now.AddNanos(NanosBetweenCommands);
        int roll = draws.Below(100);
        if (roll < 60) QuoteOrCancel();
        else if (roll < 80) Fill();
        else if (roll < 95) MovePrice(draws.Below(Venue.Contracts.Length));
        else Transfer(draws.Below(plan.SubAccounts));
    }

    // Makers begin flat. Everybody else holds one position, but every tenth pair of cross accounts holds one in each market.
    private void OpenAccounts()
    {
        for (int i = 0; i < plan.CrossAccounts; i++) Send(Command.Open(now));
        for (int i = 0; i < plan.SubAccounts; i++) Send(Command.OpenIsolated(now, CrossAccount(i), MarketOfPair(i)));
        for (int maker = 0; maker < plan.Makers; maker++) Deposit(AccountId.FromIndex(maker), 100_000_000_000_000);
        int traders = plan.CrossAccounts - plan.Makers;
        for (int i = 0; i + 1 < traders; i += 2) Oppose(CrossAccount(i), CrossAccount(i + 1), MarketOfPair(i), isSpread: i % 20 == 0);
        for (int i = 0; i + 1 < plan.SubAccounts; i += 2) Oppose(SubAccount(i), SubAccount(i + 1), MarketOfPair(i), isSpread: false);
    }

    // Equity at a leverage of one to eight: far from the twenty that initial margin allows, as nobody is to be warned by a few ticks.
    private void Oppose(AccountId buyer, AccountId seller, InstrumentId home, bool isSpread)
    {
        Span<long> lots = stackalloc long[Venue.Contracts.Length];
        long notional = 0;
        for (int market = 0; market < lots.Length; market++)
        {
            if (market != home.Index && !isSpread) continue;
            lots[market] = 20 + draws.Below(400);
            notional += Venue.Contracts[market].Notional(lots[market]);
        }
        Deposit(buyer, notional / (1 + draws.Below(8)));
        Deposit(seller, notional / (1 + draws.Below(8)));
        for (int market = 0; market < lots.Length; market++)
        {
            if (lots[market] == 0) continue;
            PriceTicks price = PriceTicks.FromTicks(Venue.Contracts[market].PriceTicks);
            Send(Command.Import(now, new ImportTrade(InstrumentId.FromIndex(market), buyer, seller, price, QuantityLots.FromLots(lots[market]))));
        }
    }

    private void QuoteOrCancel()
    {
        if (quotes.Count < plan.RestingOrders || draws.Below(2) == 0) PlaceQuote();
        else CancelQuote();
    }

    // A quote rests for certain: it never reaches the other side of the book.
    private void PlaceQuote()
    {
        AccountId maker = AccountId.FromIndex(draws.Below(plan.Makers));
        Market market = engine.Exchange.Markets[draws.Below(Venue.Contracts.Length)];
        Side side = (Side)draws.Below(2);
        long mark = market.Price.Mark.Ticks, distance = draws.Decaying();
        long ask = market.Book.BestAsk.IsSet ? market.Book.BestAsk.Ticks : long.MaxValue;
        long ticks = side == Side.Buy ? Math.Min(mark - distance, ask - 1) : Math.Max(mark + distance, market.Book.BestBid.Ticks + 1);
        QuantityLots lots = QuantityLots.FromLots(1 + draws.Below(100));
        CommandResult result = Send(Command.Place(now, new PlaceOrder(
            maker, market.Id, side, OrderType.Limit, TimeInForce.GoodTillCancel, SelfTradePrevention.CancelTaker, ReduceOnly: false, PriceTicks.FromTicks(ticks), lots)));
        quotes.Add(new Quote(maker, market.Id, OrderId.FromValue(result.Value)));
    }

    // Two of three cancels hit one of the newest quotes. What has traded away is forgotten, so no cancel comes too late.
    private void CancelQuote()
    {
        while (true)
        {
            int at = draws.Below(3) > 0 ? quotes.Count - 1 - draws.Below(Math.Min(RecentQuotes, quotes.Count)) : draws.Below(quotes.Count);
            Quote quote = quotes[at];
            quotes[at] = quotes[^1];
            quotes.RemoveAt(quotes.Count - 1);
            if (!engine.Exchange[quote.Market].Book.TryGet(quote.Order, out _)) continue;
            Send(Command.Cancel(now, quote.Maker, quote.Market, quote.Order));
            return;
        }
    }

    private void Fill()
    {
        int trader = draws.Below(plan.CrossAccounts - plan.Makers);
        Market market = engine.Exchange[MarketOfPair(trader)];
        Side side = (Side)draws.Below(2);
        PriceTicks limit = PriceTicks.FromTicks(market.Price.Mark.Ticks + (CrossTicks * side.Sign()));
        long before = counter.Traded;
        Send(Command.Place(now, new PlaceOrder(
            CrossAccount(trader), market.Id, side, OrderType.Limit, TimeInForce.ImmediateOrCancel, SelfTradePrevention.CancelTaker, ReduceOnly: false, limit,
            QuantityLots.FromLots(1 + draws.Below(5)))));
        if (counter.Traded == before) throw new MeasurementException($"an order that was to trade found nobody: command {commands.Count}");
    }

    private void MovePrice(int market)
    {
        if (plan.MarksMove)
        {
            int step = (1 + draws.Below(3)) * (draws.Below(2) == 0 ? 1 : -1);
            offsetTicks[market] += Math.Abs(offsetTicks[market] + step) > PriceBandTicks ? -step : step;
        }
        ReportPrice(market);
    }

    // Three sources that agree to the tick but not to the last digit.
    private void ReportPrice(int market)
    {
        Venue.Contract contract = Venue.Contracts[market];
        long parts = (contract.PriceTicks + offsetTicks[market]) * contract.TickParts;
        QuotePrice source() => QuotePrice.FromParts(parts + draws.Below((int)contract.TickParts));
        Send(Command.PricesFrom(now, PriceIndexId.FromIndex(market), 0, source(), source(), source()));
    }

    // Up to half a dollar goes to a sub-account and, the next time, from it to its owner.
    private void Transfer(int sub)
    {
        (AccountId from, AccountId to) = isFunded[sub] ? (SubAccount(sub), CrossAccount(sub)) : (CrossAccount(sub), SubAccount(sub));
        isFunded[sub] = !isFunded[sub];
        Send(Command.Transfer(now, from, to, Venue.Settlement, Money.FromUnits(1 + draws.Below(500_000))));
    }

    private void Deposit(AccountId account, long units) => Send(Command.Deposit(now, account, Venue.Settlement, Money.FromUnits(units)));

    private CommandResult Send(Command command)
    {
        CommandResult result = engine.Execute(in command);
        if (!result.IsAccepted) throw new MeasurementException($"command {commands.Count}, {command.Kind}, was rejected: {result.Reason}");
        commands.Add(command);
        return result;
    }

    private CommandStream Finish(int setup, long markMoves, long trades)
    {
        engine.Check();
        if (counter.CasesAndWarnings > 0) throw new MeasurementException($"{counter.CasesAndWarnings} warnings or cases in a stream that was to be quiet");
        int positions = 0;
        foreach (int owner in engine.House.Positions.Accounts) positions += owner >= 0 ? 1 : 0;
        Command[] all = [.. commands];
        return new CommandStream(
            all[..setup], all[setup..], markMoves, trades, engine.House.Accounts.Count, positions, engine.Exchange.Markets.Sum(market => market.Book.Count), engine.Hash());
    }

    private AccountId CrossAccount(int trader) => AccountId.FromIndex(plan.Makers + trader);

    private AccountId SubAccount(int sub) => AccountId.FromIndex(plan.CrossAccounts + sub);

    private static InstrumentId MarketOfPair(int trader) => InstrumentId.FromIndex(trader / 2 % Venue.Contracts.Length);

    private readonly record struct Quote(AccountId Maker, InstrumentId Market, OrderId Order);
}
