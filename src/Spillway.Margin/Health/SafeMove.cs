using Spillway.Core;

namespace Spillway.Margin;

/// <summary>How far all positions of an account may move against it together: the share of its notional that each may lose, so that their losses add up to the slack at most.</summary>
/// <param name="Share">2^-<see cref="FractionBits"/> of notional, rounded down; zero if nothing may be lost, negative if nothing can be promised.</param>
public readonly record struct SafeMove(long Share)
{
    /// <summary>Binary digits after the point of a share.</summary>
    public const int FractionBits = 32;

    /// <summary>One: the whole notional.</summary>
    public const long Whole = 1L << FractionBits;

    /// <summary>Largest share; nothing moves a thousandfold without being looked at.</summary>
    public const long Most = Whole << 10;

    /// <summary>No mark is safe.</summary>
    public static SafeMove Nothing { get; } = new(-1);

    /// <summary>Slack as a share of notional.</summary>
    /// <param name="slack">What may be lost, roundings taken off, minor units of the valuation asset.</param>
    /// <param name="notional">Worth of the notional of all positions, rounded up.</param>
    public static SafeMove Of(Int128 slack, Int128 notional)
    {
        if (slack <= 0) return new SafeMove(0);
        if (slack >> 10 >= notional) return new SafeMove(Most);
        // A division of 64 bits costs a tenth of one of 128: the leading 62 digits of the slack over the leading 31 of the notional leave 31 digits of the share.
        int slackShift = (int)Int128.LeadingZeroCount(slack) - 66, notionalShift = (int)Int128.LeadingZeroCount(notional) - 97;
        long part = (long)Shifted(slack, slackShift), whole = notionalShift >= 0 ? (long)notional << notionalShift : (long)(notional >> -notionalShift) + 1;
        return new SafeMove((long)Shifted(part / whole, FractionBits - slackShift + notionalShift));
    }

    private static Int128 Shifted(Int128 value, int left) => left >= 0 ? value << left : value >> -left;
}
