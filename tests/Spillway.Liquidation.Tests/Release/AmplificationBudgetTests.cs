using Spillway.Core;

namespace Spillway.Liquidation.Tests.Release;

/// <summary>The amplification budget against plain floating point, and the law it exists for.</summary>
public sealed class AmplificationBudgetTests
{
    private const long HalfLife = 60 * Timestamp.NanosPerSecond;

    private static ReleasePolicy Policy(double amplification = 0.15, double floor = 0.001, int window = 3_600, double permanent = 0.2) => new(
        ReleaseMethod.AmplificationBudget, Rate(amplification), (long)(floor * 1e9), window, Rate(permanent), HalfLife, RatePpm.FromPpm(666_667), ReleaseOrder.InTurn, RatePpm.Zero, 60, ParticipationTime.Always, RatePpm.FromPpm(1_000_000), RatePpm.Zero);

    private static RatePpm Rate(double share) => RatePpm.FromPpm((int)Math.Round(share * 1e6));

    private static PriceTicks Ticks(long ticks) => PriceTicks.FromTicks(ticks);

    private static Timestamp At(double second) => Timestamp.FromNanos((long)(second * 1e9));

    [Fact]
    public void Room_BeforeAnyFall_IsTheFloor()
    {
        AmplificationBudget budget = new(Side.Sell);
        budget.Observe(Ticks(100_000), At(1), Policy(), HalfLife);
        Assert.Equal(new BudgetReading(0, 0, 0, 1_000_000, 1_000_000), budget.Read(Policy()));
    }

    [Fact]
    public void Room_BeforeTheFirstObservation_IsTheFloor() =>
        Assert.Equal(new BudgetReading(0, 0, 0, 1_000_000, 1_000_000), new AmplificationBudget(Side.Sell).Read(Policy()));

    [Fact]
    public void Room_AfterAFallOfFivePercentByTheMarketItself_IsFifteenPercentOfItAndTheFloor()
    {
        AmplificationBudget budget = new(Side.Sell);
        budget.Observe(Ticks(100_000_000), At(1), Policy(), HalfLife);
        budget.Observe(Ticks(95_122_942), At(2), Policy(), HalfLife); // e^−0.05
        BudgetReading reading = budget.Read(Policy());
        Assert.InRange(reading.MovePpb, 50_000_000 - 12, 50_000_000 + 12); // half a tick is 5 ppb
        Assert.InRange(reading.RoomPpb, 8_500_000 - 3, 8_500_000 + 3); // 0.15 · 0.05 + 0.001
    }

    [Fact]
    public void Room_AfterOwnSalesOfTheSameDistance_IsLessByThem()
    {
        AmplificationBudget budget = new(Side.Sell);
        budget.Observe(Ticks(100_000_000), At(1), Policy(), HalfLife);
        budget.Observe(Ticks(95_122_942), At(2), Policy(), HalfLife);
        budget.AddOwn(4_000_000, At(2), Policy());
        budget.Observe(Ticks(94_743_209), At(2), Policy(), HalfLife); // e^−0.054
        BudgetReading reading = budget.Read(Policy());
        Assert.Equal(4_000_000, reading.OwnPpb);
        Assert.InRange(reading.RoomPpb, 4_500_000 - 25, 4_500_000 + 25); // 8.5 − 4 ‰: own sales never make room
        Assert.InRange(reading.OwnRoomPpb, 4_500_000 - 25, 4_500_000 + 25);
    }

    [Fact]
    public void Room_InASqueeze_IsTheMirrorImage()
    {
        AmplificationBudget falls = new(Side.Sell), squeezes = new(Side.Buy);
        foreach ((double second, long ticks) in new[] { (1.0, 100_000_000L), (2, 105_127_110), (3, 103_000_000) })
        {
            squeezes.Observe(Ticks(ticks), At(second), Policy(), HalfLife);
            falls.Observe(Ticks((long)Math.Round(1e16 / ticks)), At(second), Policy(), HalfLife);
        }
        BudgetReading up = squeezes.Read(Policy()), down = falls.Read(Policy());
        Assert.InRange(up.RoomPpb - down.RoomPpb, -40, 40);
        Assert.InRange(up.ExogenousPpb, 50_000_000 - 12, 50_000_000 + 12);
        Assert.InRange(up.OwnRoomPpb - down.OwnRoomPpb, -40, 40);
        Assert.True(up.RoomPpb > 0.02e9, "the mark may fall back to where it was");
        Assert.InRange(up.OwnRoomPpb, 8_500_000 - 25, 8_500_000 + 25); // but not by us: 0.15 · 0.05 + 0.001
    }

    [Fact]
    public void Observe_OnRandomPaths_AgreesWithFloatingPoint()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            ReleasePolicy policy = Policy(random.NextDouble(), random.NextDouble() * 0.01, 300 + random.Next(600), random.NextDouble());
            Side forced = (Side)random.Next(2);
            AmplificationBudget budget = new(forced);
            Naive naive = new(forced, policy);
            double second = 1, price = 1e9;
            int owns = 0;
            for (int step = 0; step < 600; step++)
            {
                second += random.Next(6) switch { 0 => 0, 1 => 0.2, 2 => 1, 3 => 3, 4 => 11, _ => random.Next(40) == 0 ? 700 : 2 };
                price = Math.Clamp(price * Math.Exp(0.01 * ((random.NextDouble() * 2) - 1)), 1e7, 1e11);
                Timestamp now = At(second);
                if (random.Next(3) == 0 && step > 0)
                {
                    long swept = random.Next(5_000_000);
                    budget.AddOwn(swept, now, policy);
                    naive.AddOwn(swept / 1e9, now);
                    owns++;
                }
                budget.Observe(Ticks((long)price), now, policy, HalfLife);
                naive.Observe((long)price, now);
                BudgetReading reading = budget.Read(policy);
                // Each own order is rounded once and each decay truncates: a few ppb a step at most.
                double tolerance = 1e-9 * (20 + (3 * step) + owns);
                Assert.InRange(reading.MovePpb / 1e9, naive.Move - 4e-9, naive.Move + 4e-9);
                Assert.InRange(reading.OwnPpb / 1e9, naive.Own - tolerance, naive.Own + tolerance);
                Assert.InRange(reading.ExogenousPpb / 1e9, naive.Largest - tolerance, naive.Largest + tolerance);
                Assert.InRange(reading.RoomPpb / 1e9, naive.Room - (3 * tolerance), naive.Room + (3 * tolerance));
                Assert.InRange(reading.OwnRoomPpb / 1e9, naive.OwnRoom - (3 * tolerance), naive.OwnRoom + (3 * tolerance));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // distance that the market wins back is not room for us: a second fall must not come on top of it
    public void OwnDisplacement_WhenReleasesFollowTheRoom_StaysWithinTheBudget(bool rebounds)
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            ReleasePolicy policy = Policy(amplification: random.NextDouble() * 0.5, floor: random.NextDouble() * 0.01, permanent: random.NextDouble());
            AmplificationBudget budget = new(Side.Sell);
            double fundamental = 0, transient = 0, permanent = 0, second = 1, exogenous = 0, highest = 0;
            for (int step = 0; step < 400; step++)
            {
                // The market falls, and perhaps rebounds, by itself; our displacement decays as assumed.
                fundamental += 0.002 * (random.NextDouble() - (!rebounds ? 1 : step % 200 < 100 ? 0.7 : 0.3));
                transient *= Math.Pow(2, -1.0 / 60);
                second++;
                highest = Math.Max(highest, fundamental - transient - permanent);
                budget.Observe(Mark(), At(second), policy, HalfLife);
                for (int order = 0; order < 3; order++)
                {
                    BudgetReading before = budget.Read(policy);
                    double room = Math.Min(before.RoomPpb, before.OwnRoomPpb) / 1e9;
                    double take = random.Next(3) == 0 ? room : random.NextDouble() * room;
                    transient += (1 - (policy.PermanentShare.Ppm / 1e6)) * take;
                    permanent += policy.PermanentShare.Ppm / 1e6 * take;
                    budget.AddOwn((long)(take * 1e9), At(second), policy);
                    budget.Observe(Mark(), At(second), policy, HalfLife);
                    exogenous = Math.Max(exogenous, highest - fundamental);
                    // What we added to the fall from the reference is at most η of the market's own fall, and the floor; a tick is 1e-9 here.
                    double own = Math.Log(1e12 * Math.Exp(highest) / Mark().Ticks) - exogenous;
                    Assert.True(own <= (policy.Amplification.Ppm / 1e6 * exogenous) + (policy.FloorPpb / 1e9) + 2e-6, $"seed {seed}, step {step}: own {own}, exogenous {exogenous}");
                }
            }

            PriceTicks Mark() => Ticks((long)(1e12 * Math.Exp(fundamental - transient - permanent)));
        }
    }

    /// <summary>The rule as it is written, with every sample kept.</summary>
    private sealed class Naive(Side forced, ReleasePolicy policy)
    {
        private readonly List<(long Second, double Mark)> marks = [];
        private readonly List<(long Second, double Value)> exogenous = [];
        private readonly List<(long Second, double Value)> permanent = [];
        private double transient;
        private long decayed;

        public double Move { get; private set; }

        public double Own { get; private set; }

        public double Largest { get; private set; }

        public double Room => Math.Max(0, ((1 + (policy.Amplification.Ppm / 1e6)) * Largest) + (policy.FloorPpb / 1e9) - Move);

        public double OwnRoom => Math.Max(0, (policy.Amplification.Ppm / 1e6 * Largest) + (policy.FloorPpb / 1e9) - Own);

        public void AddOwn(double swept, Timestamp now)
        {
            double lasting = swept * policy.PermanentShare.Ppm / 1e6;
            transient += swept - lasting;
            permanent.Add((now.Nanos / Timestamp.NanosPerSecond, lasting));
        }

        public void Observe(double mark, Timestamp now)
        {
            long second = now.Nanos / Timestamp.NanosPerSecond, oldest = second - policy.WindowSeconds;
            transient *= Math.Pow(2, -(double)(now.Nanos - decayed) / HalfLife);
            decayed = now.Nanos;
            marks.Add((second, mark));
            double reference = forced == Side.Sell ? marks.Where(m => m.Second > oldest).Max(m => m.Mark) : marks.Where(m => m.Second > oldest).Min(m => m.Mark);
            Move = Math.Abs(Math.Log(reference / mark));
            Own = transient + permanent.Where(p => p.Second > oldest).Sum(p => p.Value);
            exogenous.Add((second, Move - Own));
            Largest = Math.Max(0, exogenous.Where(e => e.Second > oldest).Max(e => e.Value));
        }
    }
}
