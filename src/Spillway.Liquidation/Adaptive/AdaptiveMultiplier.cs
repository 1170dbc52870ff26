using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The multiplier in force in one market: follows its target in steps, and only where the difference matters.</summary>
/// <param name="Ppm">Multiplier, one or more; zero before the first look, which counts as one.</param>
/// <param name="MovedAt">Time of its last change.</param>
internal readonly record struct AdaptiveMultiplier(int Ppm, Timestamp MovedAt)
{
    /// <summary>Largest multiplier there is: the bound of the policy fields.</summary>
    public const int MostPpm = 10 * (int)RatePpm.Whole;

    /// <summary>Least difference that is acted on.</summary>
    public const int MaterialPpm = 50_000;

    /// <summary>The multiplier in force.</summary>
    public int InForcePpm => Math.Max(Ppm, (int)RatePpm.Whole);

    /// <summary>The multiplier after a look at the target.</summary>
    /// <param name="targetPpm">Within one and <see cref="MostPpm"/>.</param>
    /// <param name="now">Never goes back.</param>
    /// <param name="policy">Step, and time between two of them.</param>
    /// <returns>Itself where nothing changes.</returns>
    public AdaptiveMultiplier Toward(int targetPpm, Timestamp now, AdaptivePolicy policy)
    {
        int difference = targetPpm - InForcePpm;
        // The way back ends at one exactly: what is left of a crash would otherwise stay for ever.
        bool matters = Math.Abs(difference) >= MaterialPpm || (difference != 0 && targetPpm == RatePpm.Whole);
        if (!matters || (MovedAt.Nanos > 0 && now - MovedAt < policy.StepNanos)) return this;
        return new AdaptiveMultiplier(InForcePpm + Math.Clamp(difference, -policy.Step.Ppm, policy.Step.Ppm), now);
    }

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        writer.Write(Ppm);
        writer.Write(MovedAt.Nanos);
    }

    /// <summary>Reads back what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidStateException">The bytes are not such a state.</exception>
    public static AdaptiveMultiplier Restore(ref StateReader reader, Timestamp now)
    {
        AdaptiveMultiplier read = new(reader.Read<int>(), Timestamp.FromNanos(reader.Read<long>()));
        bool isPossible = read.MovedAt.Nanos >= 0 && read.MovedAt <= now && (read.Ppm == 0 ? read.MovedAt.Nanos == 0 : read.Ppm is >= (int)RatePpm.Whole and <= MostPpm);
        return isPossible ? read : throw new InvalidStateException($"a multiplier of {read.Ppm} ppm cannot be in force");
    }
}
