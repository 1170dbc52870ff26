using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>The open cases that hold a position in a market, by its direction, in the order of service: those a forced order may be closed against.</summary>
/// <remarks>
/// Derived, made anew for each round of service and only if it is asked for. A case that can give nothing any more is taken out, so that a round with n cases looks
/// at n of them and not at n². A row stands for a case until it is removed; whether it still fits is for the caller to ask.
/// </remarks>
internal sealed class OppositeCases
{
    private const int End = -1;

    private readonly List<Chain> chains = []; // two for each market: those who are long, those who are short
    private bool isBuilt;

    /// <summary>Forgets everything: another round begins, or a case has got another position.</summary>
    public void Clear() => isBuilt = false;

    /// <summary>First link of a market and direction; <see cref="Link.IsEnd"/> if there is none.</summary>
    public Link First(ClearingHouse house, CaseTable cases, InstrumentId instrument, bool longs)
    {
        if (!isBuilt) Build(house, cases);
        Chain chain = chains[ChainOf(instrument.Index, longs)];
        return new Link(chain, Before: End, At: chain.First);
    }

    private void Build(ClearingHouse house, CaseTable cases)
    {
        while (chains.Count < 2 * house.Instruments.Count) chains.Add(new Chain());
        foreach (Chain chain in chains) chain.Clear();
        ReadOnlySpan<LiquidationCase> open = cases.Open;
        PositionTable positions = house.Positions;
        for (int position = 0; position < open.Length; position++)
        {
            for (int row = house.Accounts.FirstPosition(open[position].Account.Index); row >= 0; row = positions.NextOfAccount[row])
            {
                if (positions.SizeLots[row] != 0) chains[ChainOf(positions.Instruments[row], positions.SizeLots[row] > 0)].Add(position);
            }
        }
        isBuilt = true;
    }

    private static int ChainOf(int instrument, bool longs) => (2 * instrument) + (longs ? 0 : 1);

    /// <summary>A place in a chain.</summary>
    internal readonly record struct Link(Chain Chain, int Before, int At)
    {
        public bool IsEnd => At == End;

        /// <summary>Row of the case in <see cref="CaseTable.Open"/>.</summary>
        public int Position => Chain.PositionAt(At);

        public Link Next => new(Chain, At, Chain.NextOf(At));

        /// <summary>Takes the case out of the chain and goes on behind it.</summary>
        public Link Remove() => new(Chain, Before, Chain.Unlink(Before, At));
    }

    /// <summary>Cases in the order of service, each with a link to the next.</summary>
    internal sealed class Chain
    {
        private readonly List<int> positions = [], next = [];

        public int First { get; private set; } = End;

        public void Clear()
        {
            positions.Clear();
            next.Clear();
            First = End;
        }

        public void Add(int position)
        {
            if (positions.Count == 0) First = 0;
            else next[^1] = positions.Count;
            positions.Add(position);
            next.Add(End);
        }

        public int PositionAt(int at) => positions[at];

        public int NextOf(int at) => next[at];

        /// <returns>What follows.</returns>
        public int Unlink(int before, int at)
        {
            int after = next[at];
            if (before == End) First = after;
            else next[before] = after;
            return after;
        }
    }
}
