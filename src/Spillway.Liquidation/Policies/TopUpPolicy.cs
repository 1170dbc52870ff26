namespace Spillway.Liquidation;

/// <summary>Money from a reserve for accounts that have one.</summary>
/// <param name="Enabled">Whether reserves are used: at a margin call, and at a breach before a case is opened.</param>
public sealed record TopUpPolicy(bool Enabled);
