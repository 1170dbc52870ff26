namespace Spillway.Engine.Tests.Policies;

public sealed class PolicySchemaTests
{
    [Fact]
    public void ShippedSchema_IsTheOneTheFieldsMake()
    {
        string file = Path.Combine(Root(), "policies", "policy.schema.json");
        if (Environment.GetEnvironmentVariable("SPILLWAY_ACCEPT_API") == "1") File.WriteAllText(file, PolicySchema.Write());
        Assert.Equal(PolicySchema.Write(), File.ReadAllText(file));
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Spillway.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
