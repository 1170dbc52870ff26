using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>Somebody who acts at times of their own choosing.</summary>
public interface IAgent
{
    /// <summary>Acts now and tells when to be woken next; none to sleep for good.</summary>
    Timestamp? Wake(Timestamp now);
}
