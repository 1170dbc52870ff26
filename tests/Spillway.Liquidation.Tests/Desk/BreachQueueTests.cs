using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation.Tests.Desk;

/// <summary>The order in which cases are opened, against a plain stable sort of whole rows.</summary>
public sealed class BreachQueueTests
{
    [Fact]
    public void Sort_OfAnyAccounts_OrdersByRatioAndThenByAccount()
    {
        Random random = new(11);
        BreachQueue queue = new();
        for (int round = 0; round < 500; round++)
        {
            // Few ratios, so that ties are common; an account may be found more than once.
            int count = random.Next(0, 200), ratios = random.Next(1, 60);
            List<(AccountId Account, AccountHealth Health)> found = [];
            for (int i = 0; i < count; i++) found.Add((AccountId.FromIndex(random.Next(100)), new AccountHealth(random.Next(-ratios, ratios), 1_000)));
            foreach ((AccountId account, AccountHealth health) in found) queue.Add(account, in health);
            queue.Sort();

            Assert.Equal(count, queue.Count);
            var expected = found.OrderBy(row => row.Health.RatioPpm).ThenBy(row => row.Account);
            Assert.Equal(expected.Select(row => (row.Account, row.Health.RatioPpm)), Enumerable.Range(0, count).Select(i => (queue.Account(i), queue.Health(i).RatioPpm)));
            queue.Clear();
        }
    }
}
