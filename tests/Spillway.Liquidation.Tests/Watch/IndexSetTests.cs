namespace Spillway.Liquidation.Tests.Watch;

public sealed class IndexSetTests
{
    [Theory]
    [InlineData(50)]
    [InlineData(5_000)]
    public void Members_AfterRandomUse_AreThoseOfAPlainSet(int adds)
    {
        Random random = new(adds);
        IndexSet set = new();
        set.Reserve(10_000);
        for (int round = 0; round < 20; round++)
        {
            HashSet<int> plain = [];
            for (int i = 0; i < adds; i++)
            {
                int index = random.Next(10_000);
                set.Add(index);
                plain.Add(index);
            }
            int removed = set.Members[set.Count / 2];
            set.RemoveAt(set.Count / 2);
            plain.Remove(removed);
            Assert.False(set.Contains(removed));
            set.Arrange();
            Assert.Equal(plain.Order(), set.Members.ToArray().Order());
            if (adds > 1_000) Assert.Equal(plain.Order(), set.Members.ToArray());
            set.Clear();
            Assert.Equal(0, set.Count);
        }
    }
}
