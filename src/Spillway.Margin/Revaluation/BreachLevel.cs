namespace Spillway.Margin;

/// <summary>How bad it stands about an account, as far as somebody knows.</summary>
internal enum BreachLevel : byte
{
    /// <summary>Not below the warning ratio.</summary>
    None = 0,

    /// <summary>Below the warning ratio.</summary>
    Warned = 1,

    /// <summary>Liquidatable.</summary>
    Breached = 2,
}
