namespace Spillway.Liquidation;

/// <summary>Accounts that promised beforehand to take positions over.</summary>
/// <param name="Enabled">Whether their promises are used: after netting, before the book.</param>
/// <param name="NoticeNanos">From notice to the end of a promise.</param>
public sealed record TakersPolicy(bool Enabled, long NoticeNanos);
