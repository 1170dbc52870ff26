using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>The backstop vault: takes whole accounts over, and pays debts where the policy says so.</content>
public sealed partial class LiquidationDesk
{
    // Vault and pool hold what they took: their own positions are never sold into the book like a case, and deleveraged once their equity is negative.
    private bool IsBackstop(AccountId account) => (Policy.Vault.TakesBelow > RatePpm.Zero && account == Vault) || IsPool(account);

    private bool IsPaidByVault(AccountId account) => Policy.Insurance.Payer == DebtPayer.Vault && Vault != AccountId.None && Vault != account;

    private bool TakeOverByVault(int position, in AccountHealth health)
    {
        LiquidationCase row = Cases.Open[position];
        if (!CanTakeOver(row.Account, in health)) return false;
        exchange.CancelAll(row.Account, OrderEnd.Liquidation);
        PositionTable positions = exchange.House.Positions;
        for (int first = exchange.House.Accounts.FirstPosition(row.Account.Index); first >= 0; first = exchange.House.Accounts.FirstPosition(row.Account.Index))
        {
            Market market = exchange.Markets[positions.Instruments[first]];
            long size = positions.SizeLots[first];
            QuantityLots lots = QuantityLots.FromLots(Math.Abs(size));
            exchange.TradeOffBook(market, row.Account, size > 0 ? Side.Sell : Side.Buy, Vault, market.Price.Mark, lots, TradeRoute.Vault, row.Id);
            Cases.AddClosed(position, lots.Lots);
        }
        for (int i = 0; i < exchange.House.Assets.Count; i++)
        {
            AssetId asset = AssetId.FromIndex(i);
            exchange.House.Post(asset, LedgerAccount.Wallet(row.Account), LedgerAccount.Wallet(Vault), exchange.House.Ledger.Balance(asset, LedgerAccount.Wallet(row.Account)));
        }
        if (Cases.IsOpen(Vault)) opposites.Clear();
        AccountHealth vault = exchange.House.Health(Vault);
        events.On(new VaultTookOver(row.Id, row.Account, Vault, health.Equity, vault.Equity, vault.Maintenance));
        return true;
    }

    // Only solvent accounts are taken, only by a solvent vault, and only whole: what does not fit stays on the way of all others.
    private bool CanTakeOver(AccountId account, in AccountHealth health)
    {
        if (Policy.Vault.TakesBelow == RatePpm.Zero || Vault == AccountId.None || Vault == account || IsPool(account)) return false;
        if (health.EquityMillionths < 0 || !health.IsBelow(Policy.Vault.TakesBelow) || exchange.House.Health(Vault).EquityMillionths < 0) return false;
        ClearingHouse house = exchange.House;
        int held = house.Accounts.PositionCount(Vault), taken = 0;
        for (int row = house.Accounts.FirstPosition(account.Index); row >= 0; row = house.Positions.NextOfAccount[row])
        {
            Market market = exchange.Markets[house.Positions.Instruments[row]];
            QuantityLots size = QuantityLots.FromLots(house.Positions.SizeLots[row]);
            if (size == QuantityLots.Zero) continue;
            taken++;
            if (house.Positions.Find(house.Accounts, Vault.Index, market.Id.Index) < 0) held++;
            if (!market.CanLiquidate || (house.Size(Vault, market.Id) + size).Magnitude > market.Spec.MaxPosition) return false;
        }
        return taken > 0 && held <= limits.MaxPositionsPerAccount;
    }

    private void MoveToVault(LiquidationCase row, AssetId asset, Money amount)
    {
        exchange.House.Post(asset, LedgerAccount.Wallet(row.Account), LedgerAccount.Wallet(Vault), amount);
        events.On(new VaultPaid(row.Id, row.Account, Vault, asset, -amount));
    }
}
