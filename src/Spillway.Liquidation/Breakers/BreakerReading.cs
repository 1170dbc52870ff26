using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A trigger that holds, with what it looked at; without an action when none holds.</summary>
/// <param name="Action">What it asks for.</param>
/// <param name="Rule">The trigger.</param>
/// <param name="MeasuredPpb">What was measured, 1e-9 of log-price, of a share, or of n.</param>
/// <param name="BoundPpb">What it may not reach, in the same unit.</param>
/// <param name="Mark">Mark then.</param>
/// <param name="Reference">What the mark was compared with: mean, extreme or index; none for a rule that compares no price.</param>
public readonly record struct BreakerReading(BreakerAction Action, BreakerRule Rule, long MeasuredPpb, long BoundPpb, PriceTicks Mark, PriceTicks Reference);
