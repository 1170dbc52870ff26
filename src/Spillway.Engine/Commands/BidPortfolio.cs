using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>A clearing member bids for the whole portfolio of an account whose auction is under way; in the place of an earlier bid.</summary>
/// <param name="Account">The member.</param>
/// <param name="Case">Case of the account.</param>
/// <param name="Price">What it is paid for taking everything at mark, minor units of the valuation asset; negative where it pays. Not beyond the notional.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct BidPortfolio(AccountId Account, CaseId Case, Money Price);
