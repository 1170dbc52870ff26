using System.Text;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Markets;
using Spillway.Signals;

namespace Spillway.Simulation.Tests.Auctions;

/// <summary>Auctions of the engine, taken in the first block in which somebody finds them cheap, lose and last as the closed forms say.</summary>
/// <remarks>The mark stands still while an auction runs: what bidders think a lot is worth moves by itself, a martingale with a volatility of 5 % a day.</remarks>
public sealed class LossVersusFairTests
{
    private const double Day = 86_400, Volatility = 0.05;
    private const int Trials = 3_000;

    [Theory]
    [InlineData(30, 12, 145, 41.9, 12.1)]
    [InlineData(30, 2, 60, 7.3, 2.1)]
    [InlineData(3, 12, 600, 6.7, 19.4)]
    public void Auctions_TakenInPoissonBlocks_LoseAndLastAsTheClosedForms(double driftPerDay, double blockSeconds, int duration, double lossBp, double seconds)
    {
        // The fair price falls by half its variance in log: as much less must the ask fall.
        double decay = driftPerDay + (Volatility * Volatility / 2), largest = Math.Round(1 - Math.Exp(-decay * duration / Day), 6);
        DutchAuction law = new(-Math.Log(1 - largest) / duration * Day - (Volatility * Volatility / 2), Volatility, Day / blockSeconds);
        Bidding bidding = new(largest, duration, blockSeconds);
        double[] losses = new double[Trials], times = new double[Trials];
        for (int i = 0; i < Trials; i++) (losses[i], times[i]) = bidding.Auction();

        AssertMean(law.LossVersusFair * 1e4, losses);
        AssertMean(law.ExpectedTime(0) * Day, times);
        Assert.Equal(lossBp, law.LossVersusFair * 1e4, 0.1); // the published figures
        Assert.Equal(seconds, law.ExpectedTime(0) * Day, 0.1);
    }

    private static void AssertMean(double expected, double[] drawn)
    {
        double mean = drawn.Average(), error = Math.Sqrt(drawn.Sum(x => (x - mean) * (x - mean))) / drawn.Length;
        Assert.InRange(mean, expected - (4 * error), expected + (4 * error));
        Assert.True(error < 0.03 * expected, $"{mean} ± {error} says little about {expected}");
    }

    /// <summary>A venue in which one account after the other has one lot too many.</summary>
    private sealed class Bidding
    {
        private static readonly InstrumentId X = InstrumentId.FromIndex(0);
        private static readonly AssetId Usd = AssetId.FromIndex(0);
        private static readonly (CommandKind Kind, string Document)[] Listings =
        [
            (CommandKind.ListAsset, """{ "symbol": "USD", "decimals": 6 }"""),
            (CommandKind.ListIndex, """{ "symbol": "X", "sources": 1, "maxAgeMilliseconds": 3600000 }"""),
            (CommandKind.ListInstrument, """
                { "symbol": "X-PERP", "kind": "perpetual", "settlementAsset": "USD", "index": "X", "tickSize": 0.01, "lotSize": 1, "maxPrice": 1000000, "maxPosition": 10000,
                  "tiers": [ { "notionalFrom": 0, "initialRate": 0.1, "maintenanceRate": 0.05 } ], "makerFee": 0, "takerFee": 0, "basisHalfLifeSeconds": 86400 }
                """),
        ];

        private readonly RiskEngine engine = new(EngineOptions.Default, new Silent(), IRejections.Ignored);
        private readonly Random random = new(17);
        private readonly double blockSeconds;
        private readonly AccountId weak, other, keeper;
        private Timestamp now = Timestamp.FromNanos(1_000_000_000);

        public Bidding(double largest, int duration, double blockSeconds)
        {
            this.blockSeconds = blockSeconds;
            foreach ((CommandKind kind, string document) in Listings) Do(Command.Document(kind, now), document);
            Do(Command.Document(CommandKind.ApplyPolicy, now), FormattableString.Invariant($$"""
                { "name": "auctions-only", "netting": { "enabled": false }, "release": { "method": "closed" }, "handOver": { "route": "wait" }, "insurance": { "liquidationFee": 0 },
                  "auction": { "enabled": true, "shape": "exponential", "largestDiscount": {{largest}}, "durationSeconds": {{duration}}, "healthFloor": 0.5, "inFlightShare": 1, "leastValue": 0 } }
                """));
            weak = Account(0);
            other = Account(1_000_000_000);
            keeper = Account(1_000_000_000);
        }

        /// <summary>One auction of one lot: what the seller lost against the fair price in bp, and the seconds until it was taken.</summary>
        public (double LossBp, double Seconds) Auction()
        {
            Open();
            const double mark = 94_600; // equity of 4,600 on a maintenance margin of 4,730: the account can bear 4.6 %
            Index((long)mark);
            Do(Command.Advance(now));
            Auction auction = engine.Desk.Auctions.Running[^1];
            double logFair = 0, seconds = 0;
            while (true)
            {
                double step = -blockSeconds * Math.Log(1 - random.NextDouble());
                double variance = Volatility * Volatility * step / Day;
                seconds += step;
                logFair += (Math.Sqrt(variance) * Normal()) - (variance / 2);
                double fair = mark * Math.Exp(logFair);
                Timestamp time = now.AddNanos((long)(seconds * 1e9));
                PriceTicks ask = engine.Desk.PriceOf(in auction, time);
                CommandResult result = engine.Execute(Command.Take(time, new TakeAuction(keeper, auction.Id, PriceTicks.FromTicks((long)(fair * 100)), QuantityLots.FromLots(1))));
                if (!result.IsAccepted)
                {
                    Assert.Equal(RejectReason.AuctionPrice, result.Reason);
                    continue;
                }
                now = time;
                return ((1 - (ask.Ticks / 100.0 / fair)) * 1e4, seconds);
            }
        }

        // Long one lot from 100,000 on 10,000; what an earlier auction left goes out first, and the keeper is flat again.
        private void Open()
        {
            Index(100_000);
            Do(Command.Advance(now));
            long have = engine.House.Ledger.Balance(Usd, Margin.LedgerAccount.Wallet(weak)).Units;
            Money change = Money.FromUnits(10_000_000_000 - have);
            if (change > Money.Zero) Do(Command.Deposit(now, weak, Usd, change));
            long held = engine.House.Size(keeper, X).Lots;
            if (held > 0) Trade(buyer: other, seller: keeper, held);
            Trade(buyer: weak, seller: other, 1);
        }

        private void Trade(AccountId buyer, AccountId seller, long lots)
        {
            PlaceOrder ask = new(seller, X, Side.Sell, OrderType.Limit, TimeInForce.GoodTillCancel, default, false, PriceTicks.FromTicks(10_000_000), QuantityLots.FromLots(lots));
            Do(Command.Place(now, in ask));
            Do(Command.Place(now, ask with { Account = buyer, Side = Side.Buy, TimeInForce = TimeInForce.ImmediateOrCancel }));
        }

        private void Index(long price) => Do(Command.PriceFrom(now, PriceIndexId.FromIndex(0), 0, QuotePrice.FromParts(price * QuotePrice.PartsPerUnit)));

        private AccountId Account(long usd)
        {
            AccountId account = AccountId.FromIndex((int)Do(Command.Open(now)).Value);
            if (usd > 0) Do(Command.Deposit(now, account, Usd, Money.FromUnits(usd * 1_000_000)));
            return account;
        }

        private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

        private CommandResult Do(Command command, string document = "")
        {
            CommandResult result = engine.Execute(in command, Encoding.UTF8.GetBytes(document));
            Assert.True(result.IsAccepted, $"{command.Kind}: {result.Reason}");
            return result;
        }

        private sealed class Silent : IEngineEvents;
    }
}
