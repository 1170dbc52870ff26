namespace Spillway.Simulation.Randomness;

/// <summary>What a random number is for: part of its address, so that two uses never share one.</summary>
/// <remarks>
/// Numbers are for good. A changed or reused number changes every simulation that draws under it; a new purpose takes the next free one.
/// </remarks>
public enum DrawPurpose : byte
{
    /// <summary>No purpose; not to be drawn under.</summary>
    None = 0,

    /// <summary>Seconds at which the path inside a minute bar visits its extremes; agent = market, time = the bar's open.</summary>
    PathExtremes = 1,

    /// <summary>Noise of the path between the corners of a minute bar; agent = market, time = the moment.</summary>
    PathBridge = 2,

    /// <summary>Which value a bootstrap resample takes; agent = resample, time = position in it.</summary>
    Bootstrap = 3,

    /// <summary>Size of an account's position at the first bar; agent = account.</summary>
    PositionSize = 4,

    /// <summary>Entry price of an account; agent = account.</summary>
    EntryPrice = 5,

    /// <summary>Effective leverage of an account at the first bar; agent = account.</summary>
    Leverage = 6,

    /// <summary>Whether an account has opted in to netting; agent = account.</summary>
    NettingMember = 7,

    /// <summary>Deviation of an index source from the wider market; agent = source, time = the report.</summary>
    SourceNoise = 8,

    /// <summary>Time to the next noise order; agent = trader, time = the order before it.</summary>
    NoiseArrival = 9,

    /// <summary>Side of a noise order; agent = trader, time = the order.</summary>
    NoiseSide = 10,

    /// <summary>Size of a noise order; agent = trader, time = the order.</summary>
    NoiseSize = 11,

    /// <summary>Whether an account holds a stop order; agent = account.</summary>
    StopMember = 12,

    /// <summary>Where the stop stands on the way to the liquidation price; agent = account.</summary>
    StopDistance = 13,

    /// <summary>Time until a deleveraged winner opens its position again; agent = account, time = the last second before the deleveraging.</summary>
    RehedgeDelay = 14,

    /// <summary>Whether an account holds every market on one margin; agent = pair of accounts.</summary>
    CrossMember = 15,

    /// <summary>Whether such an account holds every second market on the other side; agent = pair of accounts.</summary>
    HedgedMember = 16,

    /// <summary>Whether an account holds its margin in the traded coin; agent = account's row in its market.</summary>
    CoinMember = 17,

    /// <summary>Whether an account answers margin calls; agent = account.</summary>
    CallMember = 18,

    /// <summary>When in the time it is given an account answers a margin call; agent = account, time = the call.</summary>
    CallDelay = 19,

    /// <summary>Value that a volatility component of the quiet path takes; agent = component, time = its renewal.</summary>
    QuietMultiplier = 20,

    /// <summary>Time until that component is renewed again; agent = component, time = its renewal.</summary>
    QuietRenewal = 21,

    /// <summary>Noise of one second of the quiet path; agent = market, time = the second.</summary>
    QuietStep = 22,

    /// <summary>Time to the next metaorder; agent = trader, time = the metaorder before it.</summary>
    MetaorderArrival = 23,

    /// <summary>Size of a metaorder; agent = trader, time = its arrival.</summary>
    MetaorderSize = 24,

    /// <summary>Side of a metaorder; agent = trader, time = its arrival.</summary>
    MetaorderSide = 25,

    /// <summary>Time to the next child order of a metaorder; agent = number of the metaorder, time = the child order before it.</summary>
    MetaorderChild = 26,

    /// <summary>Step of the basis of an outside venue; agent = market and venue, time = the second.</summary>
    VenueBasis = 27,

    /// <summary>Whether an account has agreed to be closed in part before a breach; agent = account.</summary>
    PreLiquidationMember = 28,

    /// <summary>Whether an account has a reserve behind it; agent = account.</summary>
    TopUpMember = 29,

    /// <summary>Whether an account takes its money out in a fall; agent = account.</summary>
    WithdrawMember = 30,

    /// <summary>Secret that randomised schedules are drawn from; sequence = word.</summary>
    ScheduleSecret = 60,
}
