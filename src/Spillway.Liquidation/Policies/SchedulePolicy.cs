using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Over what time, and in what shape, a forced order goes through the book. It may hold only what the book has room for.</summary>
/// <param name="Shape">Shape.</param>
/// <param name="HorizonNanos">T: time from the first order of a case to the end of its schedule, 0 to 60 s.</param>
/// <param name="Jitter">Largest relative change of a child order's size, 0 to 0.5; above zero the times are drawn too, once a seed is committed.</param>
public sealed record SchedulePolicy(ScheduleShape Shape, long HorizonNanos, RatePpm Jitter);
