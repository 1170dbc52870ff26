namespace Spillway.Liquidation;

/// <summary>When the participation cap binds.</summary>
public enum ParticipationTime : byte
{
    /// <summary>At all times.</summary>
    Always = 0,

    /// <summary>Only while the market is in stress, as the stress policy says.</summary>
    Stress = 1,
}
