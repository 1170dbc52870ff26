namespace Spillway.Liquidation;

/// <summary>Who pays the debt of a closed account before winners do.</summary>
public enum DebtPayer : byte
{
    /// <summary>The insurance fund.</summary>
    Fund = 0,

    /// <summary>The backstop vault, within its equity.</summary>
    Vault = 1,
}
