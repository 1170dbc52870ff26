namespace Spillway.Margin;

/// <summary>How a revaluation computes. The results are the same to the last bit; the choice is there for tests and measurements.</summary>
public enum RevaluationPath
{
    /// <summary>The widest vectors that the machine has.</summary>
    Widest = 0,

    /// <summary>Every product and every sum in 128 bits.</summary>
    Exact = 1,

    /// <summary>Ordinary positions in 64 bits, one after the other.</summary>
    Scalar = 2,

    /// <summary>Ordinary positions in 64 bits, two at once.</summary>
    Vector128 = 3,

    /// <summary>Ordinary positions in 64 bits, four at once; as <see cref="Vector128"/> on a machine without AVX2.</summary>
    Vector256 = 4,

    /// <summary>Ordinary positions in 64 bits, eight at once; as <see cref="Vector256"/> on a machine without AVX-512DQ.</summary>
    Vector512 = 5,
}
