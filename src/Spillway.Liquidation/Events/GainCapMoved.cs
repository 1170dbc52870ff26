using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A signal took the loop gain on stressed depth across its cap: from now on orders that open in that direction are refused, or taken again.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Opens">Buy: longs, whose sale feeds a fall. Sell: shorts.</param>
/// <param name="IsReached">Whether the cap is reached now.</param>
/// <param name="GainPpm">n as measured, 1e-6.</param>
/// <param name="StressedPpm">n / (1 − withdrawal), 1e-6.</param>
/// <param name="MostPpm">The cap, 1e-6.</param>
public readonly record struct GainCapMoved(InstrumentId Instrument, Side Opens, bool IsReached, long GainPpm, long StressedPpm, long MostPpm);
