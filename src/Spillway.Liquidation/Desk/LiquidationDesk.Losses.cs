using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>Loss sharing: what neither the account nor the payer of debts could pay.</content>
public sealed partial class LiquidationDesk
{
    /// <param name="Position">Row of the case.</param>
    /// <param name="Asset">What is owed.</param>
    /// <param name="Amount">How much is missing; positive.</param>
    private readonly record struct Missing(int Position, AssetId Asset, Money Amount);

    private readonly List<Missing> losses = []; // of the cases that end now, in the order of service

    // All losses of a round are shared out together, one allocation an asset: one for each case would round each against the same winners, and look at all of
    // them as often as there are cases. Where profits do not suffice, earlier cases are covered first.
    private void ShareLosses()
    {
        for (int i = 0; i < exchange.House.Assets.Count; i++)
        {
            AssetId asset = AssetId.FromIndex(i);
            Money total = Money.Zero;
            foreach (Missing loss in losses) total += loss.Asset == asset ? loss.Amount : Money.Zero;
            if (total > Money.Zero) ShareLosses(asset, total);
        }
        ReadOnlySpan<Missing> shared = CollectionsMarshal.AsSpan(losses);
        for (int first = 0; first < shared.Length;)
        {
            int position = shared[first].Position;
            bool owes = false;
            for (; first < shared.Length && shared[first].Position == position; first++)
                owes |= exchange.House.Ledger.Balance(shared[first].Asset, LedgerAccount.Wallet(Cases.Open[position].Account)) < Money.Zero;
            Close(position, owes ? CaseOutcome.Indebted : CaseOutcome.Bankrupt);
        }
        losses.Clear();
    }

    // By way of the insurance fund, which passes on what it is given: a payment for each winner and one for each case.
    private void ShareLosses(AssetId asset, Money total)
    {
        (Money left, int payers) = Collect(asset, total);
        Money collected = total - left;
        foreach (Missing loss in losses)
        {
            if (loss.Asset != asset) continue;
            LiquidationCase row = Cases.Open[loss.Position];
            Money paid = Money.Min(loss.Amount, collected);
            exchange.House.Post(asset, LedgerAccount.InsuranceFund, LedgerAccount.Wallet(row.Account), paid);
            collected -= paid;
            events.On(new LossShared(row.Id, asset, paid, payers, loss.Amount - paid));
        }
    }

    /// <returns>What no open profit was left for, and how many paid.</returns>
    private (Money Left, int Payers) Collect(AssetId asset, Money total)
    {
        winners.GatherProfits(exchange, asset, Cases, Policy.Insurance.WinnerKeeps);
        Money left = Money.FromUnits(proRata.Allocate(total.Units, winners.Weight, winners.Cap, winners.Count, winners.Share));
        int payers = 0;
        for (int i = 0; i < winners.Count; i++)
        {
            if (winners.Share[i] == 0) continue;
            payers++;
            exchange.House.Post(asset, LedgerAccount.Wallet(AccountId.FromIndex(winners.Account[i])), LedgerAccount.InsuranceFund, Money.FromUnits(winners.Share[i]));
        }
        return (left, payers);
    }
}
