namespace Spillway.Liquidation.Tests.Desk;

/// <summary>A chain of cases loses what is taken out and keeps the order of the rest, as a plain list does.</summary>
public sealed class OppositeCasesTests
{
    [Fact]
    public void Remove_DuringAnyWalk_LeavesTheOthersInOrder()
    {
        Random random = new(12);
        for (int round = 0; round < 500; round++)
        {
            OppositeCases.Chain chain = new();
            List<int> twin = [];
            for (int i = random.Next(0, 40); i > 0; i--)
            {
                chain.Add(twin.Count * 3);
                twin.Add(twin.Count * 3);
            }
            for (int walk = 0; walk < 5; walk++)
            {
                int left = random.Next(0, 50), at = 0;
                OppositeCases.Link link = new(chain, Before: -1, chain.First);
                for (; !link.IsEnd && left > 0; left--)
                {
                    Assert.Equal(twin[at], link.Position);
                    if (random.Next(3) == 0)
                    {
                        link = link.Remove();
                        twin.RemoveAt(at);
                    }
                    else
                    {
                        link = link.Next;
                        at++;
                    }
                }
                if (left > 0) Assert.Equal(twin.Count, at);
            }
        }
    }
}
