namespace Spillway.Margin;

/// <summary>How far each position of an account may move against it, all at once: the shares of notional that they may lose, so that the losses add up to the slack at most.</summary>
/// <remarks>
/// A position of a smaller notional gets a larger share: what it may lose costs the others little, and it wakes the account less often. Its weight is (total / notional)^¼, by octaves, and
/// the share of weight one is slack / Σ weight · notional. If every position moved by itself, the exponent ⅓ would wake least; if all moved as one, 0. All positions of
/// an account take their shares from one such figure, at the marks it was made at: shares of two of them do not add up.
/// </remarks>
/// <param name="OfLargest">Share of a position of weight one: its notional is in the octave of the total.</param>
/// <param name="TotalBits">Binary digits of the notional of all positions.</param>
public readonly record struct SafeMoves(SafeMove OfLargest, int TotalBits)
{
    /// <summary>Binary digits after the point of a weight.</summary>
    internal const int WeightBits = 8;

    private const int StepsAnOctave = 4, MostBits = 30; // a position of a billionth of the total is as good as none

    /// <summary>No mark is safe.</summary>
    public static SafeMoves Nothing { get; } = new(SafeMove.Nothing, 0);

    private static ReadOnlySpan<long> Quarters => [256, 304, 362, 430]; // 2^(8 + n / 4), rounded down: any weights are safe that do not change in between

    /// <summary>The share of one position, rounded down.</summary>
    /// <param name="notional">Worth of its notional, rounded up, as it was when the account's shares were made.</param>
    public SafeMove For(Int128 notional) =>
        OfLargest.Share <= 0 ? OfLargest : new SafeMove(Math.Min(SafeMove.Most, (OfLargest.Share * WeightOf(notional, TotalBits)) >> WeightBits));

    /// <summary>Binary digits of a notional.</summary>
    internal static int BitsOf(Int128 notional) => 128 - (int)Int128.LeadingZeroCount(notional);

    /// <summary>Weight of a position, 2^-<see cref="WeightBits"/>, at least one: below 2^16.</summary>
    internal static long WeightOf(Int128 notional, int totalBits)
    {
        int bits = Math.Min(MostBits, totalBits - BitsOf(notional));
        return Quarters[bits % StepsAnOctave] << (bits / StepsAnOctave);
    }
}
