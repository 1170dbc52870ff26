using Spillway.Core;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <content>Forced orders whose every fill is compared with the bankruptcy price.</content>
public sealed partial class LiquidationDesk
{
    private readonly FundDraws draws = new();
    private Money[] feesSeen = []; // by asset: fee account at the last block

    // What trading paid since the last block fills the fund up again.
    private void ReplenishFund()
    {
        if (feesSeen.Length < exchange.House.Assets.Count) Array.Resize(ref feesSeen, exchange.House.Assets.Count);
        for (int i = 0; i < feesSeen.Length; i++)
        {
            AssetId asset = AssetId.FromIndex(i);
            Money fees = exchange.House.Ledger.Balance(asset, LedgerAccount.Fees);
            Money share = fees > feesSeen[i] ? Policy.Insurance.FeeShare.Of(fees - feesSeen[i], Rounding.Down) : Money.Zero;
            if (share > Money.Zero)
            {
                exchange.House.Post(asset, LedgerAccount.Fees, LedgerAccount.InsuranceFund, share);
                events.On(new FundReplenished(asset, share, exchange.House.Ledger.Balance(asset, LedgerAccount.InsuranceFund)));
            }
            feesSeen[i] = fees - share;
        }
    }

    // Price level by price level, since each has its own difference to the bankruptcy price. A level never crosses what the fund may lose.
    private QuantityLots SendInsured(LiquidationCase row, Market market, Side side, QuantityLots lots, PriceTicks floor)
    {
        QuantityLots left = lots;
        while (left > QuantityLots.Zero)
        {
            PriceTicks best = Best(market, side.Opposite());
            if (!best.IsSet || (floor.IsSet && (side == Side.Sell ? best < floor : best > floor))) break;
            QuantityLots wanted = Smaller(left, market.Book.QuantityWithin(side.Opposite(), best));
            BankruptcyPrice bankruptcy = new(exchange.House, market, row.Account);
            Money limit = InsuranceLeft(row.Account, market.Spec.SettlementAsset);
            QuantityLots insured = Insured(in bankruptcy, best, wanted, limit);
            QuantityLots filled = insured == QuantityLots.Zero ? insured : Send(row.Account, market, side, insured, best, row.Id);
            if (filled > QuantityLots.Zero) Settle(row, market, bankruptcy.QuoteAt(best, filled), bankruptcy.Of(filled));
            left -= filled;
            if (insured < wanted) events.On(new InsuranceStopped(row.Id, market.Id, best, left, limit));
            if (insured < wanted || filled == QuantityLots.Zero) break;
        }
        return lots - left;
    }

    /// <summary>Most lots at a price on which the fund loses no more than the limit. Work log₂(lots).</summary>
    private QuantityLots Insured(in BankruptcyPrice bankruptcy, PriceTicks price, QuantityLots wanted, Money limit)
    {
        if (Loss(in bankruptcy, price, wanted) <= limit) return wanted;
        long low = 0, high = wanted.Lots;
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (Loss(in bankruptcy, price, QuantityLots.FromLots(middle)) <= limit) low = middle;
            else high = middle;
        }
        return QuantityLots.FromLots(low);
    }

    private Money Loss(in BankruptcyPrice bankruptcy, PriceTicks price, QuantityLots lots) =>
        -InsuranceDelta.Of(bankruptcy.QuoteAt(price, lots), bankruptcy.Of(lots), Policy.Insurance.LiquidationFee);

    private Money InsuranceLeft(AccountId account, AssetId asset)
    {
        Money fund = draws.Most(exchange.House.Ledger.Balance(asset, LedgerAccount.InsuranceFund), asset, now, Policy.Insurance, out _);
        if (Policy.Insurance.BlockLoss == 0) return fund;
        Int128 left = MillionthsOf(Policy.Insurance.BlockLoss) - block.InsuranceMillionths(account);
        return left <= 0 ? Money.Zero : Money.Min(fund, exchange.House.UnitsWorth(asset, left / RatePpm.Whole));
    }

    private void Settle(LiquidationCase row, Market market, Money quote, Money bankruptcy)
    {
        AssetId asset = market.Spec.SettlementAsset;
        Money delta = InsuranceDelta.Of(quote, bankruptcy, Policy.Insurance.LiquidationFee);
        if (delta >= Money.Zero)
        {
            Money fee = Money.Min(delta, exchange.House.Payable(row.Account, asset));
            exchange.House.Post(asset, LedgerAccount.Wallet(row.Account), LedgerAccount.InsuranceFund, fee);
            return;
        }
        Money paid = Money.Min(-delta, exchange.House.Ledger.Balance(asset, LedgerAccount.InsuranceFund));
        block.AddInsurance(row.Account, exchange.House.RequirementWorth(asset, paid));
        if (paid > Money.Zero) PayFromFund(row, asset, paid);
    }
}
