using System.Runtime.InteropServices;

namespace Spillway.Engine;

/// <summary>Tells the committed seed, once no schedule under way draws on it.</summary>
/// <param name="Epoch">Its number.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct RevealSeed(int Epoch);
