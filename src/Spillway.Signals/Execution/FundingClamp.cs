namespace Spillway.Signals;

/// <summary>The usual funding rate of perpetuals: the premium, pulled towards an interest rate by at most a band.</summary>
/// <remarks>F = P + clamp(I − P, ± band). Inside the band the rate is I and the premium costs nothing. Source: documentation of Binance and BitMEX, 0.01 % and ± 0.05 % for eight hours.</remarks>
public static class FundingClamp
{
    /// <summary>I: 1 bp for eight hours.</summary>
    public const double Interest = 0.0001;

    /// <summary>5 bp for eight hours.</summary>
    public const double Band = 0.0005;

    /// <summary>Funding rate of the period of the premium.</summary>
    /// <param name="premium">P: mean premium of the perpetual over its index, of the index.</param>
    public static double Rate(double premium) => premium + Math.Clamp(Interest - premium, -Band, Band);
}
