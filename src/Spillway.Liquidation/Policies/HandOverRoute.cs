namespace Spillway.Liquidation;

/// <summary>Where lots go that the book may not take.</summary>
public enum HandOverRoute : byte
{
    /// <summary>Nowhere: they wait for the book.</summary>
    Wait = 0,

    /// <summary>To winners without asking them, by the ranking and at the price of the policy.</summary>
    Deleveraging = 1,

    /// <summary>To an absorber outside of the market, at mark: the exogenous counterfactual.</summary>
    Absorber = 2,
}
