using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Markets;

namespace Spillway.Engine.Tests;

/// <summary>The bytes of a command are the journal format.</summary>
public sealed class CommandTests
{
    private static readonly Timestamp Time = Timestamp.FromNanos(0x1122334455667788);

    [Fact]
    public void Command_Has64BytesWithoutPointers()
    {
        Assert.Equal(64, Unsafe.SizeOf<Command>());
        Assert.Equal(64, Command.SizeInBytes);
        Assert.False(RuntimeHelpers.IsReferenceOrContainsReferences<Command>());
        Assert.Equal(0, Bytes(default).Count(b => b != 0));
    }

    [Fact]
    public void Command_OfAnyKind_HasKindTimeAndBodyWhereTheFormatSays()
    {
        byte[] bytes = Bytes(Command.Place(Time, new PlaceOrder(
            AccountId.FromIndex(0x01020304), InstrumentId.FromIndex(0x05060708), Side.Sell, OrderType.Market, TimeInForce.PostOnly, SelfTradePrevention.CancelBoth, true,
            PriceTicks.FromTicks(0x0A0B0C0D), QuantityLots.FromLots(0x0E0F1011))));
        Assert.Equal(
            "0A000000000000008877665544332211" + "0403020108070605" + "0101020201000000" + "0D0C0B0A00000000" + "11100F0E00000000" + new string('0', 32), Convert.ToHexString(bytes));

        bytes = Bytes(Command.Transfer(Time, AccountId.FromIndex(1), AccountId.FromIndex(2), AssetId.FromIndex(3), Money.FromUnits(-4)));
        Assert.Equal("0800000000000000887766554433221101000000020000000300000000000000FCFFFFFFFFFFFFFF" + new string('0', 48), Convert.ToHexString(bytes));

        bytes = Bytes(Command.PricesFrom(Time, PriceIndexId.FromIndex(1), 2, QuotePrice.FromParts(3), QuotePrice.FromParts(4), QuotePrice.FromParts(5)));
        Assert.Equal("0E0000000000000088776655443322110100000002000000030000000000000004000000000000000500000000000000" + new string('0', 32), Convert.ToHexString(bytes));

        bytes = Bytes(Command.Replace(Time, new ReplaceOrder(AccountId.FromIndex(1), InstrumentId.FromIndex(2), OrderId.FromValue(3), PriceTicks.FromTicks(4), QuantityLots.FromLots(5))));
        Assert.Equal("0C00000000000000887766554433221101000000020000000300000000000000040000000000000005000000000000000000000000000000" + new string('0', 16), Convert.ToHexString(bytes));

        bytes = Bytes(Command.Report(Time, InstrumentId.FromIndex(1), new MarketSignals(2, 3, 4, 5, 6, 7, Timestamp.FromNanos(8))));
        Assert.Equal("1000000000000000887766554433221101000000000000000200000000000000030000000000000004000000050000000600000007000000" + "0800000000000000", Convert.ToHexString(bytes));

        bytes = Bytes(Command.Netting(Time, AccountId.FromIndex(1), InstrumentId.FromIndex(2), true));
        Assert.Equal("12000000000000008877665544332211010000000200000001000000" + new string('0', 72), Convert.ToHexString(bytes));
    }

    [Fact]
    public void Command_WhenMadeTwiceOnADirtyStack_HasEqualBytes()
    {
        Func<Command>[] makers =
        [
            () => Command.Place(Time, new PlaceOrder(AccountId.FromIndex(1), InstrumentId.FromIndex(2), Side.Sell, default, default, default, true, PriceTicks.FromTicks(3), QuantityLots.FromLots(4))),
            () => Command.Netting(Time, AccountId.FromIndex(1), InstrumentId.FromIndex(2), true),
            () => Command.Open(Time),
            () => Command.OpenIsolated(Time, AccountId.FromIndex(1), InstrumentId.FromIndex(2)),
            () => Command.Deposit(Time, AccountId.FromIndex(1), AssetId.FromIndex(2), Money.FromUnits(3)),
            () => Command.SettleFunding(Time, InstrumentId.FromIndex(1), 2),
            () => Command.Report(Time, InstrumentId.FromIndex(1), new MarketSignals(2, 3, 4, 5, 6, 7, Timestamp.FromNanos(8))),
            () => Command.Import(Time, new ImportTrade(InstrumentId.FromIndex(1), AccountId.FromIndex(2), AccountId.FromIndex(3), PriceTicks.FromTicks(4), QuantityLots.FromLots(5))),
            () => Command.Cancel(Time, AccountId.FromIndex(1), InstrumentId.FromIndex(2), OrderId.FromValue(3)),
            () => Command.CancelAllOf(Time, AccountId.FromIndex(1), InstrumentId.FromIndex(2)),
            () => Command.NameAbsorber(Time, AccountId.FromIndex(1)),
            () => Command.Pledge(Time, new PledgeTaker(AccountId.FromIndex(1), InstrumentId.FromIndex(2), Side.Sell, RatePpm.FromPpm(3), PriceTicks.FromTicks(4), PriceTicks.FromTicks(5), QuantityLots.FromLots(6))),
            () => Command.EndPledgeOf(Time, AccountId.FromIndex(1)),
            () => Command.TopUpFrom(Time, AccountId.FromIndex(1), AccountId.FromIndex(2), Money.FromUnits(3)),
            () => Command.PreLiquidation(Time, AccountId.FromIndex(1), true),
            () => Command.NamePool(Time, AccountId.FromIndex(1)),
            () => Command.DepositIntoPool(Time, AccountId.FromIndex(1), Money.FromUnits(2)),
            () => Command.NoticeToPool(Time, AccountId.FromIndex(1), 2),
            () => Command.RedeemFromPool(Time, AccountId.FromIndex(1)),
            () => Command.CommitSeedOf(Time, 1, new SeedSecret(2, 3, 4, 5)),
            () => Command.RevealSeedOf(Time, 1),
            () => Command.Quote(Time, new SetLiquidityPool(AccountId.FromIndex(1), InstrumentId.FromIndex(2), QuantityLots.FromLots(3), PriceTicks.FromTicks(4), PriceTicks.FromTicks(5), PriceTicks.FromTicks(6), RatePpm.FromPpm(7))),
            () => Command.Swap(Time, new SwapPool(AccountId.FromIndex(1), AccountId.FromIndex(2), InstrumentId.FromIndex(3), Side.Sell, QuantityLots.FromLots(4), PriceTicks.FromTicks(5))),
            () => Command.NameBroker(Time, AccountId.FromIndex(1), isBroker: true),
            () => Command.RelayAway(Time, new QuoteAway(AccountId.FromIndex(1), InstrumentId.FromIndex(2), Side.Sell, RatePpm.FromPpm(3), Time, Money.FromUnits(4))),
            () => Command.ContributeOf(Time, AccountId.FromIndex(1), Money.FromUnits(2)),
            () => Command.LeaveMembersOf(Time, AccountId.FromIndex(1)),
            () => Command.StandingBidOf(Time, AccountId.FromIndex(1), RatePpm.FromPpm(2), Money.FromUnits(3)),
            () => Command.BidFor(Time, AccountId.FromIndex(1), CaseId.FromNumber(2), Money.FromUnits(3)),
            () => Command.Take(Time, new TakeAuction(AccountId.FromIndex(1), AuctionId.FromNumber(2), PriceTicks.FromTicks(3), QuantityLots.FromLots(4))),
            () => Command.Advance(Time),
        ];
        foreach (Func<Command> make in makers)
        {
            byte[] first = Bytes(make());
            for (int i = 0; i < 2_000; i++) // until the optimised code runs, and then some
            {
                Soil((byte)(i & 255));
                Assert.Equal(first, Bytes(make()));
            }
        }
    }

    [Fact]
    public void Command_WhenItsBodyHasDirtyPadding_HasTheBytesOfACleanOne()
    {
        SamePaddedBytes<PlaceOrder>(12, body => Command.Place(Time, in body));
        SamePaddedBytes<MarketSignals>(0, body => Command.Report(Time, InstrumentId.FromIndex(1), in body));
        SamePaddedBytes<ImportTrade>(0, body => Command.Import(Time, in body));
        SamePaddedBytes<ReplaceOrder>(0, body => Command.Replace(Time, in body));
    }

    /// <summary>Fields of all ones, and between them once ones and once zeros: fields compare equal, and so must the bytes.</summary>
    private static void SamePaddedBytes<T>(int boolean, Func<T, Command> make)
        where T : unmanaged, IEquatable<T>
    {
        byte[] ones = [.. Enumerable.Repeat((byte)0xFF, Unsafe.SizeOf<T>())], other = [.. ones];
        if (boolean > 0) ones[boolean] = other[boolean] = 1;
        for (int at = 0; at < other.Length; at++)
        {
            byte[] changed = [.. other];
            changed[at] = 0;
            if (MemoryMarshal.Read<T>(changed).Equals(MemoryMarshal.Read<T>(ones))) other = changed;
        }
        Assert.Equal(Bytes(make(MemoryMarshal.Read<T>(ones))), Bytes(make(MemoryMarshal.Read<T>(other))));
    }

    private static byte[] Bytes(Command command) => MemoryMarshal.AsBytes(new ReadOnlySpan<Command>(in command)).ToArray();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Soil(byte value)
    {
        Span<byte> stack = stackalloc byte[2_048];
        stack.Fill(value);
        GC.KeepAlive(stack[^1]);
    }
}
