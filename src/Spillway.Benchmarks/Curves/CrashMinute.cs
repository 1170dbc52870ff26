namespace Spillway.Benchmarks.Curves;

/// <summary>One minute of the recorded crash, as the watch lived through it.</summary>
/// <param name="Minute">From the first bar.</param>
/// <param name="Price">Price of the recorded market at its end, as a share of the first.</param>
/// <param name="WakesOneByOne">Accounts examined with every price as an event of its own.</param>
/// <param name="WakesTogether">Accounts examined with the prices of each second applied together.</param>
/// <param name="Found">Accounts that breached.</param>
/// <param name="Looks">Seconds in which everybody was looked at instead, with prices applied together.</param>
public sealed record CrashMinute(int Minute, double Price, long WakesOneByOne, long WakesTogether, int Found, long Looks);
