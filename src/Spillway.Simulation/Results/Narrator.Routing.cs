using System.Globalization;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Markets;

namespace Spillway.Simulation;

/// <content>Liquidity pools, order books elsewhere and the way of a forced order.</content>
public sealed partial class Narrator
{
    /// <inheritdoc/>
    public void On(in LiquidityPoolSet e) => Tell(
        "LiquidityPoolSet",
        CaseId.None,
        e.Account,
        $"{e.Account} quotes {Spec(e.Instrument).Symbol} by a curve: it buys up to {Lots(e.Instrument, e.Curve.Available(Side.Sell))} and sells up to {Lots(e.Instrument, e.Curve.Available(Side.Buy))} from a price of {Price(e.Instrument, e.Curve.Price(Rounding.Down))} on, for a fee of {Share(e.Curve.Fee.Ppm)}; {Amount(Spec(e.Instrument).SettlementAsset, e.Required)} stand behind it.");

    /// <inheritdoc/>
    public void On(in LiquidityPoolEnded e) => Tell(
        "LiquidityPoolEnded", e.Case, e.Account, e.Case == CaseId.None ? $"{e.Account} withdrew its curve." : $"{e.Case}: {e.Account} came under liquidation and lost its curve.");

    /// <inheritdoc/>
    public void On(in LiquidityPoolTraded e)
    {
        if (e.Case == CaseId.None) return;
        Tell(
            "LiquidityPoolTraded",
            e.Case,
            AccountOf(e.Case),
            $"{e.Case}: {Lots(e.Instrument, e.Lots)} {(e.Side == Side.Sell ? "sold to" : "bought from")} the curve of {e.Account} at {Average(e.Instrument, e.TickLots, e.Lots)} on average.");
    }

    /// <inheritdoc/>
    public void On(in BrokerSet e) => Tell(
        "BrokerSet", CaseId.None, e.Account, e.IsBroker ? $"{e.Account} may relay order books of other venues." : $"{e.Account} may relay order books of other venues no longer.");

    /// <inheritdoc/>
    public void On(in AwayQuotesEnded e) => Tell(
        "AwayQuotesEnded",
        e.Case,
        e.Account,
        e.Case == CaseId.None
            ? $"{e.Account} relays no {SideOfBook(e.Side)} for {Spec(e.Instrument).Symbol} any more."
            : $"{e.Case}: {e.Account} came under liquidation and relays no {SideOfBook(e.Side)} for {Spec(e.Instrument).Symbol} any more.");

    /// <inheritdoc/>
    public void On(in AwayTraded e) => Tell(
        "AwayTraded",
        e.Case,
        AccountOf(e.Case),
        $"{e.Case}: {Lots(e.Instrument, e.Lots)} {(e.Side == Side.Sell ? "sold to" : "bought from")} the book elsewhere that {e.Account} relays, at {Average(e.Instrument, e.TickLots, e.Lots)} on average with all costs; {Lots(e.Instrument, e.Left)} are left there.");

    private static string SideOfBook(Side side) => side == Side.Buy ? "bids" : "asks";

    /// <inheritdoc/>
    public void On(in ReleaseRouted e)
    {
        string alone = e.BookAlone == 0 ? "the book alone has not that many within the floor" : $"the book alone would trade at {Average(e.Instrument, e.BookAlone, e.Lots)}";
        Tell(
            "ReleaseRouted",
            e.Case,
            AccountOf(e.Case),
            $"{e.Case}: {Places(in e)}, each down to one marginal price of {Price(e.Instrument, e.Marginal)}; {Average(e.Instrument, e.TickLots, e.Book + e.Pools + e.Away)} on average, {alone}.");
    }

    private string Places(in ReleaseRouted e)
    {
        List<string> places = [$"{Lots(e.Instrument, e.Book)} through the book"];
        if (e.Pools > QuantityLots.Zero) places.Add($"{Lots(e.Instrument, e.Pools)} through pools");
        if (e.Away > QuantityLots.Zero) places.Add($"{Lots(e.Instrument, e.Away)} through books elsewhere");
        return places.Count == 1 ? places[0] + " alone" : string.Join(", ", places[..^1]) + " and " + places[^1];
    }

    private string Average(InstrumentId instrument, Int128 tickLots, QuantityLots lots) => lots == QuantityLots.Zero
        ? "no price"
        : ((double)tickLots / lots.Lots * Spec(instrument).TickSize.Parts / 1e9).ToString("0.#########", CultureInfo.InvariantCulture);
}
