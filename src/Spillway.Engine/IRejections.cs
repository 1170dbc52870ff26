namespace Spillway.Engine;

/// <summary>Takes rejected commands; the other events arrive through <see cref="Spillway.Liquidation.IEngineEvents"/>.</summary>
public interface IRejections
{
    /// <summary>Nobody listens.</summary>
    static readonly IRejections Ignored = new Nobody();

    /// <summary>A command took no effect.</summary>
    void On(in CommandRejected e);

    private sealed class Nobody : IRejections
    {
        public void On(in CommandRejected e)
        {
        }
    }
}
