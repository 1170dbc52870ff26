namespace Spillway.Liquidation;

/// <summary>Bounds of the engine's work per command.</summary>
public enum EngineBound : byte
{
    /// <summary>Rounds of release, sweep and release again.</summary>
    LiquidationRounds = 0,

    /// <summary>Cases served in one command.</summary>
    ServicedCases = 1,
}
