namespace Spillway.Engine.Tests.Policies;

public sealed class PolicySchemaTests
{
    [Fact]
    public void ShippedSchema_IsTheOneTheFieldsMake()
    {
        string file = CheckoutFolder.PathOf("policies/policy.schema.json");
        if (Environment.GetEnvironmentVariable("SPILLWAY_ACCEPT_API") == "1") File.WriteAllText(file, PolicySchema.Write());
        Assert.Equal(PolicySchema.Write(), File.ReadAllText(file));
    }
}
