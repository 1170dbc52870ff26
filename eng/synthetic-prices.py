#!/usr/bin/env python3
"""Makes the minute bars of the synthetic scenarios: writes scenarios/placebo/prices.csv and scenarios/short-squeeze/prices.csv.

Random numbers come from a 64-bit linear congruential generator written out here, so every machine makes the same files.
"""

import math
import pathlib

HEADER = "open_time,open,high,low,close,volume,quote_volume,trades,taker_buy_volume"
STEPS = 60  # seconds of a minute


class Draws:
    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**53

    def normal(self):  # sum of twelve uniforms: close enough, and the same everywhere
        return sum(self.uniform() for _ in range(12)) - 6


def bars(name, start, log_path, step_noise, volume_of, trade_size, digits, draws):
    """Bars around log_path: one log price per minute edge, joined by a noisy bridge of one-second steps."""
    lines = [HEADER]
    x = log_path[0]
    for minute in range(len(log_path) - 1):
        goal, path = log_path[minute + 1], [x]
        for left in range(STEPS - 1, 0, -1):
            x += (goal - x) / left + (step_noise * math.sqrt((left - 1) / left) * draws.normal() if left > 1 else 0)
            path.append(x)
        prices = [round(math.exp(p), digits) for p in path]
        mean = sum(prices) / len(prices)
        base = round(volume_of(minute, max(path) - min(path)) / mean, 3)
        taker_buy = round(base * min(0.95, max(0.05, 0.5 + 8 * (path[-1] - path[0]) + 0.05 * draws.normal())), 3)
        lines.append(",".join([
            str(start + 60_000 * minute),
            *(f"{p:.{digits}f}" for p in (prices[0], max(prices), min(prices), prices[-1])),
            f"{base:.3f}", f"{base * mean:.4f}", str(max(1, round(base * mean / trade_size))), f"{taker_buy:.3f}",
        ]))
    folder = pathlib.Path(__file__).resolve().parent.parent / "scenarios" / name
    (folder / "prices.csv").write_text("\n".join(lines) + "\n", newline="\n")


def placebo():
    """72 quiet minutes: a mean-reverting walk with 0.08 % a minute, a range of about 1 %."""
    draws = Draws(4)
    x = [0.0]
    for _ in range(72):
        x.append(x[-1] * 0.97 + 0.0008 * draws.normal())
    bars("placebo", 1_748_736_000_000, [math.log(100_000) + v for v in x], 0.00006,
         lambda minute, spread: 3e7 * (0.5 + spread / 0.0012) * math.exp(0.3 * draws.normal()), 4_000, 1, draws)


def short_squeeze():
    """JELLY, 2025-03-26 12:53 to 14:05 UTC: straight in log price between the anchors of SOURCE.md, with noise."""
    anchors = [(0, 0.0095), (10, 0.01033), (11, 0.0113), (57, 0.0384), (64, 0.05), (72, 0.0415)]
    draws = Draws(26)
    path = []
    for minute in range(73):
        (m0, p0), (m1, p1) = next((a, b) for a, b in zip(anchors, anchors[1:]) if minute <= b[0])
        share = (minute - m0) / (m1 - m0)
        wobble = 0.0 if minute in (m0, m1) else 0.02 * draws.normal()
        path.append(math.log(p0) * (1 - share) + math.log(p1) * share + wobble)
    bars("short-squeeze", 1_742_993_580_000, path, 0.0008,
         lambda minute, spread: 1e5 * (0.5 + spread / 0.01) * math.exp(0.4 * draws.normal()), 150, 6, draws)


placebo()
short_squeeze()
