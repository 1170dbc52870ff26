namespace Spillway.Liquidation;

/// <summary>What happens to an account between a first stage and the end of its cooldown.</summary>
public enum CooldownRule : byte
{
    /// <summary>Nothing; what is left goes whole afterwards.</summary>
    Pause = 0,

    /// <summary>What is left goes whole from the next block on; after the cooldown stages begin anew.</summary>
    Whole = 1,
}
