namespace Spillway.Liquidation;

/// <summary>How the insurance fund is paid and drawn on while positions are closed.</summary>
public enum InsuranceMethod : byte
{
    /// <summary>A fee on every close; debts are paid when the account is flat.</summary>
    Fee = 0,

    /// <summary>Each fill is compared with the bankruptcy price: above it pays a capped fee, below it the fund pays the difference at once.</summary>
    BankruptcyPrice = 1,
}
