namespace Spillway.Engine;

/// <summary>Shape of a policy field.</summary>
public enum PolicyFieldKind : byte
{
    /// <summary>A decimal number with at most six digits after the point.</summary>
    Share = 0,

    /// <summary>A whole number of seconds.</summary>
    Seconds = 1,

    /// <summary>One of several words.</summary>
    Choice = 2,

    /// <summary>True or false.</summary>
    Switch = 3,

    /// <summary>A whole number.</summary>
    Whole = 4,
}

/// <summary>One field of a policy document: the single source of its parser, its JSON Schema, its bounds and its documentation.</summary>
/// <param name="Path">Section and name, such as release.amplification.</param>
/// <param name="Kind">Shape.</param>
/// <param name="Least">Lower bound of a number.</param>
/// <param name="Most">Upper bound of a number.</param>
/// <param name="Default">Value if neither the document nor its bases say anything.</param>
/// <param name="Unit">Unit in words.</param>
/// <param name="Meaning">What it does, for people.</param>
/// <param name="Words">Choices.</param>
public sealed record PolicyField(
    string Path,
    PolicyFieldKind Kind,
    decimal Least,
    decimal Most,
    string Default,
    string Unit,
    string Meaning,
    IReadOnlyList<string> Words)
{
    /// <summary>Section of the field.</summary>
    public string Section => Path[..Path.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>Name within the section.</summary>
    public string Name => Path[(Path.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>Every field there is, in the order of the documentation.</summary>
    public static IReadOnlyList<PolicyField> All { get; } =
    [
        Share("warning.ratio", 1, 10, "1.25", "× maintenance margin", "An account is called while its equity is below this multiple of its maintenance margin."),
        Seconds("warning.deadlineSeconds", 0, 86_400, "900", "Time given to answer a margin call; a breach comes first."),
        Switch("topUp.enabled", "false", "Whether accounts with a reserve get money from it at a margin call, and at a breach before a case is opened."),
        Switch("preLiquidation.enabled", "false", "Whether accounts that agreed to it are closed in part before a breach."),
        Share("preLiquidation.from", 1, 10, "1.25", "equity / maintenance margin", "Where the soft zone begins, for accounts that have been called by then."),
        Share("preLiquidation.shareAtBreach", 0, 1, "0.5", "share of the position", "Share closed at the end of the zone; linear from nothing at its beginning."),
        Share("stress.move", 0, 1, "0", "log-price", "Own move of a market within release.windowSeconds from which on it is in stress; 0 for never."),
        Share("stress.gain", 0, 100, "0", "loop gain", "Loop gain of a fresh signal from which on a market is in stress; 0 for never."),
        Share("stress.withdrawalMargin", 1, 10, "1", "× initial margin", "What a withdrawal must leave in an account that holds a market in stress; 1 for no gate."),
        Choice("sizing.method", "targetHealth", "How much of a position is closed: all, the least that restores target health, down to where its margin tier begins, or a fixed share.", "wholePosition", "targetHealth", "tierStep", "closeFactor"),
        Share("sizing.buffer", 0.25m, 2, "1", "× maintenance margin", "b: a partial close restores equity to (1 + b) × maintenance margin."),
        Share("sizing.wholeAboveShare", 0.5m, 1, "0.9", "share of the position", "A close above this share becomes whole: no dust is left behind."),
        Share("sizing.wholeBelowHealth", 0, 1, "0.1", "equity / maintenance margin", "Below this health a close is always whole."),
        Share("sizing.closeFactor", 0.01m, 1, "0.5", "share of the position", "What one close of closeFactor takes; again while the account is breached."),
        Whole("sizing.dustBelow", 0, Billion, "0", "valuation units", "A rest of less notional than this is closed too; 0 for any rest."),
        Whole("pacing.stagedAbove", 0, Billion, "0", "valuation units", "A position of more notional than this is closed in two stages, if firstShare is below 1."),
        Share("pacing.firstShare", 0.01m, 1, "1", "share of the position", "What the first stage closes; 1 closes without stages."),
        Seconds("pacing.cooldownSeconds", 0, 3_600, "30", "Time after a first stage that closed something."),
        Choice("pacing.cooldown", "pause", "During it: pause closes nothing and the whole rest afterwards; whole closes the rest from the next block on.", "pause", "whole"),
        Share("pacing.blockShare", 0.01m, 1, "1", "share of the position", "Largest share of a position that one block, which is one AdvanceTime, closes."),
        Whole("pacing.blockShareFrom", 0, Billion, "0", "valuation units", "Notional of a position that a block may close whatever blockShare says."),
        Whole("pacing.blockNotional", 0, Billion, "0", "valuation units", "Largest notional that one block closes of an account; 0 for any."),
        Switch("pacing.oncePerBlock", "false", "Whether a position is closed at most once a block."),
        Choice("release.method", "amplificationBudget", "What may pass through the book.", "unlimited", "amplificationBudget", "closed", "fillablePrice"),
        Share("release.amplification", 0, 1, "0.15", "own displacement / market's own move", "η: how much own orders may deepen a move the market made by itself."),
        Share("release.floor", 0, 0.01m, "0.001", "log-price", "ε₀: own displacement always allowed, the scale of ordinary noise."),
        Seconds("release.windowSeconds", 300, 86_400, "3600", "W: length of the event window of the budget."),
        Share("release.permanentShare", 0, 1, "0.2", "share", "p̂: part of an own displacement that is taken not to decay."),
        Seconds("release.resilienceHalfLifeSeconds", 1, 3_600, "60", "Half-life of the rest while no fresh signal measures it."),
        Share("release.healthFloor", 0, 1, "0.666667", "equity / maintenance margin", "Below this health nothing is sold into the book; 0 allows it always."),
        Choice("release.order", "inTurn", "Who has the room where it is not enough: one case after the other, or all of a round in proportion to what they want.", "inTurn", "proportional"),
        Share("release.participation", 0, 1, "0", "of the volume of others", "π: most that forced orders of one side trade within participationSeconds; 0 for no cap."),
        Seconds("release.participationSeconds", 1, 3_600, "60", "Window of that volume."),
        Choice("release.participationIn", "always", "When the cap binds: always, or only while the market is in stress as the section stress says.", "always", "stress"),
        Share("release.bankruptcyAdjustment", 1, 1_000, "1", "–", "BA of the fillable price: how fast its spread opens as equity goes."),
        Share("release.spreadToMaintenance", 0, 10, "1.5", "× maintenance margin of the position", "SMMR: largest spread of the fillable price."),
        Choice("release.schedule", "immediate", "How what the book has room for is spread over time.", "immediate", "twap", "obizhaevaWang"),
        Seconds("release.scheduleSeconds", 0, 60, "5", "T: time over which a schedule places what a case needs; not beyond maxHoldSeconds."),
        Seconds("release.maxHoldSeconds", 0, 60, "5", "Longest time for which lots that the book has room for may be held."),
        Share("release.jitter", 0, 0.5m, "0", "share of a child order", "Largest change of a child order's size; above 0 its time is drawn too, once a seed is committed."),
        Switch("routing.pools", "false", "Whether liquidity pools share what the book has room for; not under insurance.method bankruptcyPrice."),
        Switch("routing.awayBooks", "false", "Whether order books elsewhere share it that brokers relay; under the same condition."),
        Share("routing.sharedShare", 0, 0.95m, "0", "share of each level", "Part of these books that is left alone: its makers quote here too, and take it away when they trade here."),
        Seconds("routing.quoteSeconds", 1, 60, "2", "Age up to which what a broker saw is used."),
        Switch("netting.enabled", "true", "Whether opposite cases and opted-in accounts are closed against each other at mark, before the book."),
        Share("netting.fee", 0, 0.05m, "0.0005", "of notional", "Paid by the closed account to the opted-in one, within its equity."),
        Switch("takers.enabled", "false", "Whether accounts that promised beforehand take positions over at their discount, after netting and before the book."),
        Seconds("takers.noticeSeconds", 0, 604_800, "3600", "From the notice of a taker to the end of its promise."),
        Switch("auction.enabled", "false", "Whether what the book may not take is offered in an auction, before the buffer pool takes it or anybody is deleveraged."),
        Choice("auction.shape", "linear", "How the discount moves from start to largest: evenly, by an even fall of the price, the same in steps, not at all, or with the health of the account.", "linear", "exponential", "stairStep", "flat", "health"),
        Share("auction.startDiscount", -0.05m, 0.05m, "0", "of the mark", "Discount at the start; negative for a price beyond the mark."),
        Share("auction.largestDiscount", 0, 0.05m, "0.01", "of the mark", "Discount at the end: the reserve. Never more than what leaves health as it was, whatever this says."),
        Seconds("auction.durationSeconds", 1, 600, "5", "Time of one run of the price."),
        Whole("auction.steps", 0, 100, "10", "–", "Falls of stairStep."),
        Whole("auction.restarts", 0, 10, "0", "–", "How often the price starts anew before what is left goes on."),
        Share("auction.healthFloor", 0, 1, "0.8", "equity / maintenance margin", "Below this health nothing is offered, and what is on offer goes on at once."),
        Share("auction.inFlightShare", 0, 1, "0.05", "of open interest", "Most that is on offer in a market at one time."),
        Whole("auction.leastValue", 0, Billion, "1000", "valuation units", "No auction is begun for less notional."),
        Switch("pool.enabled", "false", "Whether the buffer pool takes over at mark what the book has no room for, before anybody is deleveraged."),
        Share("pool.fee", 0, 0.05m, "0.001", "of notional", "Paid by the closed account to the pool, within its equity."),
        Share("pool.inventoryMultiple", 0, 100, "1", "× equity of the pool", "Largest notional that the pool holds in one market."),
        Share("pool.lossLimit", 0.01m, 1, "0.2", "share", "The pool takes nothing more while a share of it is worth this much less than at its highest within release.windowSeconds."),
        Seconds("pool.unwindHalfLifeSeconds", 60, 86_400, "1800", "The pool never works its inventory off faster than with this half-life."),
        Seconds("pool.noticeSeconds", 0, 2_592_000, "86400", "From the notice of a depositor until its shares are paid."),
        Seconds("pool.redeemSeconds", 1, 604_800, "3600", "Time after a notice in which the shares are paid; then it has lapsed."),
        Switch("defaultAuction.enabled", "false", "Whether the portfolio of an account that fails is auctioned among clearing members before anything of it is sold or deleveraged."),
        Share("defaultAuction.below", 0, 1, "0.666667", "equity / maintenance margin", "Accounts below this health are offered, and all with negative equity."),
        Whole("defaultAuction.from", 0, Billion, "0", "valuation units", "Notional from which on an account is offered; 0 for any."),
        Seconds("defaultAuction.windowSeconds", 0, 60, "0", "Time given for sealed bids where standing bids do not suffice; 0 for none."),
        Share("defaultAuction.criticalBelow", 0, 1, "0.333333", "equity / maintenance margin", "An account below this health does not wait for bids."),
        Share("defaultAuction.costShare", 0, 0.1m, "0", "of notional", "Most the winners are paid beyond the equity of the account, out of the default waterfall; 0 for nothing."),
        Whole("defaultAuction.leastContribution", 0, Billion, "1000", "valuation units", "Smallest contribution to the default fund that makes a member."),
        Seconds("defaultAuction.noticeSeconds", 0, 2_592_000, "86400", "From the notice of a member until its contribution is paid out."),
        Share("defaultAuction.assessment", 0, 2, "1", "× contribution", "Most that is taken from a member, above its initial margin, to refill what losses used of its contribution."),
        Share("defaultAuction.exposureMultiple", 0, 1_000, "0", "× equity and contribution", "Largest notional of an account in one market; 0 for any."),
        Share("vault.takesBelow", 0, 1, "0", "equity / maintenance margin", "Below this health, but not below zero, the backstop vault takes the account over, positions and margin; 0 for never."),
        Choice("handOver.route", "deleveraging", "Where lots go at once that the book may not take.", "wait", "deleveraging", "absorber"),
        Choice("handOver.when", "atOnce", "From when on: as soon as the book may not take lots, or only once equity is negative and then all of the position.", "atOnce", "negativeEquity"),
        Choice("handOver.ranking", "proRata", "Whom deleveraging closes: all pro rata of profit, a queue by profit ratio × leverage, a queue from a drawn start, all pro rata of profit with leverage or without hedges, or all with the smallest largest haircut.", "proRata", "profitTimesLeverage", "randomStart", "leverageAware", "hedgeAware", "minMax"),
        Choice("handOver.price", "mark", "Price of a deleveraging: the mark, the mark at the end of the block before, or the price that leaves the closed account nothing.", "mark", "previousMark", "bankruptcy"),
        Whole("handOver.seed", 0, Billion, "0", "–", "Key of the draws of randomStart."),
        Share("handOver.fee", 0, 0.05m, "0.0005", "of notional", "Paid by the closed account to the deleveraged winner, within its equity."),
        Choice("insurance.method", "fee", "A fee on every close and debts paid at the end, or each fill compared with the bankruptcy price.", "fee", "bankruptcyPrice"),
        Share("insurance.liquidationFee", 0, 0.05m, "0.001", "of notional", "Paid by the closed account into the insurance fund, within its equity."),
        Whole("insurance.blockLoss", 0, Billion, "0", "valuation units", "Most the fund may lose on one account in one block under bankruptcyPrice; 0 for any."),
        Choice("insurance.payer", "fund", "Who pays the debt of a closed account before winners do.", "fund", "vault"),
        Share("insurance.eventShare", 0, 1, "1", "of the fund", "Most the fund pays for the debt of one account, of its balance and what it paid within the window."),
        Share("insurance.windowShare", 0, 1, "1", "of the fund", "Most it pays within the window, of the same."),
        Seconds("insurance.windowSeconds", 1, 86_400, "3600", "Length of that window."),
        Share("insurance.feeShare", 0, 1, "0", "of trading fees", "What goes into the fund with each block."),
        Share("insurance.winnerKeeps", 0, 10, "0", "× maintenance margin", "What loss sharing leaves a winner of its equity at least; 1 and nobody becomes liquidatable by it."),
        Share("breakers.band", 0, 1, "0", "log-price", "A market breaks when its mark stays this far from its mean; 0 for never."),
        Share("breakers.bandVolatility", 0, 50, "0", "× volatility of the window", "The same in multiples of the volatility a fresh signal gives, at once; 0 for never."),
        Seconds("breakers.bandWindowSeconds", 60, 3_600, "300", "Window of that mean."),
        Seconds("breakers.limitSeconds", 0, 300, "15", "Limit state: how long the mark must stay beyond band."),
        Breaker("breakers.bandAction", "halt", "What either band does."),
        Share("breakers.velocity", 0, 1, "0", "log-price", "A market breaks when its mark moves this far within velocitySeconds; 0 for never."),
        Seconds("breakers.velocitySeconds", 1, 300, "10", "Window of velocity."),
        Breaker("breakers.velocityAction", "batchOnly", "What velocity does."),
        Share("breakers.flowOfOpenInterest", 0, 1, "0", "of open interest", "A market breaks when forced orders of one side have traded this much through its book within flowSeconds; 0 for never."),
        Share("breakers.flowOfDepth", 0, 1, "0", "log-price", "The same over the depth a fresh signal gives: how far it would move a book that does not refill; 0 for never."),
        Seconds("breakers.flowSeconds", 1, 3_600, "60", "Window of the forced flow."),
        Breaker("breakers.flowAction", "cutRelease", "What the flow does."),
        Share("breakers.oracleGap", 0, 1, "0", "log-price", "A market breaks when mark and index are this far apart; 0 for never."),
        Share("breakers.oracleSpread", 0, 1, "0", "log-price", "A market breaks when the fresh sources of its index are this far apart; 0 for never."),
        Breaker("breakers.oracleAction", "reduceOnly", "What either does."),
        Share("breakers.gain", 0, 100, "0", "n", "A market breaks when a fresh signal gives a loop gain this high, in either direction; 0 for never."),
        Breaker("breakers.gainAction", "cutRelease", "What the gain does."),
        Share("breakers.releaseShare", 0, 1, "0.5", "share of the room", "What any breaker leaves of the room of the amplification budget, whatever the release method."),
        Seconds("breakers.batchSeconds", 1, 60, "2", "Interval of the auctions of batchOnly."),
        Share("breakers.collar", 0.001m, 1, "0.1", "log-price", "How far from the mark a market order may trade in an auction."),
        Seconds("breakers.expirySeconds", 1, 3_600, "60", "How long a breaker holds."),
        Whole("breakers.renewalsMax", 0, 100, "3", "–", "How often it is renewed while a trigger holds."),
        Seconds("breakers.restSeconds", 0, 86_400, "60", "Pause after its end in which the market cannot break again."),
        Whole("openInterest.cap", 0, 1_000_000_000_000, "0", "valuation units", "Largest one-sided open interest of a market at mark; 0 for any."),
        Share("openInterest.gainMost", 0, 100, "0", "n / (1 − withdrawal)", "Loop gain on stressed depth from which on nothing is opened that feeds it; a stale signal counts as reached. 0 for any."),
        Share("openInterest.withdrawal", 0, 0.95m, "0.7", "share of depth", "Depth assumed to go in a fall."),
        Share("openInterest.range", 0, 1, "0.2", "of notional", "An order feeds no gain if its account bears this move of its position beyond initial margin."),
        Share("openInterest.addOn", 0, 10, "0", "× initial margin", "Added to initial margin of what is opened where a cap is all used."),
        Share("openInterest.addOnFrom", 0, 0.95m, "0.5", "share of the cap", "Use of the tighter cap from which on addOn grows from nothing."),
        Share("openInterest.concentration", 0, 1, "0", "of notional", "k: added to the margin rate of a position opened as large as the depth within 1 %, and in proportion."),
        Share("openInterest.concentrationMost", 0, 1, "0.5", "of notional", "Most that concentration adds to the margin rate."),
        Switch("funding.enabled", "false", "Whether the engine forms funding rates itself, from the premium of the mark over the index; otherwise the host sends them."),
        Seconds("funding.intervalSeconds", 60, 86_400, "28800", "From one settlement to the next, counted from midnight UTC of 1970-01-01."),
        Share("funding.interest", -0.01m, 0.01m, "0.0001", "of notional for 8 h", "I: rate that the mean premium is pulled toward."),
        Share("funding.clamp", 0, 0.01m, "0.0005", "of notional for 8 h", "c: by at most this."),
        Share("funding.crowding", 0, 0.01m, "0", "of notional for 8 h, a unit of n", "k: added for each unit of loop gain beyond crowdingFrom, paid by the side whose liquidations make the gain; 0 for nothing."),
        Share("funding.crowdingFrom", 0, 100, "0.5", "loop gain", "n̄: loop gain up to which nothing is added."),
        Share("funding.cap", 0, 0.5m, "0.0075", "of notional for 8 h", "Largest rate, either way, crowding included."),
        Switch("adaptive.enabled", "false", "Whether sizing.buffer and insurance.liquidationFee are multiplied by max(1, σ√delay / (σ_ref√delay_ref))."),
        Share("adaptive.referenceVolatility", 0.001m, 1, "0.04", "log-price of a day", "σ_ref: volatility that buffer and fee of the policy are meant for."),
        Seconds("adaptive.referenceDelaySeconds", 1, 3_600, "30", "Time from opening to closing a case that they are meant for."),
        Seconds("adaptive.halfLifeSeconds", 1, 86_400, "900", "Half-life of the longest time a case took."),
        Share("adaptive.bufferMost", 1, 4, "2", "× sizing.buffer", "Largest multiple of the buffer."),
        Share("adaptive.feeMost", 1, 10, "2", "× insurance.liquidationFee", "Largest multiple of the fee; the fee never exceeds 0.05, and what is added never lowers health."),
        Share("adaptive.step", 0.01m, 1, "0.25", "× the policy's own", "Largest change of the multiplier at a time."),
        Seconds("adaptive.stepSeconds", 1, 3_600, "10", "Shortest time between two changes in a market."),
    ];

    private const int Billion = 1_000_000_000;

    private static PolicyField Whole(string path, decimal least, decimal most, string standard, string unit, string meaning) =>
        new(path, PolicyFieldKind.Whole, least, most, standard, unit, meaning, []);

    private static PolicyField Share(string path, decimal least, decimal most, string standard, string unit, string meaning) =>
        new(path, PolicyFieldKind.Share, least, most, standard, unit, meaning, []);

    private static PolicyField Seconds(string path, decimal least, decimal most, string standard, string meaning) =>
        new(path, PolicyFieldKind.Seconds, least, most, standard, "s", meaning, []);

    private static PolicyField Choice(string path, string standard, string meaning, params string[] words) =>
        new(path, PolicyFieldKind.Choice, 0, 0, standard, "–", meaning, words);

    private static PolicyField Breaker(string path, string standard, string meaning) =>
        Choice(path, standard, meaning, "cutRelease", "reduceOnly", "batchOnly", "halt");

    private static PolicyField Switch(string path, string standard, string meaning) =>
        new(path, PolicyFieldKind.Switch, 0, 0, standard, "–", meaning, []);
}
