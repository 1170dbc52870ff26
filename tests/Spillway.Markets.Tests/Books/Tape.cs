using Spillway.Core;

namespace Spillway.Markets.Tests;

/// <summary>Writes every callback down in words, in order. Reduce-only orders of an account may trade what its row in the table holds.</summary>
internal readonly struct Tape(List<string> lines, Dictionary<int, long>? reducible = null) : IBookParticipants
{
    public long FillableLots(in RestingOrder maker, long offeredLots)
    {
        lines.Add($"ask {maker} for {offeredLots}");
        if (!maker.ReduceOnly || reducible is null) return offeredLots;
        return Math.Min(offeredLots, reducible.GetValueOrDefault(maker.Account.Index));
    }

    public void Filled(in Fill fill)
    {
        lines.Add($"fill {fill}");
        Shrink(fill.MakerAccount, fill.Quantity);
        Shrink(fill.TakerAccount, fill.Quantity);
    }

    public void Removed(in RestingOrder order, OrderRemoval reason) => lines.Add($"removed {order} {reason}");

    private void Shrink(AccountId account, QuantityLots quantity)
    {
        if (reducible is not null && reducible.TryGetValue(account.Index, out long held)) reducible[account.Index] = Math.Max(0, held - quantity.Lots);
    }
}
