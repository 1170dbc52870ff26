namespace Spillway.Core;

/// <summary>Direction in which an inexact amount is rounded.</summary>
public enum Rounding
{
    /// <summary>Toward +∞.</summary>
    Up,

    /// <summary>Toward −∞.</summary>
    Down,
}
