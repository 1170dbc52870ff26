using System.Runtime.InteropServices;
using Spillway.Liquidation;

namespace Spillway.Engine;

/// <summary>Commits to the seed of randomised schedules. The journal holds the secret, encrypted if its host has a key; listeners hear only its SHA-256 until it is revealed.</summary>
/// <param name="Epoch">One more than that of the last seed, from 1; the last one has been revealed.</param>
/// <param name="Secret">32 random bytes, used for nothing else.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct CommitSeed(int Epoch, SeedSecret Secret);
