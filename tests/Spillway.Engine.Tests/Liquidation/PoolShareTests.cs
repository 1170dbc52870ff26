using System.Text;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Shares of the buffer pool: no sequence of deposits, notices, redemptions, takes and prices takes anything from anybody. Amounts by hand.</summary>
public sealed class PoolShareTests
{
    private readonly Scenario venue;
    private readonly AccountId pool;

    public PoolShareTests()
    {
        venue = Venue(notice: 10, window: 5);
        pool = venue.Account();
        venue.Do(Command.NamePool(venue.Now, pool));
    }

    private static Scenario Venue(int notice, int window) => new("spillway", policyText: text => text
        .Replace("\"pool\": {\n    \"enabled\": false", "\"pool\": {\n    \"enabled\": true", StringComparison.Ordinal)
        .Replace("\"inventoryMultiple\": 1,", "\"inventoryMultiple\": 5,", StringComparison.Ordinal)
        .Replace("\"noticeSeconds\": 86400", $"\"noticeSeconds\": {notice}", StringComparison.Ordinal)
        .Replace("\"redeemSeconds\": 3600", $"\"redeemSeconds\": {window}", StringComparison.Ordinal));

    private static BufferPool Book(Scenario venue) => venue.Engine.Desk.Pool;

    private Money Worth(AccountId account) => Worth(venue, account);

    private static Money Worth(Scenario venue, AccountId account) => Book(venue).Worth(Book(venue).HoldingOf(account).Shares, venue.Health(Book(venue).Account));

    private AccountId Depositor(decimal usdt)
    {
        AccountId account = venue.Account(usdt);
        venue.Do(Command.DepositIntoPool(venue.Now, account, Usd(usdt)));
        return account;
    }

    /// <summary>The pool takes 30 lots at 94 and 2.82 of fee.</summary>
    private void TakeThirty()
    {
        AccountId trader = venue.Account(500), bear = venue.Account(100_000);
        venue.Import(trader, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
        venue.Index(94);
        venue.Advance();
        Assert.Equal(30, venue.Size(pool));
    }

    [Fact]
    public void Deposit_WhenItIsTheFirst_LocksAShareOfItForNobody()
    {
        AccountId first = Depositor(1_000);
        Assert.Equal(new PoolSharesIssued(first, Usd(1_000), 999_000_000, 1_000_000_000), venue.Log.Of<PoolSharesIssued>().Single());
        Assert.Equal(Usd(999), Worth(first));
        Assert.Equal(1_000_000, Book(venue).Locked);
    }

    [Fact]
    public void Deposit_WhenTheAccountHeldMoney_LeavesThatToNobody()
    {
        venue.Deposit(pool, 500);
        AccountId first = Depositor(1_000);
        Assert.Equal((Usd(1_000), 500_000_000), (Worth(first), Book(venue).Locked));
    }

    [Fact]
    public void Deposit_AfterAGain_BuysAtWhatSharesAreWorth()
    {
        AccountId first = Depositor(1_000);
        venue.Deposit(pool, 500); // a gain: 1.5 a share
        AccountId second = Depositor(300);
        Assert.Equal(200_000_000, Book(venue).HoldingOf(second).Shares);
        Assert.Equal((Usd(300), Usd(1_498.5m)), (Worth(second), Worth(first)));
    }

    // Shares are made dear by a gift, so that the next depositor gets none, or loses the rest of a division.
    [Theory]
    [InlineData(1, 10_000, 100)]
    [InlineData(1, 1_000_000, 100)]
    [InlineData(1_000, 10_000, 1)]
    [InlineData(1_000_000, 500, 250)]
    public void Deposit_AfterAGiftOfTheFirstDepositor_CostsTheGiverAndNotTheNext(int sharesWanted, int gift, int victim)
    {
        decimal stake = (1_000_000 + sharesWanted) / 1_000_000m;
        AccountId attacker = Depositor(stake);
        venue.Deposit(pool, gift);
        AccountId next = venue.Account(victim);
        CommandResult result = venue.Try(Command.DepositIntoPool(venue.Now, next, Usd(victim)));
        Money share = Money.Ratio(venue.Health(pool).Equity.Units, Book(venue).TotalShares, Rounding.Up);
        if (result.IsAccepted) Assert.True(Worth(next) + share >= Usd(victim) - Usd(0.000001m), $"{Worth(next)} of {victim}");
        else Assert.Equal(Usd(victim), venue.Wallet(next));
        Assert.True(Usd(victim) - Worth(next) <= Usd((gift + stake + victim) / 1_000_000m) + Usd(0.000002m) || !result.IsAccepted);
        Assert.True(Worth(attacker) < Usd(stake + gift) - Usd(gift * 0.4m), "the gift came back");
    }

    [Fact]
    public void Redeem_WithoutNotice_BeforeItsEndOrAfterItsWindow_IsRejected()
    {
        AccountId account = Depositor(100);
        Assert.Equal(RejectReason.NoShares, venue.Try(Command.RedeemFromPool(venue.Now, account)).Reason);
        Assert.Equal(RejectReason.NoShares, venue.Try(Command.NoticeToPool(venue.Now, account, 99_000_001)).Reason);
        Assert.Equal(RejectReason.NoShares, venue.Try(Command.NoticeToPool(venue.Now, account, -1)).Reason);
        Assert.Equal(RejectReason.AlreadySo, venue.Try(Command.NoticeToPool(venue.Now, account, 0)).Reason);
        venue.Do(Command.NoticeToPool(venue.Now, account, 40_000_000));
        venue.Advance(9_999);
        Assert.Equal(RejectReason.NoticeRunning, venue.Try(Command.RedeemFromPool(venue.Now, account)).Reason);
        venue.Advance(5_002);
        Assert.Equal(RejectReason.NoShares, venue.Try(Command.RedeemFromPool(venue.Now, account)).Reason);
        venue.Do(Command.NoticeToPool(venue.Now, account, 40_000_000));
        venue.Advance(10_000);
        venue.Do(Command.RedeemFromPool(venue.Now, account));
        Assert.Equal((Usd(40), Usd(59)), (venue.Wallet(account), Worth(account)));
    }

    [Fact]
    public void Notice_TakenBack_PaysNothing()
    {
        AccountId account = Depositor(100);
        venue.Do(Command.NoticeToPool(venue.Now, account, 40_000_000));
        venue.Do(Command.NoticeToPool(venue.Now, account, 0));
        venue.Advance(10_000);
        Assert.Equal(RejectReason.NoShares, venue.Try(Command.RedeemFromPool(venue.Now, account)).Reason);
    }

    [Fact]
    public void Redeem_WhileThePoolNeedsItsMoney_PaysWhatIsFreeAndLeavesTheRestUnderNotice()
    {
        AccountId account = Depositor(1_000);
        venue.Do(Command.NoticeToPool(venue.Now, account, 999_000_000));
        TakeThirty();
        venue.Advance(8_000);
        venue.Do(Command.RedeemFromPool(venue.Now, account));
        Assert.Equal(Usd(438.82m), venue.Wallet(account)); // 1,002.82 − 30 · 94 / 5
        PoolSharesRedeemed paid = venue.Log.Of<PoolSharesRedeemed>().Single();
        Assert.Equal((437_586_008, 561_413_992), (paid.Shares, paid.Left)); // 438.82 / 1.00282, rounded up
        Assert.Equal(RejectReason.InsufficientMargin, venue.Try(Command.RedeemFromPool(venue.Now, account)).Reason);

        byte[] wider = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Repository.ResolvedPolicy("spillway")).Replace("\"inventoryMultiple\": 1,", "\"inventoryMultiple\": 100,", StringComparison.Ordinal));
        venue.Do(Command.Document(CommandKind.ApplyPolicy, venue.Now), wider);
        venue.Do(Command.RedeemFromPool(venue.Now, account));
        Assert.Equal(Usd(720.82m), venue.Wallet(account)); // 1,002.82 − 30 · 94 · 10 %
    }

    // Who enters before a gain must give notice before the loss, and bears it.
    [Theory]
    [InlineData(96, 92)]
    [InlineData(100, 93.9)]
    public void Entry_BeforeAGainWithNoticeAtOnce_BearsTheLossThatFollows(double high, double low)
    {
        Depositor(1_000);
        TakeThirty();
        AccountId attacker = Depositor(1_000);
        venue.Do(Command.NoticeToPool(venue.Now, attacker, Book(venue).HoldingOf(attacker).Shares));
        venue.Index((decimal)high);
        Assert.True(Worth(attacker) > Usd(1_000));
        Assert.Equal(RejectReason.NoticeRunning, venue.Try(Command.RedeemFromPool(venue.Now, attacker)).Reason);
        venue.Advance(9_000);
        venue.Index((decimal)low);
        venue.Advance(1_000);
        venue.Do(Command.RedeemFromPool(venue.Now, attacker));
        Assert.True(venue.Wallet(attacker) < Usd(1_000));
    }

    [Fact]
    public void Notice_KeptForABadDay_HasLapsedByThen()
    {
        AccountId attacker = Depositor(1_000);
        venue.Do(Command.NoticeToPool(venue.Now, attacker, 999_000_000));
        TakeThirty();
        for (int i = 0; i < 15; i++) venue.Advance(); // its window is over
        Money before = Worth(attacker);
        Assert.Equal(RejectReason.NoShares, venue.Try(Command.RedeemFromPool(venue.Now, attacker)).Reason);
        venue.Index(90);
        Assert.True(Worth(attacker) < before);
    }

    [Fact]
    public void EntryAndExit_AtOnePrice_NeverProfit()
    {
        Random random = new(7);
        Depositor(1_000);
        TakeThirty();
        for (int i = 0; i < 60; i++)
        {
            venue.Index(94 + (decimal)(random.Next(-300, 600) / 100.0));
            venue.Advance();
            AccountId attacker = venue.Account(1_000);
            Money paid = Money.FromUnits(1 + random.NextInt64(1_000_000_000));
            if (!venue.Try(Command.DepositIntoPool(venue.Now, attacker, paid)).IsAccepted) continue;
            Assert.True(Worth(attacker) <= paid);
            venue.Do(Command.NoticeToPool(venue.Now, attacker, Book(venue).HoldingOf(attacker).Shares));
            for (int s = 0; s < 10; s++) venue.Advance();
            venue.Try(Command.RedeemFromPool(venue.Now, attacker));
            Assert.True(venue.Wallet(attacker) <= Usd(1_000));
        }
    }

    [Fact]
    public void Deposit_WithWrongTerms_SaysWhatIsWrong()
    {
        Scenario empty = Venue(10, 5);
        AccountId nobody = empty.Account(10);
        foreach (Command command in new[] { Command.DepositIntoPool(empty.Now, nobody, Usd(1)), Command.NoticeToPool(empty.Now, nobody, 1), Command.RedeemFromPool(empty.Now, nobody) })
            Assert.Equal(RejectReason.NoPool, empty.Try(command).Reason);
        AccountId account = venue.Account(10), child = AccountId.FromIndex((int)venue.Do(Command.OpenIsolated(venue.Now, account, Inverse)).Value);
        Assert.Equal(RejectReason.UnknownAccount, venue.Try(Command.DepositIntoPool(venue.Now, AccountId.FromIndex(99), Usd(1))).Reason);
        Assert.Equal(RejectReason.NotIsolatedHere, venue.Try(Command.DepositIntoPool(venue.Now, child, Usd(1))).Reason);
        Assert.Equal(RejectReason.InvalidAmount, venue.Try(Command.DepositIntoPool(venue.Now, account, Money.Zero)).Reason);
        Assert.Equal(RejectReason.InvalidAmount, venue.Try(Command.DepositIntoPool(venue.Now, account, Usd(1))).Reason); // all of it would be locked
        Assert.Equal(RejectReason.InsufficientFunds, venue.Try(Command.DepositIntoPool(venue.Now, account, Usd(11))).Reason);
    }

    [Fact]
    public void Deposits_InAnotherOrder_GiveTheSame()
    {
        long[] Run(int[] order)
        {
            Scenario day = Venue(10, 5);
            AccountId own = day.Account();
            day.Do(Command.NamePool(day.Now, own));
            AccountId[] all = [.. Enumerable.Range(0, 4).Select(_ => day.Account(1_000))];
            day.Do(Command.DepositIntoPool(day.Now, all[3], Usd(333.333333m)));
            day.Deposit(own, 77.777777m);
            foreach (int i in order) day.Do(Command.DepositIntoPool(day.Now, all[i], Usd(100 + (i * 33.333331m))));
            day.Deposit(own, 11.111111m);
            return [.. all.Select(account => Worth(day, account).Units)];
        }

        long[] expected = Run([0, 1, 2]);
        foreach (int[] order in new int[][] { [2, 1, 0], [1, 0, 2], [0, 2, 1] })
            Assert.All(Run(order).Zip(expected), pair => Assert.InRange(pair.First - pair.Second, -3, 3));
    }

    [Fact]
    public void Shares_UnderAnySequence_AreWorthNoMoreThanThePoolAndNobodyTakesFromAnother()
    {
        int redeemed = 0, taken = 0;
        for (int seed = 0; seed < 12; seed++) (redeemed, taken) = Add((redeemed, taken), new Walk(seed).Go(400));
        Assert.True(redeemed > 50 && taken > 30, $"{redeemed} redemptions, {taken} takes");

        static (int, int) Add((int A, int B) left, (int A, int B) right) => (left.A + right.A, left.B + right.B);
    }

    /// <summary>Depositors come and go, traders with high leverage breach, the price walks.</summary>
    private sealed class Walk
    {
        private readonly Random random;
        private readonly Scenario day = Venue(notice: 3, window: 20);
        private readonly AccountId[] depositors, traders;
        private readonly AccountId own, maker;
        private decimal price = 100;

        public Walk(int seed)
        {
            random = new Random(seed);
            own = day.Account();
            maker = day.Account(10_000_000);
            depositors = [.. Enumerable.Range(0, 5).Select(_ => day.Account(5_000))];
            traders = [.. Enumerable.Range(0, 6).Select(_ => day.Account())];
            day.Do(Command.NamePool(day.Now, own));
            day.Index(price);
        }

        public (int Redeemed, int Taken) Go(int steps)
        {
            int redeemed = 0, taken = 0;
            for (int i = 0; i < steps; i++)
            {
                AccountId actor = depositors[random.Next(depositors.Length)];
                Money[] before = Worths();
                Command? command = random.Next(8) switch
                {
                    0 or 1 => Command.DepositIntoPool(day.Now, actor, Money.FromUnits(1 + (long)Math.Pow(10, random.NextDouble() * 9.6))),
                    2 => Command.NoticeToPool(day.Now, actor, random.NextInt64(Book(day).HoldingOf(actor).Shares + 1)),
                    3 or 4 => Command.RedeemFromPool(day.Now, actor),
                    _ => null,
                };
                if (command is { } sent)
                {
                    bool isAccepted = day.Try(sent).IsAccepted;
                    if (isAccepted && sent.Kind == CommandKind.PoolRedeem) redeemed++;
                    CheckOthers(before, actor);
                }
                else
                {
                    taken += Trade().OfType<PoolTook>().Count();
                }
                Money equity = day.Health(own).Equity, sum = Money.Zero;
                foreach (Money worth in Worths())
                {
                    Assert.True(worth >= Money.Zero);
                    sum += worth;
                }
                Assert.True(sum <= Money.Max(equity, Money.Zero));
            }
            return (redeemed, taken);
        }

        private Money[] Worths() => [.. depositors.Select(account => Worth(day, account))];

        // What rounds off an actor's shares goes to all others, and is less than a share and a unit.
        private void CheckOthers(Money[] before, AccountId actor)
        {
            Money[] after = Worths();
            long equity = Math.Max(0, day.Health(own).Equity.Units), share = Book(day).TotalShares == 0 ? 0 : (equity / Book(day).TotalShares) + 2;
            for (int i = 0; i < after.Length; i++)
            {
                if (depositors[i] != actor) Assert.InRange((after[i] - before[i]).Units, 0, share);
            }
        }

        private List<object> Trade()
        {
            AccountId trader = traders[random.Next(traders.Length)];
            day.Deposit(trader, 60);
            Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
            day.Order(maker, side.Opposite(), price, 5);
            day.Try(Command.Place(day.Now, new PlaceOrder(trader, X, side, OrderType.Market, TimeInForce.ImmediateOrCancel, default, false, default, Lots(5))));
            day.Do(Command.CancelAllOf(day.Now, maker, X));
            price = Math.Clamp(decimal.Round(price * (1 + (decimal)((random.NextDouble() - 0.5) * (random.Next(4) == 0 ? 0.2 : 0.02))), 2), 20, 400);
            day.Index(price);
            return day.Advance();
        }
    }
}
