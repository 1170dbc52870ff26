namespace Spillway.Liquidation;

/// <summary>What slows a close down.</summary>
public enum PacingRule : byte
{
    /// <summary>The first of two stages; a cooldown follows if it closes anything.</summary>
    FirstStage = 0,

    /// <summary>The largest share of a position that one block closes.</summary>
    BlockShare = 1,

    /// <summary>The largest notional that one block closes of an account.</summary>
    BlockNotional = 2,
}
