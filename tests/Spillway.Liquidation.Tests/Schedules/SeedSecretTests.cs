namespace Spillway.Liquidation.Tests.Schedules;

/// <summary>The commitment is plain SHA-256, so that anyone can check it without this code.</summary>
public sealed class SeedSecretTests
{
    private static readonly SeedSecret Secret = new(0x0001020304050607, 0x08090a0b0c0d0e0f, 0x1011121314151617, 0x18191a1b1c1d1e1f);

    [Fact]
    public void Commitment_OfKnownBytes_IsTheirSha256()
    {
        Assert.Equal("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", $"{Secret}");
        Assert.Equal("630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd", $"{Secret.Commitment()}");
    }

    [Fact]
    public void KeyOf_AnotherCaseOrAccount_IsAnotherKey()
    {
        Assert.Equal(4, new[] { Secret.KeyOf(1, 1), Secret.KeyOf(1, 2), Secret.KeyOf(2, 1), (Secret with { D = 0 }).KeyOf(1, 1) }.Distinct().Count());
    }
}
