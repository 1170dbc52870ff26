#!/usr/bin/env python3
"""Figures and picture of docs/flow-ratio.md: SPILLWAY_DATA=... eng/flow-ratio.py writes docs/flow-ratio.csv and docs/flow-ratio.svg."""

import collections
import csv
import gzip
import json
import math
import os
import pathlib

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ["SPILLWAY_DATA"])
REPORTED, HYPERLIQUID = 6.93e9, 5_511_042_925.0  # USD: market-wide 20:50-21:30; Hyperliquid 21:15-21:27
THINNED, MISSED = ("Binance", "OKX"), 3.0
OPEN = 1760129400000  # 2025-10-10 20:50 UTC
figures = {}


def rows(name):
    path = DATA / name
    with (gzip.open(path, "rt") if name.endswith(".gz") else open(path)) as file:
        yield from csv.DictReader(file)


def crash_minutes(coin):
    """Quote volume by minute after 20:50."""
    path = REPOSITORY / f"scenarios/{coin}-2025-10-10/prices.csv"
    with open(path) as file:
        return {(int(r["open_time"]) - OPEN) // 60000: float(r["quote_volume"]) for r in csv.DictReader(file)}


def within(minutes, first, last):
    return sum(v for m, v in minutes.items() if first <= m < last)


# Volume by venue and by coin, futures, 21:09-22:00.
venues, coins = collections.Counter(), collections.Counter()
for r in rows("hyperliquid-2025-10-10/all_exchanges_usd_volume_2109_2200.csv.gz"):
    if r["type"] == "futures":
        venues[r["exchange"]] += float(r["usd_volume"])
        coins[r["base"] if r["base"] in ("btc", "eth", "sol", "xrp") else "other"] += float(r["usd_volume"])
table = sum(venues.values())
for venue, volume in sorted(venues.items()):
    figures[f"volume.{venue}"] = volume
figures["volume.table"] = table
for coin in ("btc", "eth", "sol", "xrp", "other"):
    figures[f"volume.coin.{coin}"] = coins[coin]

# From the 51 minutes of the table to the 40 minutes of the liquidations.
minutes = {coin: crash_minutes(coin) for coin in ("btc", "sol", "xrp")}
forty = {coin: within(m, 0, 40) for coin, m in minutes.items()}
fifty = {coin: within(m, 19, 70) for coin, m in minutes.items()}
scale = {coin: forty[coin] / fifty[coin] for coin in minutes}
scale["eth"] = scale["btc"]
scale["other"] = (forty["sol"] + forty["xrp"]) / (fifty["sol"] + fifty["xrp"])
for coin in ("btc", "sol", "xrp", "other"):
    figures[f"scale.{coin}"] = scale[coin]
volume = sum(coins[coin] * scale[coin] for coin in coins)
figures["volume.forty"] = volume
figures["share.thinned"] = sum(venues[v] for v in THINNED) / table

# Ratios.
figures["ratio.reported"] = REPORTED / volume
figures["ratio.withoutHyperliquid"] = (REPORTED - HYPERLIQUID) / volume
figures["ratio.low"] = MISSED * (REPORTED - HYPERLIQUID) / volume
figures["ratio.thinned"] = REPORTED * (1 + (MISSED - 1) * figures["share.thinned"]) / volume
figures["ratio.all"] = MISSED * REPORTED / volume

# Shape in time: ETH, Binance, 2021-01-01 to 20.
shape, long_usd, total, previous, both, active = [], 0.0, 0.0, 0.0, 0, 0
for r in rows("liquidations/binance_ethusdt_perp_1m_liquidations_2021-01-01_20.csv.gz"):
    middle = (float(r["ask_price"]) + float(r["bid_price"])) / 2
    sold = float(r["binance-futures_ethusdt_liquidation_long"]) * middle
    bought = float(r["binance-futures_ethusdt_liquidation_short"]) * middle
    long_usd, total = long_usd + sold, total + sold + bought
    active += sold + bought > 0
    both += previous > 0 and sold + bought > 0
    previous = sold + bought
    shape.append(sold + bought)
figures["eth.minutes"] = len(shape)
figures["eth.usd"] = total
figures["eth.longShare"] = long_usd / total
figures["eth.activeShare"] = active / len(shape)
figures["eth.activeAfterActive"] = both / active
ordered = sorted(shape, reverse=True)
for name, share in (("0.1", 0.001), ("1", 0.01), ("5", 0.05), ("20", 0.2)):
    figures[f"eth.top{name}"] = sum(ordered[: int(len(ordered) * share)]) / total
windows = [sum(shape[i : i + 40]) for i in range(len(shape) - 39)]
worst = max(range(len(windows)), key=windows.__getitem__)
figures["eth.worst40Share"] = windows[worst] / total
figures["eth.worst40TopMinute"] = max(shape[worst : worst + 40]) / windows[worst]
mean = total / len(shape)
spread = sum((v - mean) ** 2 for v in shape)
for lag in (1, 5, 30):
    figures[f"eth.autocorrelation{lag}"] = sum((a - mean) * (b - mean) for a, b in zip(shape, shape[lag:])) / spread
figures["oct10.topMinute"] = 3.21e9 / REPORTED
figures["oct10.longShare"] = 0.839

with open(REPOSITORY / "docs/flow-ratio.csv", "w", newline="\n") as file:
    file.write("figure,value\n" + "".join(f"{k},{v:.10g}\n" for k, v in figures.items()))

# Picture: volume and liquidations by minute; share of notional in the busiest minutes.
counts = collections.Counter()
for step in json.load(open(DATA / "hyperliquid-2025-10-10/cascade_timing_results.json"))["timeline"]:
    counts[25 + (3 + step["second"]) // 60] += step["liquidations"]
together = {m: sum(minutes[coin].get(m, 0) for coin in minutes) for m in range(70)}
svg = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 300" font-family="sans-serif" font-size="11" role="img">',
       "<title>Left: volume and liquidations by minute, 2025-10-10. Right: share of liquidated notional in the busiest minutes, ETH, January 2021</title>",
       '<rect width="720" height="300" fill="#fff"/>',
       '<text x="20" y="18" fill="#333">2025-10-10, by minute</text><text x="450" y="18" fill="#333">ETH, 1 to 20 January 2021</text>']
top, most = max(together.values()), max(counts.values())
for m in range(70):
    x = 24 + m * 5.2
    h = 110 * together[m] / top
    svg.append(f'<rect x="{x:.1f}" y="{150 - h:.1f}" width="4" height="{h:.1f}" fill="#1b6ca8"/>')
    if counts[m]:
        h = 100 * counts[m] / most
        svg.append(f'<rect x="{x:.1f}" y="{270 - h:.1f}" width="4" height="{h:.1f}" fill="#d1495b"/>')
svg.append('<path d="M24 150H388M24 270H388" stroke="#333"/>')
svg.append(f'<text x="212" y="50" fill="#1b6ca8">volume, Binance BTC + SOL + XRP</text><text x="212" y="63" fill="#1b6ca8">tallest: {top / 1e9:.2f} bn USD</text>')
svg.append(f'<text x="222" y="190" fill="#d1495b">liquidations, Hyperliquid, 21:15 to 21:27</text><text x="222" y="203" fill="#d1495b">tallest: {most:,} fills</text>')
for m in range(0, 71, 10):
    svg.append(f'<text x="{24 + m * 5.2:.1f}" y="286" text-anchor="middle" fill="#555">{20 + (50 + m) // 60}:{(50 + m) % 60:02d}</text>')
svg.append('<path d="M24 290.5H232" stroke="#333" stroke-width="2"/><text x="236" y="297" fill="#555">the 40 minutes</text>')
points, running = [], 0.0
for i, v in enumerate(ordered, 1):
    running += v
    if i in (1, 2, 3, 5, 8, 14, 29, 58, 100, 144, 288, 576, 1000, 1439, 2878, 5756, 10000, 20000, len(ordered)):
        points.append((450 + 250 * (math.log10(i / len(ordered)) + 4.5) / 4.5, 270 - 230 * running / total))
svg.append('<path d="M450 40V270H700" fill="none" stroke="#333"/>')
svg.append('<polyline fill="none" stroke="#d1495b" stroke-width="1.6" points="' + " ".join(f"{x:.1f},{y:.1f}" for x, y in points) + '"/>')
for power, label in ((-4, "0.01 %"), (-3, "0.1 %"), (-2, "1 %"), (-1, "10 %"), (0, "100 %")):
    x = 450 + 250 * (power + 4.5) / 4.5
    svg.append(f'<path d="M{x:.1f} 40V270" stroke="#999" stroke-dasharray="3 4"/><text x="{x:.1f}" y="286" text-anchor="middle" fill="#555">{label}</text>')
for share in (0.25, 0.5, 0.75, 1):
    svg.append(f'<text x="446" y="{274 - 230 * share:.1f}" text-anchor="end" fill="#555">{share:.0%}</text>')
svg.append('<text x="575" y="298" text-anchor="middle" fill="#555">busiest minutes, share of all minutes</text><text x="462" y="54" fill="#d1495b">share of liquidated notional</text></svg>')
(REPOSITORY / "docs/flow-ratio.svg").write_text("\n".join(svg) + "\n", newline="\n")
