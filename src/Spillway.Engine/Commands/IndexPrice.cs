using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>A source reports a reference price.</summary>
/// <param name="Index">Index.</param>
/// <param name="Source">Number of the source in the index, from 0.</param>
/// <param name="Price">Positive.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct IndexPrice(PriceIndexId Index, int Source, QuotePrice Price);
