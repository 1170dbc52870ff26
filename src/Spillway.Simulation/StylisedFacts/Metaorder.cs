using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>A large order that was split and is finished.</summary>
/// <param name="Side">Side.</param>
/// <param name="FirstSecond">Second of the path just before its first child order; negative if that is before the path.</param>
/// <param name="LastSecond">Second of its last child order.</param>
/// <param name="Notional">Traded, quote units.</param>
internal readonly record struct Metaorder(Side Side, int FirstSecond, int LastSecond, double Notional);
