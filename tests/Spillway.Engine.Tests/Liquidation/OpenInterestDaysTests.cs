using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Random days on which opening is limited all the time.</summary>
public sealed class OpenInterestDaysTests
{
    private static int Days => Run.IsLong ? 400 : 40;

    private static readonly RejectReason[] Refusals = [RejectReason.OpenInterestCapped, RejectReason.GainCapped, RejectReason.InsufficientForAddOn];

    [Fact]
    public void Cap_OnRandomDays_IsNeverPassedByATrade()
    {
        int grown = 0;
        for (int day = 0; day < Days; day++)
        {
            List<Step> steps = Run.Record(700_000 + day, 1_500, OpenInterestPolicies.Tight(day), World.Checked, crashShare: 0.01);
            EventLog log = new();
            RiskEngine engine = new(EngineOptions.Default, log, log);
            Int128[] before = new Int128[World.Markets];
            foreach (Step step in steps)
            {
                engine.Execute(step.Command, step.Payload);
                long cap = engine.Desk.Policy.OpenInterest.Cap;
                for (int m = 0; m < engine.Exchange.Markets.Count; m++)
                {
                    Market market = engine.Exchange.Markets[m];
                    Int128 lots = engine.House.OpenInterestLots(market.Id);
                    if (lots > before[m] && cap > 0 && market.Price.Mark.IsSet && step.Command.Kind is CommandKind.PlaceOrder or CommandKind.ReplaceOrder)
                    {
                        grown++;
                        Assert.True(Worth(engine.House, market, (long)lots - 1) <= engine.House.MillionthsOfWhole(cap), $"day {day}: {step}");
                    }
                    before[m] = lots;
                }
            }
        }
        Assert.True(grown > 100, $"open interest grew only {grown} times");
    }

    /// <summary>The limits only refuse: without the commands they refused, the same day happens without them, liquidations and calls included.</summary>
    [Fact]
    public void Limits_OnRandomDays_ChangeNothingButWhatTheyRefuse()
    {
        HashSet<RejectReason> seen = [];
        int cases = 0;
        for (int day = 0; day < Days; day++)
        {
            List<Step> steps = Run.Record(800_000 + day, 1_500, OpenInterestPolicies.Tight(day), EngineOptions.Default, crashShare: 0.02);
            EventLog limited = new(), free = new();
            RiskEngine first = new(EngineOptions.Default, limited, limited), second = new(EngineOptions.Default, free, free);
            foreach (Step step in steps)
            {
                CommandResult result = first.Execute(step.Command, step.Payload);
                if (!result.IsAccepted && Refusals.Contains(result.Reason))
                {
                    seen.Add(result.Reason);
                    continue;
                }
                byte[] payload = step.Command.Kind == CommandKind.ApplyPolicy ? OpenInterestPolicies.With(day % 2 == 0 ? "spillway" : "market-order", "") : step.Payload;
                Assert.Equal(result, second.Execute(step.Command, payload));
            }
            cases += limited.Of<CaseOpened>().Count();
            Assert.Equal(free.All, limited.All.Where(e => e is not GainCapMoved && !(e is CommandRejected rejected && Refusals.Contains(rejected.Reason))));
        }
        Assert.Equal(Refusals.Order(), seen.Order());
        Assert.True(cases > 50, $"only {cases} cases");
    }

    [Fact]
    public void Reducing_OnRandomDays_IsNeverRefusedByALimit()
    {
        int reduced = 0;
        for (int day = 0; day < Days; day++)
        {
            List<Step> steps = Run.Record(900_000 + day, 1_500, OpenInterestPolicies.Tight(day), EngineOptions.Default);
            EventLog log = new();
            RiskEngine engine = new(EngineOptions.Default, log, log);
            foreach (Step step in steps)
            {
                bool reduces = step.Command.Kind == CommandKind.PlaceOrder && Reduces(engine, step.Command.PlaceOrder);
                CommandResult result = engine.Execute(step.Command, step.Payload);
                if (!reduces) continue;
                reduced++;
                Assert.DoesNotContain(result.Reason, Refusals);
            }
        }
        Assert.True(reduced > 200, $"only {reduced} orders reduced");
    }

    private static bool Reduces(RiskEngine engine, PlaceOrder order)
    {
        if (order.Instrument.Index < 0 || order.Instrument.Index >= engine.Exchange.Markets.Count || !engine.House.Accounts.Exists(order.Account)) return false;
        (QuantityLots size, QuantityLots resting, _) = engine.House.Standing(order.Account, order.Instrument, order.Side);
        return resting.Lots + order.Quantity.Lots <= (order.Side == Side.Sell ? size.Lots : -size.Lots);
    }

    private static Int128 Worth(ClearingHouse house, Market market, long lots) =>
        house.RequirementWorth(market.Spec.SettlementAsset, house.Notional(market.Id, QuantityLots.FromLots(lots)));
}
