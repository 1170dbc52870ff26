using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Benchmarks.Engine;

/// <summary>Commands prepared before any clock runs, with what they must lead to.</summary>
/// <param name="Setup">Accounts, deposits, positions, first prices and quotes, warm-up: not measured.</param>
/// <param name="Timed">What is measured.</param>
/// <param name="MarkMoves">Marks that the timed part moves.</param>
/// <param name="Trades">Trades of the timed part.</param>
/// <param name="Accounts">Accounts and sub-accounts.</param>
/// <param name="Positions">Position rows in use at the end.</param>
/// <param name="RestingOrders">Orders in the books at the end.</param>
/// <param name="End">State hash at the end.</param>
internal sealed record CommandStream(
    Command[] Setup, Command[] Timed, long MarkMoves, long Trades, int Accounts, int Positions, int RestingOrders, StateHash End);
