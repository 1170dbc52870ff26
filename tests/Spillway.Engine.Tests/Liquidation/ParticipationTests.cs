using System.Text;
using Spillway.Core;
using Spillway.Liquidation;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Forced orders trade no more than a share of what others do.</summary>
public sealed class ParticipationTests
{
    private static string Capped(double share, string route = "deleveraging", string more = "") =>
        FormattableString.Invariant($$"""{ "name": "capped", "netting": { "enabled": false }, "sizing": { "method": "wholePosition" }, "release": { "method": "unlimited", "participation": {{share}}, "participationSeconds": 10, "healthFloor": 0 }, "handOver": { "route": "{{route}}" }{{more}} }""");

    private readonly Scenario venue;
    private readonly AccountId trader, bear, maker, other;

    public ParticipationTests()
    {
        venue = new(policyText: _ => Capped(0.5));
        (trader, bear, maker, other) = (venue.Account(500), venue.Account(10_000), venue.Account(100_000), venue.Account(100_000));
        venue.Import(trader, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
    }

    private void OthersTrade(decimal price, long lots)
    {
        venue.Bid(maker, price, lots);
        venue.Ask(other, price, lots);
    }

    // Long 50 at 100 on 500: breached at 94 (equity 200 of 235), and still at 91 with 24 lots less.
    private List<object> Fall(decimal index = 94)
    {
        venue.Bid(maker, index - 0.5m, 200);
        venue.Index(index);
        return venue.Advance();
    }

    private void Apply(string policy) => venue.Do(Command.Document(CommandKind.ApplyPolicy, venue.Now), Encoding.UTF8.GetBytes(policy));

    [Fact]
    public void Release_UnderACap_TakesTheShareAndHandsTheRestOver()
    {
        OthersTrade(100, 40);
        List<object> events = Fall();
        ReleaseDecided decided = Assert.Single(events.OfType<ReleaseDecided>());
        HandedOver handed = Assert.Single(events.OfType<HandedOver>());
        Assert.Equal((Lots(50), Lots(20), ReleaseBound.Participation), (decided.Wanted, decided.Released, decided.Bound));
        Assert.Equal((Lots(30), HandOverReason.Participation), (handed.Lots, handed.Reason));
        Assert.Equal(Lots(20), events.OfType<BookReleased>().Single().Lots);
    }

    [Fact]
    public void Release_WhenTheBookIsTheTighterBound_NamesThatOne()
    {
        OthersTrade(100, 400);
        venue.Bid(maker, 93.5m, 10);
        venue.Index(94);
        ReleaseDecided decided = venue.Advance().OfType<ReleaseDecided>().First();
        Assert.Equal((Lots(10), ReleaseBound.EmptyBook), (decided.Released, decided.Bound));
    }

    [Fact]
    public void Release_WhenNobodyElseTrades_TakesNothing()
    {
        List<object> events = Fall();
        Assert.Equal((Lots(0), ReleaseBound.Participation), (events.OfType<ReleaseDecided>().Single().Released, events.OfType<ReleaseDecided>().Single().Bound));
        Assert.DoesNotContain(events, e => e is BookReleased);
    }

    [Fact]
    public void Release_OfACaseThatWaits_GoesOnWithTheVolumeOfOthers()
    {
        Apply(Capped(0.5, route: "wait"));
        OthersTrade(100, 40);
        Assert.Equal(Lots(20), Fall(91).OfType<BookReleased>().Single().Lots);
        Assert.DoesNotContain(venue.Advance(), e => e is BookReleased);
        venue.Ask(other, 90.5m, 12); // meets the maker's bid
        Assert.Equal(Lots(6), venue.Advance().OfType<BookReleased>().Single().Lots);
        for (int second = 0; second < 20; second++) Assert.DoesNotContain(venue.Advance(), e => e is BookReleased);
        Assert.Equal((24, true), (venue.Size(trader), venue.HasCase(trader)));
    }

    [Fact]
    public void Cap_SwitchedOn_BeginsWithNothingObserved()
    {
        Apply(Capped(0));
        OthersTrade(100, 40);
        venue.Advance();
        Apply(Capped(0.5));
        Assert.DoesNotContain(Fall(), e => e is BookReleased);
    }

    [Fact]
    public void Cap_CountsEachSideAlone()
    {
        Scenario both = new(policyText: _ => Capped(0.5, route: "wait"));
        AccountId bull = both.Account(500), seller = both.Account(600), rich = both.Account(100_000), quoter = both.Account(100_000);
        both.Import(bull, rich, 100, 50);
        both.Import(rich, seller, 100, 50);
        both.Index(100);
        both.Bid(quoter, 100, 40);
        both.Ask(rich, 100, 40);
        both.Advance();
        both.Bid(quoter, 90.5m, 200);
        both.Index(91);
        Assert.Equal((Side.Sell, Lots(20)), (both.Advance().OfType<BookReleased>().Single().Side, both.Log.All.OfType<BookReleased>().Single().Lots));
        both.Ask(rich, 110, 200);
        both.Index(109);
        Assert.Equal(Lots(20), both.Advance().OfType<BookReleased>().Single(e => e.Side == Side.Buy).Lots);
    }

    // An order in the soft zone bears no case, but it is ours: it is bound by the cap, and is not the volume of others.
    [Fact]
    public void PreLiquidation_IsBoundByTheCapAndIsNobodyElsesVolume()
    {
        Apply(Capped(0.05, more: """, "warning": { "ratio": 3 }, "preLiquidation": { "enabled": true, "from": 3 }"""));
        venue.Do(Command.PreLiquidation(venue.Now, trader, agrees: true));
        OthersTrade(100, 40);
        venue.Bid(maker, 95.5m, 200);
        venue.Index(96);
        PreLiquidated closed = Assert.Single(venue.Advance().OfType<PreLiquidated>());
        Assert.True(closed.Wanted > Lots(2));
        Assert.Equal(Lots(2), closed.Lots);
        venue.Advance();
        TradedVolume volume = venue.Engine.Exchange[X].Volume;
        Assert.Equal((40, 2), (volume.Others, volume.Forced(Side.Sell)));
    }

    // A fall of 5 % is stress here: nobody else trades, and yet a case at 96 is sold; at 92 none is any more.
    [Fact]
    public void Cap_ForStressOnly_BindsFromTheStatedMoveOn()
    {
        Scenario day = new(policyText: _ => Capped(0.5, more: """, "stress": { "move": 0.05 }""").Replace("\"participation\"", "\"participationIn\": \"stress\", \"participation\"", StringComparison.Ordinal));
        AccountId weak = day.Account(430), strong = day.Account(500), rich = day.Account(10_000), quoter = day.Account(100_000);
        day.Import(weak, rich, 100, 50);
        day.Import(strong, rich, 100, 50);
        day.Index(100);
        day.Advance();
        day.Bid(quoter, 95.5m, 50);
        day.Bid(quoter, 93.5m, 50); // the first sale moves the best bid by 2.1 %, which is not the market's own move
        day.Index(96);
        ReleaseDecided calm = day.Advance().OfType<ReleaseDecided>().Single();
        day.Index(92);
        ReleaseDecided stressed = day.Advance().OfType<ReleaseDecided>().Single();
        Assert.Equal((Lots(50), ReleaseBound.Nothing), (calm.Released, calm.Bound));
        Assert.Equal((Lots(50), Lots(0), ReleaseBound.Participation), (stressed.Wanted, stressed.Released, stressed.Bound));
    }

    // Whoever trades with itself, through two accounts, can only give back what the cap takes: every other bound stays.
    [Fact]
    public void Cap_WhenAnOwnerTradesWithItself_NeverLoosensAnotherBound()
    {
        Apply("""{ "name": "both", "netting": { "enabled": false }, "sizing": { "method": "wholePosition" }, "release": { "participation": 0.5 } }""");
        OthersTrade(100, 5_000);
        venue.Bid(maker, 93.5m, 5);
        venue.Bid(maker, 80, 200);
        venue.Index(94);
        List<object> events = venue.Advance();
        Assert.Equal((Lots(5), ReleaseBound.AmplificationBudget), (events.OfType<ReleaseDecided>().First().Released, events.OfType<ReleaseDecided>().First().Bound));
    }
}
