using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>Accounts with a curve, by instrument, in the order in which their curves were set. An account has one curve at most.</summary>
public sealed class LiquidityPools
{
    private readonly List<List<LiquidityPool>> rows = [];
    private readonly Dictionary<AccountId, InstrumentId> markets = [];

    /// <summary>Pools of an instrument.</summary>
    public ReadOnlySpan<LiquidityPool> Of(InstrumentId instrument) => CollectionsMarshal.AsSpan(rows[instrument.Index]);

    /// <summary>Whether an account has a curve.</summary>
    public bool Contains(AccountId account) => markets.Count > 0 && markets.ContainsKey(account);

    /// <summary>The curve of an account in an instrument.</summary>
    /// <returns>False if it has none there.</returns>
    public bool TryGet(InstrumentId instrument, AccountId account, out LiquidityPool pool)
    {
        int row = Find(instrument, account);
        pool = row < 0 ? default : rows[instrument.Index][row];
        return row >= 0;
    }

    /// <summary>Puts a curve behind an account that has none; the caller has checked that it can keep it.</summary>
    public void Add(InstrumentId instrument, in LiquidityPool pool)
    {
        rows[instrument.Index].Add(pool);
        markets.Add(pool.Account, instrument);
    }

    /// <summary>Takes the curve of an account away.</summary>
    /// <returns>False if it had none.</returns>
    public bool Remove(AccountId account, out InstrumentId instrument)
    {
        instrument = InstrumentId.None;
        if (markets.Count == 0 || !markets.Remove(account, out instrument)) return false;
        rows[instrument.Index].RemoveAt(Find(instrument, account));
        return true;
    }

    internal void AddInstrument() => rows.Add([]);

    internal void Move(InstrumentId instrument, in LiquidityPool pool) => rows[instrument.Index][Find(instrument, pool.Account)] = pool;

    internal void Save(StateWriter writer)
    {
        foreach (List<LiquidityPool> pools in rows)
        {
            writer.Write(pools.Count);
            foreach (LiquidityPool pool in pools)
            {
                writer.Write(pool.Account.Index);
                pool.Curve.Save(writer);
            }
        }
    }

    internal void Restore(ref StateReader reader, IReadOnlyList<Market> listed, int accounts, int most)
    {
        foreach (Market market in listed)
        {
            AddInstrument();
            int count = reader.Read<int>();
            if (count < 0 || count > most) throw new InvalidStateException($"{count} liquidity pools in one market");
            for (int i = 0; i < count; i++)
            {
                AccountId account = AccountId.FromIndex(reader.Read<int>());
                LiquidityPool pool = new(account, LiquidityCurve.Restore(ref reader));
                bool isSound = account.Index >= 0 && account.Index < accounts && !Contains(account) && market.Spec.Kind == InstrumentKind.LinearPerpetual && pool.Curve.Upper <= market.Spec.MaxPrice;
                if (!isSound) throw new InvalidStateException($"{account} cannot have a curve in {market.Spec.Symbol}");
                Add(market.Id, in pool);
            }
        }
    }

    private int Find(InstrumentId instrument, AccountId account)
    {
        ReadOnlySpan<LiquidityPool> pools = Of(instrument);
        int row = pools.Length - 1;
        while (row >= 0 && pools[row].Account != account) row--;
        return row;
    }
}
