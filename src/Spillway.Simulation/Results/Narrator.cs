using System.Globalization;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <summary>Puts the engine's liquidation decisions into sentences: rule, inputs, and the bound that bit.</summary>
/// <remarks>Orders and trades of voluntary accounts are left out; they decide nothing here.</remarks>
public sealed partial class Narrator(Action<Decision> take) : IEngineEvents
{
    private readonly Dictionary<int, AccountId> accountOfCase = [];

    /// <summary>The engine that speaks; set before its first command, and again after a restore.</summary>
    public RiskEngine? Engine { get; set; }

    /// <inheritdoc/>
    public void On(in PolicyApplied e) => Tell("PolicyApplied", CaseId.None, AccountId.None, $"Policy \"{e.Name}\" took effect.");

    /// <inheritdoc/>
    public void On(in IndexStale e) => Tell("IndexStale", CaseId.None, AccountId.None, $"No source of {e.Index} is fresh: its last price stands and nobody is liquidated on it.");

    /// <inheritdoc/>
    public void On(in TakerPledged e) => Tell(
        "TakerPledged",
        CaseId.None,
        e.Terms.Account,
        e.Terms.HasNotice
            ? $"{e.Terms.Account} gave notice: it stands by with {Lots(e.Instrument, e.Terms.Lots)} for another {(e.Terms.EndsAt - (Engine?.CommandTime ?? default)) / Timestamp.NanosPerSecond} s."
            : $"{e.Terms.Account} stands by to {(e.Side == Side.Buy ? "buy" : "sell")} {Lots(e.Instrument, e.Terms.Lots)} from accounts under liquidation, {Share(e.Terms.Discount.Ppm)} {(e.Side == Side.Buy ? "below" : "above")} the mark{(e.Terms.LeastEquity > Pledge.AnyEquity ? $", while it is worth {e.Terms.LeastEquity.Units / 1e6:#,##0.##} or more" : "")}.");

    /// <inheritdoc/>
    public void On(in PledgeEnded e) => Tell(
        "PledgeEnded",
        CaseId.None,
        e.Account,
        e.IsBudgetSpent ? $"{e.Account} has lost what it was ready to lose: its promise ended; {Lots(e.Instrument, e.Unused)} of it were never taken."
        : e.Unused == QuantityLots.Zero ? $"The promise of {e.Account} is used up." : $"The promise of {e.Account} ended; {Lots(e.Instrument, e.Unused)} of it were never taken.");

    /// <inheritdoc/>
    public void On(in PoolSharesIssued e) => Tell(
        "PoolSharesIssued", CaseId.None, e.Account, $"{e.Account} paid {Usd(e.Amount)} into the buffer pool for {e.Shares:N0} of its now {e.TotalShares:N0} shares.");

    /// <inheritdoc/>
    public void On(in PoolNoticeGiven e) => Tell(
        "PoolNoticeGiven",
        CaseId.None,
        e.Account,
        e.Shares == 0
            ? $"{e.Account} took its notice for shares of the buffer pool back."
            : $"{e.Account} gave notice for {e.Shares:N0} shares of the buffer pool; they are paid in {(e.PaidFrom - (Engine?.CommandTime ?? default)) / Timestamp.NanosPerSecond} s.");

    /// <inheritdoc/>
    public void On(in PoolSharesRedeemed e) => Tell(
        "PoolSharesRedeemed",
        CaseId.None,
        e.Account,
        $"{e.Account} was paid {Usd(e.Amount)} for {e.Shares:N0} shares of the buffer pool{(e.Left == 0 ? "" : $"; it cannot spare the money for the other {e.Left:N0} now")}.");

    /// <inheritdoc/>
    public void On(in PoolTook e) => Tell(
        "PoolTook",
        e.Case,
        AccountOf(e.Case),
        $"{e.Case}: the buffer pool {(e.Side == Side.Buy ? "bought" : "sold")} {Lots(e.Instrument, e.Lots)} at mark and holds {Lots(e.Instrument, e.Held)} on an equity of {Usd(e.Equity)}.");

    /// <inheritdoc/>
    public void On(in PoolUnwound e) => Tell(
        "PoolUnwound",
        CaseId.None,
        AccountId.None,
        $"The buffer pool {(e.Side == Side.Sell ? "sold" : "bought")} {Lots(e.Instrument, e.Lots)} in room that no case needed, down to a limit of {Price(e.Instrument, e.Limit)}, swept {Log(e.SweptPpb)} and holds {Lots(e.Instrument, e.Held)}.");

    /// <inheritdoc/>
    public void On(in MarginCalled e) => Tell(
        "MarginCalled", CaseId.None, e.Account, $"{e.Account} was called: equity {Usd(e.Equity)} against a maintenance margin of {Usd(e.Maintenance)}; {Usd(e.Amount)} restore its initial margin.");

    /// <inheritdoc/>
    public void On(in ToppedUp e) => Tell(
        "ToppedUp", CaseId.None, e.Account, $"{e.Account} lacked {Usd(e.Missing)} of initial margin and got {Usd(e.Amount)} from its reserve {e.Reserve}, which may still pay {Usd(e.Left)}.");

    /// <inheritdoc/>
    public void On(in PreLiquidated e) => Tell(
        "PreLiquidated",
        CaseId.None,
        e.Account,
        $"{e.Account}, in the soft zone with a health of {Share(e.HealthPpm)} of maintenance, {(e.Side == Side.Sell ? "sold" : "bought")} {Lots(e.Instrument, e.Lots)} of {Lots(e.Instrument, e.Wanted)} down to a limit of {Price(e.Instrument, e.Limit)}, as it had agreed, and swept {Log(e.SweptPpb)}.");

    /// <inheritdoc/>
    public void On(in MarginCallMet e) => Tell("MarginCallMet", CaseId.None, e.Account, $"{e.Account} is out of the warning zone.");

    /// <inheritdoc/>
    public void On(in CaseOpened e)
    {
        accountOfCase[e.Case.Number] = e.Account;
        Tell("CaseOpened", e.Case, e.Account, $"{e.Case}: {e.Account} breached, equity {Usd(e.Equity)} is below the maintenance margin of {Usd(e.Maintenance)}; its orders are cancelled.");
    }

    /// <inheritdoc/>
    public void On(in CloseSized e) => Tell(
        "CloseSized",
        e.Case,
        e.Account,
        $"{e.Case}: close {Lots(e.Instrument, e.Lots)} of {Lots(e.Instrument, e.Position)} ({Rule(e.Rule)}); health is {Share(e.HealthPpm)} of maintenance, the aim is {Share(e.TargetPpm)}.");

    /// <inheritdoc/>
    public void On(in ClosePaced e) => Tell(
        "ClosePaced", e.Case, AccountOf(e.Case), $"{e.Case}: only {Lots(e.Instrument, e.Lots)} of {Lots(e.Instrument, e.Wanted)} may go in this block; rule: {Words(e.Rule)}.");

    /// <inheritdoc/>
    public void On(in InsuranceStopped e) => Tell(
        "InsuranceStopped",
        e.Case,
        AccountOf(e.Case),
        $"{e.Case}: stopped at {Price(e.Instrument, e.Price)} with {Lots(e.Instrument, e.Lots)} left; the insurance fund could lose no more than {Amount(Spec(e.Instrument).SettlementAsset, e.Limit)} here.");

    /// <inheritdoc/>
    public void On(in VaultTookOver e) => Tell(
        "VaultTookOver",
        e.Case,
        e.Account,
        $"{e.Case}: the vault {e.Vault} took {e.Account} over with an equity of {Usd(e.Equity)}, which is not returned; the vault has {Usd(e.VaultEquity)} against a maintenance margin of {Usd(e.VaultMaintenance)}.");

    /// <inheritdoc/>
    public void On(in VaultPaid e) => Tell("VaultPaid", e.Case, e.Account, e.Amount > Money.Zero
        ? $"{e.Case}: the vault {e.Vault} paid {Amount(e.Asset, e.Amount)} for {e.Account}."
        : $"{e.Case}: the vault {e.Vault} took {Amount(e.Asset, -e.Amount)} that {e.Account} still held.");

    /// <inheritdoc/>
    public void On(in ReleaseDecided e)
    {
        bool isFillable = Engine!.Desk.Policy.Release.Method == ReleaseMethod.FillablePrice;
        string budget = isFillable ? $" Fillable price: {Price(e.Instrument, e.Floor)}." : e.Floor.IsSet
            ? $" Budget: the mark moved {Log(e.Budget.MovePpb)} from its reference, {Log(e.Budget.ExogenousPpb)} by itself, {Log(e.Budget.OwnPpb)} by our orders; room {Log(e.Budget.RoomPpb)} from the mark and {Log(e.Budget.OwnRoomPpb)} from the best price, a floor of {Price(e.Instrument, e.Floor)}."
            : "";
        string bound = e.Bound == ReleaseBound.Nothing ? "nothing held it back" : $"bound: {Words(e.Bound)}";
        Tell("ReleaseDecided", e.Case, AccountOf(e.Case), $"{e.Case}: {Lots(e.Instrument, e.Released)} of {Lots(e.Instrument, e.Wanted)} may go through the book at a mark of {Price(e.Instrument, e.Mark)}; {bound}.{budget}{VolumeOf(in e)}");
    }

    // What the cap on participation counted by now.
    private string VolumeOf(in ReleaseDecided e)
    {
        if (e.Bound != ReleaseBound.Participation) return "";
        ReleasePolicy policy = Engine!.Desk.Policy.Release;
        TradedVolume volume = Engine.Exchange[e.Instrument].Volume;
        string others = Lots(e.Instrument, QuantityLots.FromLots(volume.Others)), forced = Lots(e.Instrument, QuantityLots.FromLots(volume.Forced(e.Side)));
        return $" Within {policy.ParticipationSeconds} s others traded {others} and forced orders of this side {forced}; they may be {policy.Participation} of it.";
    }

    /// <inheritdoc/>
    public void On(in SeedCommitted e) => Tell("SeedCommitted", CaseId.None, AccountId.None, $"Randomised schedules are drawn from seed {e.Epoch}, of which SHA-256 is {e.Commitment}.");

    /// <inheritdoc/>
    public void On(in SeedRevealed e) => Tell("SeedRevealed", CaseId.None, AccountId.None, $"Seed {e.Epoch} was {e.Secret}.");

    /// <inheritdoc/>
    public void On(in ScheduleStarted e) => Tell(
        "ScheduleStarted",
        e.Schedule.Case,
        e.Schedule.Account,
        $"{e.Schedule.Case}: {Lots(e.Instrument, e.Lots)} are placed over {Seconds(e.Schedule.HorizonNanos)}, {Words(e.Schedule.Shape)}, half-life of the book {Seconds(e.Schedule.HalfLifeNanos)}{(e.Schedule.Epoch == 0 ? "" : $"; times and sizes (± {Share(e.Schedule.JitterPpm)}) drawn from seed {e.Schedule.Epoch}")}.");

    /// <inheritdoc/>
    public void On(in ChildReleased e) => Tell(
        "ChildReleased",
        e.Case,
        AccountOf(e.Case),
        $"{e.Case}: {Share(e.DuePpb / 1_000)} of the schedule is due, {Share(e.BeforePpb / 1_000)} was before: {Lots(e.Instrument, e.Lots)} of {Lots(e.Instrument, e.Needed)} go now.");

    /// <inheritdoc/>
    public void On(in BookReleased e) => Tell(
        "BookReleased", e.Case, AccountOf(e.Case), $"{e.Case}: {(e.Side == Side.Sell ? "sold" : "bought")} {Lots(e.Instrument, e.Lots)} through the book and swept {Log(e.SweptPpb)}.");

    /// <inheritdoc/>
    public void On(in HandedOver e) => Tell(
        "HandedOver", e.Case, AccountOf(e.Case), $"{e.Case}: {Lots(e.Instrument, e.Lots)} left the book path at a mark of {Price(e.Instrument, e.Mark)}, by {Words(e.Route)}; reason: {Words(e.Reason)}.");

    /// <inheritdoc/>
    public void On(in Traded e)
    {
        if (e.Case == CaseId.None || e.Route == TradeRoute.Book) return;
        AccountId other = e.Aggressor == Side.Sell ? e.Buyer : e.Seller;
        Tell("Traded", e.Case, AccountOf(e.Case), $"{e.Case}: {Lots(e.Instrument, e.Lots)} closed at {Price(e.Instrument, e.Price)} against {other}, by {Words(e.Route)}.");
    }

    /// <inheritdoc/>
    public void On(in AccountFlat e) => Tell("AccountFlat", e.Case, e.Account, $"{e.Case}: {e.Account} is flat with an equity of {Usd(e.Equity)}{(e.Equity < Money.Zero ? ": bad debt" : "")}.");

    /// <inheritdoc/>
    public void On(in InsurancePaid e) => Tell("InsurancePaid", e.Case, e.Account, e.Amount > Money.Zero
        ? $"{e.Case}: the insurance fund paid {Amount(e.Asset, e.Amount)} for {e.Account}; {Amount(e.Asset, e.FundAfter)} are left."
        : $"{e.Case}: the insurance fund took {Amount(e.Asset, -e.Amount)} that {e.Account} still held; it now has {Amount(e.Asset, e.FundAfter)}.");

    /// <inheritdoc/>
    public void On(in InsuranceCapped e) => Tell(
        "InsuranceCapped",
        e.Case,
        AccountOf(e.Case),
        $"{e.Case}: {Amount(e.Asset, e.Debt)} are owed, and the insurance fund of {Amount(e.Asset, e.Fund)} may pay {Amount(e.Asset, e.Limit)} of it; bound: its cap {(e.Bound == FundBound.Event ? "for one account" : "for the window")}.");

    /// <inheritdoc/>
    public void On(in LossShared e) => Tell(
        "LossShared", e.Case, AccountOf(e.Case), $"{e.Case}: the fund was empty; {e.Winners} winners paid {Amount(e.Asset, e.Amount)} out of open profits, {Amount(e.Asset, e.Uncovered)} stay owed.");

    /// <inheritdoc/>
    public void On(in CaseClosed e) => Tell(
        "CaseClosed", e.Case, e.Account, $"{e.Case}: closed after {Seconds(e.OpenNanos)}, {Words(e.Outcome)}.");

    /// <inheritdoc/>
    public void On(in BoundReached e) => Tell("BoundReached", CaseId.None, AccountId.None, $"The bound {Words(e.Bound)} of {e.Limit} was reached; {e.Waiting} wait for the next command.");

    private void Tell(string name, CaseId liquidation, AccountId account, string text) => take(new Decision(Engine?.CommandTime ?? default, name, liquidation, account, text));

    private AccountId AccountOf(CaseId liquidation) => accountOfCase.GetValueOrDefault(liquidation.Number, AccountId.None);

    private InstrumentSpec Spec(InstrumentId instrument) => Engine!.House.Instruments[instrument.Index];

    private string Lots(InstrumentId instrument, QuantityLots lots) => $"{Scaled(lots.Lots, Spec(instrument).LotSize)} {Spec(instrument).Symbol}";

    private string Price(InstrumentId instrument, PriceTicks price) => Scaled(price.Ticks, Spec(instrument).TickSize.Parts);

    private string Usd(Money amount) => Amount(AssetId.FromIndex(0), amount);

    private string Amount(AssetId asset, Money amount)
    {
        AssetSpec spec = Engine!.House.Assets[asset.Index];
        decimal value = amount.Units;
        for (int i = 0; i < spec.Decimals; i++) value /= 10;
        return $"{value.ToString("#,0.######", CultureInfo.InvariantCulture)} {spec.Symbol}";
    }

    private static string Scaled(long steps, long partsPerStep) => ((decimal)steps * partsPerStep / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture);

    private static string Share(long ppm) => (ppm / 1e4).ToString("0.####", CultureInfo.InvariantCulture) + " %";

    private static string Log(long ppb) => (ppb / 1e5).ToString("0.####", CultureInfo.InvariantCulture) + " bp";

    private static string Seconds(long nanos) => (nanos / 1e9).ToString("0.###", CultureInfo.InvariantCulture) + " s";

    private static string Rule(SizingRule rule) => rule switch
    {
        SizingRule.WholePosition => "the policy closes whole positions",
        SizingRule.TargetHealth => "the smallest close that restores target health",
        SizingRule.NearlyWhole => "nearly all of it would go, so all of it does",
        SizingRule.TierStep => "down to where its margin tier begins",
        SizingRule.CloseFactor => "the share that one close takes",
        SizingRule.Dust => "the rest would be dust",
        SizingRule.NearlyBankrupt => "too little equity for a partial close",
        _ => "no sale restores health",
    };

    // "BelowHealthFloor" reads as "below health floor".
    private static string Words<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));
}
