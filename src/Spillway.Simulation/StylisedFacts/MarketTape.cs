using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Markets;

namespace Spillway.Simulation;

/// <summary>Samples a market once a second, behind everybody else, and listens to its trades.</summary>
internal sealed class MarketTape : IAgent, IEngineEvents
{
    // Depth is what rests within this log distance of the middle.
    private const double DepthRange = 0.001;

    private readonly List<double> middle = [], wider = [], trades = [], quotes = [], bidDepth = [], askDepth = [];
    private readonly List<double> signs = [];
    private QuoteFlow? quoteFlow;
    private double signedUsd;
    private long lastCommand;

    /// <summary>The market that is sampled; none before <see cref="Follow"/>.</summary>
    public SimulatedMarket? Market { get; private set; }

    /// <summary>Natural logarithm of the middle of the book.</summary>
    public IReadOnlyList<double> Middle => middle;

    /// <summary>Natural logarithm of the wider market.</summary>
    public IReadOnlyList<double> Wider => wider;

    /// <summary>Bought less sold by aggressors in the second up to the sample, quote units.</summary>
    public IReadOnlyList<double> Trades => trades;

    /// <summary>Order-flow imbalance at the best quotes in the second up to the sample, quote units.</summary>
    public IReadOnlyList<double> Quotes => quotes;

    /// <summary>Resting bids within 10 bp of the middle, quote units per unit of log-price.</summary>
    public IReadOnlyList<double> BidDepth => bidDepth;

    /// <summary>The same for asks.</summary>
    public IReadOnlyList<double> AskDepth => askDepth;

    /// <summary>+1 or −1 for every market order that traded, in order.</summary>
    public IReadOnlyList<double> Signs => signs;

    /// <summary>Begins to listen: commands of agents go through the tape from now on.</summary>
    public void Follow(SimulatedMarket market)
    {
        Market = market;
        market.Venue.Commands = quoteFlow = new QuoteFlow(market, market.Venue.Commands);
    }

    public Timestamp? Wake(Timestamp now)
    {
        SimulatedMarket market = Market!;
        double price = market.MiddlePrice(now);
        middle.Add(PortableMath.Log(price));
        wider.Add(PortableMath.Log(market.WiderPrice(now)));
        trades.Add(signedUsd);
        quotes.Add(market.Grid.Usd(quoteFlow!.Take(), price));
        bidDepth.Add(Depth(Side.Buy, price * PortableMath.Exp(-DepthRange), price));
        askDepth.Add(Depth(Side.Sell, price * PortableMath.Exp(DepthRange), price));
        signedUsd = 0;
        return now.AddNanos(Timestamp.NanosPerSecond);
    }

    public void On(in Traded e)
    {
        if (Market is null || e.Route != TradeRoute.Book) return;
        int sign = e.Aggressor == Side.Buy ? 1 : -1;
        signedUsd += sign * Market.Grid.Usd(e.Lots.Lots, Market.Grid.PriceOf(e.Price));
        long command = Market.Engine.CommandCount; // an order that trades with several makers is one order
        if (command != lastCommand) signs.Add(sign);
        lastCommand = command;
    }

    private double Depth(Side side, double limit, double price) =>
        Market!.Grid.Usd(Market.Book.QuantityWithin(side, PriceTicks.FromTicks(Market.Grid.TicksOf(limit))).Lots, price) / DepthRange;
}
