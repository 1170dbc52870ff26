#!/usr/bin/env python3
"""Figures of docs/population.md: SPILLWAY_DATA=... eng/population.py writes docs/population.csv."""

import collections
import csv
import gzip
import json
import math
import os
import pathlib
import statistics
import zipfile

DATA = pathlib.Path(os.environ["SPILLWAY_DATA"])
CRASH = DATA / "hyperliquid-2025-10-10"
BOUNDS = (0.001, 0.005, 0.01, 0.02)
figures = {}


def table(path):
    with gzip.open(path, "rt") as file:
        return list(csv.DictReader(file))


def hill(values, share):
    """Tail exponent of the largest share of values, and its standard error."""
    v = sorted((x for x in values if x > 0), reverse=True)
    k = int(len(v) * share)
    alpha = k / sum(math.log(x / v[k]) for x in v[:k])
    return alpha, alpha / math.sqrt(k)


def quantile(values, p):
    v = sorted(values)
    return v[min(len(v) - 1, int(p * len(v)))]


def sizes():
    users = table(CRASH / "adl_by_user_REALTIME.csv.gz")
    notional = [float(r["adl_notional"]) for r in users]
    value = [float(r["account_value_realtime"]) for r in users]
    leverage = [float(r["leverage_realtime"]) for r in users]
    # Below 100 USD of account value or above 100x the quotient is noise, not leverage.
    clipped = [x for x, a in zip(leverage, value) if a > 100 and 0 < x <= 100]
    gross = [x * a for x, a in zip(leverage, value) if a > 100 and 0 < x <= 100]
    figures["adl.accounts"] = len(users)
    for name, v in (("notional", notional), ("value", value), ("gross", gross)):
        for share in (0.005, 0.01, 0.05):
            figures[f"hill.{name}.{share:g}"], figures[f"hill.{name}.{share:g}.error"] = hill(v, share)
        positive = sorted((x for x in v if x > 0), reverse=True)
        figures[f"{name}.top1Share"] = sum(positive[: len(positive) // 100]) / sum(positive)
        figures[f"{name}.largestShare"] = positive[0] / sum(positive)
    for name, v in (("all", leverage), ("clipped", clipped), ("aboveOne", [x for x in clipped if x >= 1])):
        figures[f"leverage.{name}.count"] = len(v)
        for p in (0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99):
            figures[f"leverage.{name}.p{100 * p:g}"] = quantile(v, p)
    logs = [math.log(x) for x in clipped]
    figures["leverage.clipped.logDeviation"] = statistics.pstdev(logs)
    figures["leverage.clipped.logQuartileSigma"] = (quantile(logs, 0.75) - quantile(logs, 0.25)) / 1.349
    figures["leverage.aboveOne.logDeviation"] = statistics.pstdev([x for x in logs if x >= 0])
    figures["leverage.above100"] = sum(x > 100 for x in leverage)


def sides():
    count, by_user = collections.Counter(), collections.defaultdict(dict)
    for r in table(CRASH / "positions_FINAL.csv.gz"):
        count[r["asset"], r["side"]] += 1
        count[r["asset"], r["side"], "liquidated"] += r["was_liquidated"] == "True"
        count[r["asset"], r["side"], "deleveraged"] += r["was_adl"] == "True"
        by_user[r["user_address"]][r["asset"]] = r["side"]
    for asset in ("BTC", "SOL"):
        for side in ("LONG", "SHORT"):
            n = count[asset, side]
            figures[f"{asset}.{side}.accounts"] = n
            figures[f"{asset}.{side}.liquidatedShare"] = count[asset, side, "liquidated"] / n
            figures[f"{asset}.{side}.deleveragedShare"] = count[asset, side, "deleveraged"] / n
    both = [s for s in by_user.values() if len(s) == 2]
    figures["both.accounts"] = len(both)
    figures["both.opposite"] = sum(len(set(s.values())) == 2 for s in both)


def fills():
    held = collections.defaultdict(dict)
    with gzip.open(CRASH / "node_fills_sample_20251027T17.jsonl.gz", "rt") as file:
        for line in file:
            for user, fill in json.loads(line)["events"]:
                if fill["dir"] not in ("Buy", "Sell") and not fill["coin"].startswith("@"):
                    held[user].setdefault(fill["coin"], float(fill["startPosition"]))
    books = [[v for v in coins.values() if v] for coins in held.values()]
    several = [b for b in books if len(b) > 1]
    figures["fills.accounts"] = len(held)
    figures["fills.long"] = sum(v > 0 for b in books for v in b)
    figures["fills.short"] = sum(v < 0 for b in books for v in b)
    figures["fills.several"] = len(several)
    figures["fills.opposite"] = sum(min(b) < 0 < max(b) for b in several)


def apply(book, changes):
    for price, size in changes:
        book[float(price)] = float(size)
        if float(size) == 0:
            del book[float(price)]


def measure(name, samples):
    """Mean resting USD per unit of log-price within each bound of the middle, per side."""
    for bound in BOUNDS:
        bid = [sum(p * s for p, s in bids.items() if p >= middle * math.exp(-bound)) for middle, bids, _ in samples]
        ask = [sum(p * s for p, s in asks.items() if p <= middle * math.exp(bound)) for middle, _, asks in samples]
        figures[f"depth.{name}.bid.{bound:g}"] = sum(bid) / len(bid) / bound
        figures[f"depth.{name}.ask.{bound:g}"] = sum(ask) / len(ask) / bound


def binance(name):
    bids, asks, samples, traded, first, taken = {}, {}, [], 0.0, None, 0
    with gzip.open(DATA / f"orderbook/hftbt_usdm_{name}_20240808.gz", "rt") as file:
        for line in file:
            stamp, text = line.split(" ", 1)
            now = int(stamp) / 1e9
            first = first or now
            message = json.loads(text)
            message = message.get("data", message)
            if "lastUpdateId" in message:  # 1,000 levels a side, a quarter of a per cent
                bids, asks = ({float(p): float(s) for p, s in message[side]} for side in ("bids", "asks"))
            elif message["e"] == "depthUpdate":
                apply(bids, [c for c in message["b"] if float(c[1]) or float(c[0]) in bids])
                apply(asks, [c for c in message["a"] if float(c[1]) or float(c[0]) in asks])
            elif message["e"] == "trade":
                traded += float(message["p"]) * float(message["q"])
            elif message["e"] == "bookTicker":
                bid, ask = float(message["b"]), float(message["a"])
                if now - first > 30 * (taken + 1):
                    taken += 1
                    samples.append(((bid + ask) / 2, {p: s for p, s in bids.items() if p <= bid}, {p: s for p, s in asks.items() if p >= ask}))
    measure(name, samples)
    figures[f"traded.{name}.perMinute"] = traded / ((now - first) / 60)


def bybit():
    bids, asks, samples = {}, {}, []
    archive = zipfile.ZipFile(DATA / "orderbook/bybit_xrpusdt_ob500_sample.data.zip")
    for line in archive.read(archive.namelist()[0]).decode().splitlines():
        message = json.loads(line)
        if message["type"] == "snapshot":
            bids, asks = {}, {}
        apply(bids, [c for c in message["data"]["b"] if float(c[1]) or float(c[0]) in bids])
        apply(asks, [c for c in message["data"]["a"] if float(c[1]) or float(c[0]) in asks])
        samples.append(((max(bids) + min(asks)) / 2, dict(bids), dict(asks)))
    measure("bybit-xrpusdt", samples)


sizes()
sides()
fills()
binance("btcusdt")
binance("ethusdt")
bybit()
target = pathlib.Path(__file__).resolve().parent.parent / "docs/population.csv"
target.write_text("figure,value\n" + "".join(f"{k},{v:.6g}\n" for k, v in figures.items()), newline="\n")
