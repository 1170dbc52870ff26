using Spillway.Core;
using Spillway.Engine;
using Spillway.Margin;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>Accounts that take out what they may once the market has moved: a run on the venue, which leaves less behind for the next fall.</summary>
/// <remarks>Once, ten seconds apart until it is granted: all that their initial margin does not need. They do not trade.</remarks>
internal sealed class Withdrawals : IAgent
{
    /// <summary>Distance of the price from the first open at which they begin, log.</summary>
    private const double Alarm = 0.03;

    private const int PeriodSeconds = 10;

    private readonly SimulatedMarket market;
    private readonly List<AccountId> left;

    public Withdrawals(SimulatedMarket market, IReadOnlyList<AccountId> accounts)
    {
        this.market = market;
        left = [.. accounts.Where(account => new Draws(market.Seed, account.Index, default, DrawPurpose.WithdrawMember).Uniform() < market.Scenario.Traders.WithdrawShare)];
    }

    public Timestamp? Wake(Timestamp now)
    {
        double moved = PortableMath.Log(market.MiddlePrice(now) / market.Grid.FirstOpen);
        if (Math.Abs(moved) >= Alarm) left.RemoveAll(account => IsGranted(now, account));
        return now.AddNanos(PeriodSeconds * Timestamp.NanosPerSecond);
    }

    // Who has nothing free, or is under liquidation, does not ask again.
    private bool IsGranted(Timestamp now, AccountId account)
    {
        ClearingHouse house = market.Engine.House;
        if (market.Engine.Desk.Cases.IsOpen(account)) return true;
        Int128 free = house.Health(account).EquityMillionths - house.InitialMarginMillionths(account);
        Money held = house.Ledger.Balance(AssetId.FromIndex(0), LedgerAccount.Wallet(account));
        Money amount = Money.Min(held, AccountHealth.Displayed(free, Rounding.Down));
        return amount <= Money.Zero || market.Execute(Command.Withdraw(now, account, AssetId.FromIndex(0), amount)).IsAccepted;
    }
}
