namespace Spillway.Liquidation;

/// <summary>Where lots go that the book may not take.</summary>
public enum HandOverRoute : byte
{
    /// <summary>Nowhere: they wait for the book.</summary>
    Wait = 0,

    /// <summary>To winners, at mark, capped pro rata of their profit.</summary>
    Deleveraging = 1,

    /// <summary>To an absorber outside of the market, at mark: the exogenous counterfactual.</summary>
    Absorber = 2,
}
