using System.Globalization;
using System.Text.Json.Nodes;
using Spillway.Signals;

namespace Spillway.Cli.Output;

/// <summary>A forced sale as a Dutch auction that starts at the fair price, and the decay that makes it cheapest.</summary>
/// <param name="DecayPerDay">m, of log-price.</param>
/// <param name="Volatility">σ of the fair price, per root of a day.</param>
/// <param name="BlockSeconds">Mean time between two blocks.</param>
/// <param name="Risk">c: price of one standard deviation.</param>
/// <param name="Notional">USD.</param>
internal sealed record AuctionPlan(double DecayPerDay, double Volatility, double BlockSeconds, double Risk, double Notional)
{
    /// <summary>Volatility of a day where none is stated.</summary>
    public const double UsualVolatility = 0.05;

    private const double DaySeconds = 86_400;

    private DutchAuction Asked => new(DecayPerDay, Volatility, DaySeconds / BlockSeconds);

    private DutchAuction Cheapest => DutchAuction.Cheapest(Volatility, DaySeconds / BlockSeconds, start: 0, Risk);

    public JsonObject Document()
    {
        JsonObject document = Figures(Asked);
        document["volatilityPerDay"] = Volatility;
        document["blockSeconds"] = BlockSeconds;
        document["risk"] = Risk;
        document["cheapest"] = Figures(Cheapest);
        return document;
    }

    public void Write(Terminal terminal)
    {
        terminal.Output.WriteLine($"Auction from the fair price: {Text(Asked)}.");
        terminal.Output.WriteLine($"Cheapest with time at {Number(Risk, "0.###")} standard deviations: {Text(Cheapest)}.");
    }

    private JsonObject Figures(DutchAuction auction) => new()
    {
        ["decayPerDay"] = auction.Drift,
        ["lossVersusFairBps"] = auction.LossVersusFair * 1e4,
        ["secondsToFill"] = auction.ExpectedTime(0) * DaySeconds,
        ["costBps"] = auction.Cost(0, Risk) * 1e4,
        ["loss"] = auction.LossVersusFair * Notional,
    };

    private string Text(DutchAuction auction) => string.Join(
        ", ",
        $"decay {Number(auction.Drift, "0.###")} a day",
        $"loss against fair {Number(auction.LossVersusFair * 1e4, "0.0#")} bp ({Number(auction.LossVersusFair * Notional, "#,0")} USD)",
        $"{Number(auction.ExpectedTime(0) * DaySeconds, "0.0")} s to the fill",
        $"{Number(auction.Cost(0, Risk) * 1e4, "0.0#")} bp with the risk of that time");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
