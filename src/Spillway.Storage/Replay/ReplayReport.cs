using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Storage;

/// <summary>What a replay found.</summary>
/// <param name="Engine">The engine in its final state.</param>
/// <param name="Commands">Commands executed.</param>
/// <param name="VerifiedHashes">Recorded hashes that were reached again.</param>
/// <param name="Hash">Hash of the final state.</param>
/// <param name="EngineVersion">Version that wrote the journal.</param>
/// <param name="TornTail">What a crash left after the last commit, if anything; it is not part of the journal.</param>
public sealed record ReplayReport(RiskEngine Engine, long Commands, int VerifiedHashes, StateHash Hash, string EngineVersion, JournalTornTail? TornTail);
