using Spillway.Core;

namespace Spillway.Simulation.Randomness;

/// <summary>Random numbers at one address (seed, agent, time, purpose): a pure function of the address, so that draws need no order.</summary>
/// <remarks>
/// Runs under different policies go different ways, but what an agent draws at a time for a purpose stays the same in all of them; this is what
/// makes their difference precise (common random numbers). It also means that <b>every call at one address sees the same bits</b>: ask once, or take
/// <see cref="At"/> for further independent numbers. Identical on every machine: no function of the C library is used.
/// </remarks>
public readonly struct Draws
{
    private const int DoubleBits = 53;
    private const double DoubleUnit = 1.0 / (1L << DoubleBits);

    private readonly ulong seed;
    private readonly ulong time;

    // agent 32 bits | purpose 8 | attempt 8 | sequence 16
    private readonly ulong address;

    /// <summary>The numbers at an address.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="agent">Who draws: number of the agent, market or account; any value.</param>
    /// <param name="time">When.</param>
    /// <param name="purpose">What for.</param>
    public Draws(ulong seed, int agent, Timestamp time, DrawPurpose purpose)
        : this(seed, unchecked((ulong)time.Nanos), ((ulong)unchecked((uint)agent) << 32) | ((ulong)purpose << 24))
    {
    }

    private Draws(ulong seed, ulong time, ulong address)
    {
        this.seed = seed;
        this.time = time;
        this.address = address;
    }

    /// <summary>Further, independent numbers under the same address.</summary>
    /// <param name="sequence">Which; 0 are the numbers of the address itself.</param>
    public Draws At(ushort sequence) => new(seed, time, (address & ~(ulong)ushort.MaxValue) | sequence);

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double Uniform() => (Bits().Low >> (64 - DoubleBits)) * DoubleUnit;

    /// <summary>Uniform in [low, high).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not low &lt; high, or the distance is not finite.</exception>
    public double Uniform(double low, double high)
    {
        if (!(low < high) || !double.IsFinite(high - low))
            throw new ArgumentOutOfRangeException(nameof(high), high, $"not above {low} by a finite distance");
        double value = low + ((high - low) * Uniform());
        return value < high ? value : Math.BitDecrement(high); // the sum may round up to the open end
    }

    /// <summary>Whole number in [low, high), each equally likely to the last bit.</summary>
    /// <remarks>
    /// The few products that would favour some numbers are drawn again.
    /// Source: Lemire, "Fast random integer generation in an interval", ACM Transactions on Modeling and Computer Simulation 29 (2019).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Not low &lt; high.</exception>
    public long Integer(long low, long high)
    {
        if (low >= high) throw new ArgumentOutOfRangeException(nameof(high), high, $"not above {low}");
        ulong range = unchecked((ulong)high - (ulong)low), biased = unchecked(0UL - range) % range;
        for (ulong attempt = 0; attempt <= byte.MaxValue; attempt++)
        {
            UInt128 product = (UInt128)new Draws(seed, time, address | (attempt << 16)).Bits().Low * range;
            if ((ulong)(product & ulong.MaxValue) >= biased) return unchecked(low + (long)(ulong)(product >> 64));
        }
        throw new InvariantException("256 draws in a row fell into less than half of the range"); // probability below 2^-256
    }

    /// <summary>Standard normal: mean 0, variance 1, within ±8.3.</summary>
    public double Normal() => StandardNormal.Quantile(OpenUniform());

    /// <summary>Exponential with the given mean.</summary>
    /// <param name="mean">Positive, finite.</param>
    public double Exponential(double mean)
    {
        ThrowUnlessPositive(mean, nameof(mean));
        return -mean * PortableMath.Log(1 - Uniform());
    }

    /// <summary>Pareto between a smallest and a largest value: density ∝ x^(−α−1) on [min, cap], nothing heaped up at the cap.</summary>
    /// <param name="alpha">Tail index, positive.</param>
    /// <param name="min">Smallest value, positive.</param>
    /// <param name="cap">Largest value, above <paramref name="min"/>.</param>
    public double Pareto(double alpha, double min, double cap)
    {
        ThrowUnlessPositive(alpha, nameof(alpha));
        ThrowUnlessPositive(min, nameof(min));
        ThrowUnlessPositive(cap, nameof(cap));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(cap, min);
        double aboveCap = PortableMath.Exp(-alpha * PortableMath.Log(cap / min)); // share of the uncapped law beyond the cap
        double survival = 1 - (Uniform() * (1 - aboveCap));
        return Math.Clamp(min * PortableMath.Exp(-PortableMath.Log(survival) / alpha), min, cap);
    }

    /// <summary>Lognormal: median · e^(σ·normal).</summary>
    /// <param name="median">Positive, finite.</param>
    /// <param name="sigma">Standard deviation of the logarithm, zero or more, at most 80 so that no value overflows.</param>
    public double LogNormal(double median, double sigma)
    {
        ThrowUnlessPositive(median, nameof(median));
        if (!(sigma >= 0 && sigma <= 80)) throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "not between 0 and 80");
        return median * PortableMath.Exp(sigma * Normal());
    }

    private (ulong Low, ulong High) Bits() => Philox.Draw(seed, time, address);

    /// <summary>Uniform strictly between 0 and 1: the middles of 2^52 equal cells, which are exact doubles, symmetric about one half.</summary>
    private double OpenUniform() => ((Bits().Low >> (64 - DoubleBits + 1)) + 0.5) * (2 * DoubleUnit);

    private static void ThrowUnlessPositive(double value, string name)
    {
        if (!(value > 0) || !double.IsFinite(value)) throw new ArgumentOutOfRangeException(name, value, "not a positive finite number");
    }
}
