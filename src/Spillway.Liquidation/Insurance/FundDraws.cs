using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What the insurance fund has paid for debts within a window, asset by asset: the measure of its caps.</summary>
/// <remarks>A cap is a share of what the fund had before it paid: its balance now and what left it within the window. What came in since then counts as well, so a fund that is refilled may pay again.</remarks>
internal sealed class FundDraws
{
    private readonly List<SlidingSum> paid = []; // by asset

    /// <summary>Most the fund may pay now for one account.</summary>
    /// <param name="balance">What it holds of the asset; not negative.</param>
    /// <param name="asset">The asset.</param>
    /// <param name="now">Never goes back.</param>
    /// <param name="policy">Caps and window.</param>
    /// <param name="bound">Which cap bites first; nothing if the balance does.</param>
    public Money Most(Money balance, AssetId asset, Timestamp now, InsurancePolicy policy, out FundBound bound)
    {
        bound = FundBound.Balance;
        if (policy.EventShare.Ppm == RatePpm.Whole && policy.WindowShare.Ppm == RatePpm.Whole) return balance;
        SlidingSum draws = Of(asset);
        draws.Add(now.Nanos / Timestamp.NanosPerSecond, 0, policy.WindowSeconds);
        Money before = balance + Money.FromUnits(draws.Total);
        Money byEvent = policy.EventShare.Of(before, Rounding.Down), byWindow = policy.WindowShare.Of(before, Rounding.Down) - Money.FromUnits(draws.Total);
        Money most = balance;
        if (byEvent < most) (most, bound) = (byEvent, FundBound.Event);
        if (byWindow < most) (most, bound) = (Money.Max(Money.Zero, byWindow), FundBound.Window);
        return most;
    }

    /// <summary>The fund paid for a debt.</summary>
    public void Add(AssetId asset, Money amount, Timestamp now, InsurancePolicy policy) => Of(asset).Add(now.Nanos / Timestamp.NanosPerSecond, amount.Units, policy.WindowSeconds);

    public void Save(StateWriter writer)
    {
        writer.Write(paid.Count);
        foreach (SlidingSum draws in paid) draws.Save(writer);
    }

    public void Restore(ref StateReader reader, int assets, Timestamp now)
    {
        int count = reader.Read<int>();
        if (count < 0 || count > assets) throw new InvalidStateException($"the fund cannot have paid in {count} assets");
        for (int i = 0; i < count; i++)
        {
            paid.Add(SlidingSum.Restore(ref reader));
            if (!paid[i].IsPossible(now.Nanos / Timestamp.NanosPerSecond, long.MaxValue)) throw new InvalidStateException($"the fund cannot have paid this in asset {i}");
        }
    }

    private SlidingSum Of(AssetId asset)
    {
        while (paid.Count <= asset.Index) paid.Add(new SlidingSum());
        return paid[asset.Index];
    }
}
