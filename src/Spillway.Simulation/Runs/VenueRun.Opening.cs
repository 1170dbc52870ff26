using System.Text;
using System.Text.Json.Nodes;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <content>The opening: markets, accounts and their positions, houses, agents.</content>
public sealed partial class VenueRun
{
    private const string Settlement = "USD";

    // House accounts (makers, noise, arbitrage, absorber) hold this many times the open interest: margin must never decide what they do.
    private const double HouseWealth = 10;

    // House accounts of a market beside the makers, and with predators one more.
    private const int OtherHouses = 4;

    // The most that holders, fund and vault are given, times the open interest: both sides' equity at a leverage of one and a margin of one (4), the open loss of
    // longs from the highest price (7) and of shorts (1), the fund (1), the vault (1), the buffer pool (1), the takers (1.06) and the reserves (2).
    private const double HoldersWealth = 18.1;

    // A unit of the cheapest contract, one USD, is worth a millionth of it.
    private const int CoinDecimals = 6;

    private readonly Dictionary<int, AssetId> coins = [];

    private const long HalfSecond = Timestamp.NanosPerSecond / 2;

    private void OpenVenue()
    {
        for (int m = 0; m < scenario.Markets.Count; m++) Document(CommandKind.ListIndex, new JsonObject { ["symbol"] = IndexName(m), ["sources"] = PriceFeed.Sources, ["maxAgeMilliseconds"] = 10_000 });
        Document(CommandKind.ListAsset, new JsonObject { ["symbol"] = Settlement, ["decimals"] = 6 });
        ListCoins();
        for (int m = 0; m < scenario.Markets.Count; m++) Document(CommandKind.ListInstrument, grids[m].Listing(scenario.Markets[m].Market, Settlement, IndexName(m)));
        Accept(Send(Command.Document(CommandKind.ApplyPolicy, opening), policy.ToJson()));
        if (IsRandomised) Accept(Send(Command.CommitSeedOf(opening, ScheduleEpoch, ScheduleSecret())));
        for (int m = 0; m < scenario.Markets.Count; m++) recorder.Add(new SimulatedMarket(venue, scenario.Markets[m], grids[m], paths[m]) { Coin = coins.TryGetValue(m, out AssetId coin) ? coin : null }, grids[m].Usd(population.Markets[m].DrawnLots, grids[m].FirstOpen));
    }

    private const int ScheduleEpoch = 1;

    private bool IsRandomised => policy.ToPolicy().Schedule.Jitter > RatePpm.Zero;

    // A venue takes 32 bytes of its machine's noise; a run must be the same each time.
    private SeedSecret ScheduleSecret()
    {
        Draws draws = new(venue.Seed, 0, default, DrawPurpose.ScheduleSecret);
        return new SeedSecret(Word(0), Word(1), Word(2), Word(3));

        ulong Word(ushort at) => unchecked((ulong)draws.At(at).Integer(long.MinValue, long.MaxValue));
    }

    // Only where somebody holds one: what nobody holds need not be priced.
    private void ListCoins()
    {
        for (int m = 0; m < scenario.Markets.Count; m++)
        {
            if (scenario.Markets[m].Accounts.CoinShare == 0) continue;
            coins[m] = AssetId.FromIndex(coins.Count + 1);
            Document(CommandKind.ListAsset, new JsonObject
            {
                ["symbol"] = FormattableString.Invariant($"COIN-{m + 1}"),
                ["decimals"] = CoinDecimals,
                ["haircut"] = scenario.Markets[m].Market.CoinHaircut,
                ["index"] = IndexName(m),
            });
        }
    }

    private static string IndexName(int market) => market == 0 ? "INDEX" : FormattableString.Invariant($"INDEX-{market + 1}");

    // Holders come first, so that account numbers are those of the population.
    private void OpenAccounts()
    {
        int opened = 0;
        for (int m = 0; m < scenario.Markets.Count; m++)
        {
            IReadOnlyList<Holder> holders = population.Markets[m].Holders;
            for (int row = 0; row < holders.Count; row++)
            {
                AccountId account = population.AccountsOf(m)[row];
                if (account.Index == opened)
                {
                    OpenAccount();
                    opened++;
                }
                Fund(account, holders[row], venue.Markets[m]);
            }
        }
        for (int m = 0; m < scenario.Markets.Count; m++)
        {
            IReadOnlyList<AccountId> accounts = population.AccountsOf(m);
            foreach (Population.Pairing trade in population.Markets[m].Pairings)
            {
                Accept(Send(Command.Import(opening, new ImportTrade(
                    venue.Markets[m].Instrument, accounts[trade.Long], accounts[trade.Short], PriceTicks.FromTicks(trade.PriceTicks), QuantityLots.FromLots(trade.Lots)))));
            }
        }
        long fund = (long)(scenario.FundUsd * 1e6);
        if (fund > 0) Accept(Send(Command.EndowFund(opening, AssetId.FromIndex(0), Money.FromUnits(fund))));
        Accept(Send(Command.NameAbsorber(opening, OpenHouseAccount())));
    }

    private void Fund(AccountId account, Holder holder, SimulatedMarket market)
    {
        ContractGrid grid = market.Grid;
        double profit = holder.SizeLots * (grid.TicksOf(grid.FirstOpen) - holder.EntryTicks) * grid.UnitsPerTickLot;
        long deposit = holder.EquityUnits - (long)profit;
        // An open profit above the equity wanted needs no deposit: that account is a little safer than drawn.
        if (deposit > 0 && holder.HoldsCoin) DepositCoins(account, deposit, market);
        else if (deposit > 0) Deposit(account, deposit);
        if (holder.IsNettingMember) Accept(Send(Command.Netting(opening, account, market.Instrument, isMember: true)));
    }

    // As many contracts' worth of the coin as are worth the deposit after the haircut, at the first open.
    private void DepositCoins(AccountId account, long units, SimulatedMarket market)
    {
        double price = market.Grid.ContractPrice(market.Grid.FirstOpen) * (1 - (double)market.Scenario.Market.CoinHaircut);
        long coinUnits = (long)(units / 1e6 / price * Math.Pow(10, CoinDecimals));
        if (coinUnits > 0) Accept(Send(Command.Deposit(opening, account, coins[market.Number], Money.FromUnits(coinUnits))));
    }

    // Last, so that it moves nobody else's account number.
    private void OpenVault()
    {
        long capital = (long)(scenario.PoolUsd * 1e6);
        if (capital == 0) return;
        AccountId account = OpenAccount();
        Deposit(account, capital);
        Accept(Send(Command.NameVault(opening, account)));
        vault = new VaultGauge(account, capital / 1e6);
    }

    // Depositors in equal parts; what they hold of it plays no part in a run of an hour.
    private void OpenBuffer()
    {
        const int depositors = 4;
        long part = (long)(scenario.BufferUsd * 1e6 / depositors);
        if (part <= BufferPool.LockedShares) return;
        AccountId account = OpenAccount();
        Accept(Send(Command.NamePool(opening, account)));
        for (int i = 0; i < depositors; i++)
        {
            AccountId depositor = OpenAccount();
            Deposit(depositor, part);
            Accept(Send(Command.DepositIntoPool(opening, depositor, Money.FromUnits(part))));
        }
        buffer = new VaultGauge(account, depositors * part / 1e6);
    }

    // Behind the vault, and the mark must be known: a promise needs its margin.
    private void OpenTakers()
    {
        foreach (SimulatedMarket market in venue.Markets)
        {
            TakerTerms terms = market.Scenario.Takers;
            long lots = Math.Min(market.Grid.MaxPositionLots, market.Grid.LotsOf(terms.Share * market.Scenario.OpenInterestUsd, market.Grid.FirstOpen));
            if (lots == 0) continue;
            OpenTaker(market, Side.Buy, lots);
            OpenTaker(market, Side.Sell, lots);
        }
    }

    private void OpenTaker(SimulatedMarket market, Side side, long lots)
    {
        TakerTerms terms = market.Scenario.Takers;
        AccountId account = OpenAccount();
        double promised = market.Grid.Usd(lots, market.Grid.FirstOpen) * 1e6;
        long capital = (long)(promised * (1 + (double)terms.Discount + TakerReserve));
        Deposit(account, capital);
        Accept(Send(Command.Pledge(opening, new PledgeTaker(
            account,
            market.Instrument,
            side,
            RatePpm.FromPpm((int)(terms.Discount * RatePpm.Whole)),
            PriceTicks.None,
            PriceTicks.None,
            QuantityLots.FromLots(lots),
            Money.FromUnits((long)(terms.LossShare * promised))))));
        takers.Add(new VaultGauge(account, capital / 1e6));
        kernel.Schedule(new Taker(market, account), Path.Start.AddNanos(HalfSecond + 8));
    }

    // Equal members. What they have is beside the wealth of holders: a scenario without them is as it was.
    private void OpenMembers()
    {
        int count = scenario.MemberCount;
        long contribution = count == 0 ? 0 : (long)(scenario.ContributionUsd * 1e6 / count), capital = count == 0 ? 0 : (long)(scenario.MemberCapitalUsd * 1e6 / count);
        if (contribution == 0 || contribution < policy.ToPolicy().DefaultAuction.LeastContribution * 1_000_000 || capital == 0) return;
        for (int i = 0; i < count; i++)
        {
            AccountId account = OpenAccount();
            Deposit(account, contribution + capital);
            Accept(Send(Command.ContributeOf(opening, account, Money.FromUnits(contribution))));
            members.Add(new MemberGauge(account, (contribution + capital) / 1e6));
            kernel.Schedule(new PortfolioBidder(venue, account, capital / 1e6, scenario.MemberTerms), Path.Start.AddNanos(HalfSecond + 10));
        }
    }

    private double MembersWealth => scenario.MemberCount == 0 ? 0 : (scenario.ContributionUsd + scenario.MemberCapitalUsd) * 1e6;

    private void OpenKeepers()
    {
        foreach (SimulatedMarket market in venue.Markets)
        {
            KeeperTerms terms = market.Scenario.Keepers;
            long capital = terms.Count == 0 ? 0 : (long)(terms.Share * market.Scenario.OpenInterestUsd / terms.Count * 1e6);
            if (capital == 0) continue;
            KeeperTraffic traffic = new(market);
            for (int i = 0; i < terms.Count; i++)
            {
                AccountId account = OpenAccount();
                Deposit(account, capital);
                keepers.Add(new Keeper(market, account, traffic, capital / 1e6));
                kernel.Schedule(keepers[^1], Path.Start.AddNanos(HalfSecond + 10));
            }
        }
    }

    // Who has agreed to be closed in part, and who has a reserve: accounts of several markets by the first one they hold.
    private void OpenEarlyRungs()
    {
        HashSet<AccountId> seen = [];
        for (int m = 0; m < scenario.Markets.Count; m++)
        {
            AccountTerms terms = scenario.Markets[m].Accounts;
            IReadOnlyList<AccountId> accounts = population.AccountsOf(m);
            for (int row = 0; row < accounts.Count; row++)
            {
                if (!seen.Add(accounts[row])) continue;
                if (Is(DrawPurpose.PreLiquidationMember, accounts[row], terms.SoftShare)) Accept(Send(Command.PreLiquidation(opening, accounts[row], agrees: true)));
                long reserve = (long)(terms.ReserveShare * population.Markets[m].Holders[row].EquityUnits);
                if (reserve > 0 && Is(DrawPurpose.TopUpMember, accounts[row], terms.ReservedShare)) OpenReserve(accounts[row], reserve);
            }
        }
    }

    private bool Is(DrawPurpose purpose, AccountId account, double share) => share > 0 && new Draws(venue.Seed, account.Index, default, purpose).Uniform() < share;

    private void OpenReserve(AccountId account, long units)
    {
        AccountId reserve = OpenAccount();
        Deposit(reserve, units);
        Accept(Send(Command.TopUpFrom(opening, account, reserve, Money.FromUnits(units))));
        reserves.Add(reserve);
    }

    // Behind everybody else: no account gets another number by it.
    private void OpenLiquidity()
    {
        foreach (SimulatedMarket market in venue.Markets)
        {
            AmmTerms terms = market.Scenario.Amm;
            // Depth per unit of log-price is half of the reserve's worth.
            PriceTicks price = PriceTicks.FromTicks(market.Grid.TicksOf(market.Grid.FirstOpen));
            long reserve = Math.Min(market.Grid.LotsOf(2 * terms.Share * market.CalmDepth, market.Grid.FirstOpen), LiquidityCurve.LargestReserve(price).Lots);
            if (reserve == 0) continue;
            // At the lower end the reserve is larger by e^(width / 2), at the upper end smaller; the difference is the pool's position.
            double width = Math.Min(terms.Width, 2 * Math.Log(1 + ((double)market.Grid.MaxPositionLots / reserve)));
            AccountId pool = OpenHouseAccount();
            SetLiquidityPool quote = PoolOf(market, pool, reserve, price, width);
            // In a market so large that the ledger's money is shared out the range is what the account can keep.
            while (IsBeyondWealth(market, in quote)) quote = PoolOf(market, pool, reserve, price, width /= 2);
            Accept(Send(Command.Quote(opening, quote)));
            kernel.Schedule(new PoolArbitrageur(market, OpenHouseAccount(), pool), Path.Start.AddNanos(HalfSecond + 10));
        }
    }

    // A broker relays one of the outside venues, in each market that has so many.
    private void OpenBrokers()
    {
        for (int number = 0; number < BrokerCount; number++)
        {
            AccountId account = OpenHouseAccount();
            brokerAccounts.Add((account, HouseUnits() / 1e6));
            Accept(Send(Command.NameBroker(opening, account, isBroker: true)));
            foreach (SimulatedMarket market in venue.Markets)
            {
                if (number >= market.Scenario.Brokers.Count) continue;
                brokers.Add(new Broker(market, account, number, Path.Start.AddNanos(Timestamp.NanosPerSecond + 2)));
                kernel.Schedule(brokers[^1], brokers[^1].Begins);
            }
        }
    }

    private int BrokerCount => scenario.Markets.Max(market => market.Brokers.Count);

    private static SetLiquidityPool PoolOf(SimulatedMarket market, AccountId pool, long reserve, PriceTicks price, double width) => new(
        pool,
        market.Instrument,
        QuantityLots.FromLots(reserve),
        price,
        PriceTicks.FromTicks(Math.Min(price.Ticks, market.Grid.TicksOf(market.Grid.FirstOpen * PortableMath.Exp(-width)) + 1)),
        PriceTicks.FromTicks(Math.Max(price.Ticks, Math.Min(market.Grid.MaxPriceTicks, market.Grid.TicksOf(market.Grid.FirstOpen * PortableMath.Exp(width))))),
        RatePpm.FromPpm((int)(market.Scenario.Amm.Fee * RatePpm.Whole)));

    private bool IsBeyondWealth(SimulatedMarket market, in SetLiquidityPool quote) =>
        LiquidityCurve.TryCreate(quote.Reserve, quote.Price, quote.Lower, quote.Upper, quote.Fee, out LiquidityCurve curve)
        && Engine.Desk.Required(Engine.Exchange[market.Instrument], in curve) > Engine.House.Ledger.Balance(AssetId.FromIndex(0), LedgerAccount.Wallet(quote.Account));

    // The mark at the opening is not the first open to the last tick.
    private const double TakerReserve = 0.01;

    // At the opening the venue gets its first prices and its first quotes; trading begins with the first bar.
    private void WakeAgents()
    {
        foreach (SimulatedMarket market in venue.Markets)
        {
            QuotePrice open = market.Grid.IndexOf(market.Grid.FirstOpen);
            Accept(Send(Command.PricesFrom(opening, market.Index, 0, open, open, open)));
        }
        AccountId[] shared = [.. Enumerable.Range(0, venue.SharedMakers).Select(_ => OpenHouseAccount())];
        foreach (SimulatedMarket market in venue.Markets) WakeTraders(market, shared);
        kernel.Schedule(new PriceFeed(venue), Path.Start.AddNanos(2));
        foreach (SimulatedMarket market in venue.Markets) WakeReactiveTraders(market);
        if (scenario.Markets.Any(market => market.Traders.CallShare > 0)) kernel.Schedule(new CallAnswers(venue, population.AccountCount), Path.Start.AddNanos(HalfSecond + 6));
        foreach (SimulatedMarket market in venue.Markets)
        {
            SignalFeed feed = new(market);
            signals.Add(feed);
            kernel.Schedule(feed, Path.Start.AddNanos(HalfSecond + 2));
        }
        kernel.Schedule(new Clock(this), Path.Start);
        for (int i = 0; i < options.Guests.Count; i++) kernel.Schedule(options.Guests[i](venue.Markets[0], OpenHouseAccount()), Path.Start.AddNanos(HalfSecond + FirstGuest + i));
    }

    // Nanoseconds after the half second: behind every agent of the scenario.
    private const int FirstGuest = 20;

    private void WakeTraders(SimulatedMarket market, AccountId[] shared)
    {
        LiquidityTerms liquidity = market.Scenario.Liquidity;
        long period = liquidity.RequoteSeconds * Timestamp.NanosPerSecond;
        for (int i = 0; i < liquidity.Makers; i++)
        {
            bool isShared = i < shared.Length;
            kernel.Schedule(new MarketMaker(market, isShared ? shared[i] : OpenHouseAccount(), isShared), Path.Start.AddNanos(period * i / liquidity.Makers));
        }
        if (liquidity.NoisePerSecond > 0) kernel.Schedule(new NoiseTrader(market, OpenHouseAccount()), Path.Start.AddNanos(HalfSecond));
        kernel.Schedule(new Arbitrageur(market, OpenHouseAccount()), Path.Start.AddNanos(HalfSecond + 1));
    }

    private void WakeReactiveTraders(SimulatedMarket market)
    {
        TraderTerms traders = market.Scenario.Traders;
        if (traders.MomentumShare > 0) kernel.Schedule(new MomentumTrader(market, OpenHouseAccount()), Path.Start.AddNanos(HalfSecond + 3));
        if (traders.WithdrawShare > 0) kernel.Schedule(new Withdrawals(market, population.AccountsOf(market.Number)), Path.Start.AddNanos(HalfSecond + 9));
        if (traders.PredatorShare > 0)
        {
            AccountId account = OpenHouseAccount();
            predators.Add((market, account, HouseUnits()));
            kernel.Schedule(new Predator(market, account), Path.Start.AddNanos(HalfSecond + 7));
        }
        if (venue.IsCounterfactual) return;
        if (traders.StopShare > 0) kernel.Schedule(new StopOrders(market, population.AccountsOf(market.Number)), Path.Start.AddNanos(HalfSecond + 4));
        if (traders.RehedgeShare > 0) kernel.Schedule(new Rehedger(market, population.AccountCount), Path.Start.AddNanos(HalfSecond + 5));
    }

    private void Document(CommandKind kind, JsonObject document) => Accept(Send(Command.Document(kind, opening), Encoding.UTF8.GetBytes(document.ToJsonString())));

    private AccountId OpenAccount() => AccountId.FromIndex((int)Accept(Send(Command.Open(opening))).Value);

    private AccountId OpenHouseAccount()
    {
        AccountId account = OpenAccount();
        Deposit(account, HouseUnits());
        return account;
    }

    // What many makers or large markets would push beyond the money a ledger can hold is shared out equally; it is still more than the largest position.
    private long HouseUnits()
    {
        double openInterest = scenario.OpenInterestUsd * 1e6;
        double keepersWealth = scenario.Markets.Sum(market => market.Keepers.Count > 0 ? market.Keepers.Share * market.OpenInterestUsd * 1e6 : 0);
        double left = options.Engine.Limits.MaxSupplyUnits - (HoldersWealth * openInterest) - MembersWealth - keepersWealth;
        return (long)Math.Min(HouseWealth * openInterest, left / Houses());
    }

    private int Houses() => scenario.Markets.Sum(market => market.Liquidity.Makers + OtherHouses + (market.Traders.PredatorShare > 0 ? 1 : 0) + (market.Amm.Share > 0 ? 2 : 0)) + BrokerCount + options.Guests.Count;

    private void Deposit(AccountId account, long units) => Accept(Send(Command.Deposit(opening, account, AssetId.FromIndex(0), Money.FromUnits(units))));

    private CommandResult Send(in Command command, ReadOnlySpan<byte> payload = default) => venue.Commands.Execute(in command, payload);

    // What the scenario reader lets pass and the venue does not is still a fault of the scenario, and the user's to mend.
    private CommandResult Accept(CommandResult result) => result.IsAccepted
        ? result
        : throw new BadInputException(scenario.Name, 0, null, $"the venue refuses to open with this scenario ({result.Reason})", "check market, accounts and openInterest against docs/simulator.md");
}
