using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What forced orders may do to the book.</summary>
/// <param name="Method">Rule for the book.</param>
/// <param name="Amplification">η: own displacement allowed per unit of the market's own move.</param>
/// <param name="FloorPpb">ε₀: displacement always allowed, 1e-9 of log-price.</param>
/// <param name="WindowSeconds">W: length of the event window.</param>
/// <param name="PermanentShare">p̂: share of a displacement that does not decay.</param>
/// <param name="ResilienceHalfLifeNanos">Half-life of the rest while no fresh signal says otherwise.</param>
/// <param name="HealthFloor">Below this equity over maintenance margin nothing is sold into the book; zero allows it always.</param>
/// <param name="Order">Who has the room, where it is not enough for all.</param>
/// <param name="Participation">π: most that forced orders of one side trade, of the volume of others; zero for no cap.</param>
/// <param name="ParticipationSeconds">Window in which both are counted.</param>
/// <param name="ParticipationIn">When the cap binds.</param>
/// <param name="BankruptcyAdjustment">BA of the fillable price: how fast the spread opens as equity goes.</param>
/// <param name="SpreadToMaintenance">SMMR of the fillable price: largest spread, of the position's maintenance margin.</param>
public sealed record ReleasePolicy(
    ReleaseMethod Method,
    RatePpm Amplification,
    long FloorPpb,
    int WindowSeconds,
    RatePpm PermanentShare,
    long ResilienceHalfLifeNanos,
    RatePpm HealthFloor,
    ReleaseOrder Order,
    RatePpm Participation,
    int ParticipationSeconds,
    ParticipationTime ParticipationIn,
    RatePpm BankruptcyAdjustment,
    RatePpm SpreadToMaintenance);
