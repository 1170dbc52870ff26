import type { Values } from './report';

export interface Extreme {
  index: number;
  value: number;
}

export function timesOf(start: string, stepSeconds: number, count: number): number[] {
  const first = Date.parse(start);
  return Array.from({ length: count }, (_, i) => first + i * stepSeconds * 1000);
}

export function lowest(values: Values): Extreme | null {
  return extreme(values, (value, best) => value < best);
}

export function highest(values: Values): Extreme | null {
  return extreme(values, (value, best) => value > best);
}

/** Log distance from the first known value to the lowest. */
export function drawdown(values: Values): number | null {
  const first = values.find((value) => value !== null) ?? null, low = lowest(values);
  return first === null || low === null || first <= 0 || low.value <= 0 ? null : Math.log(first / low.value);
}

export function isFlat(values: Values): boolean {
  return values.every((value) => value === null || value === 0);
}

export function last(values: Values): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

/** Sums of neighbours, so that steps of ten seconds become bars of a minute. A group nothing is known of stays unknown. */
export function grouped(values: Values, size: number): Values {
  const groups: Values = [];
  for (let start = 0; start < values.length; start += size) {
    const known = values.slice(start, start + size).filter((value) => value !== null);
    groups.push(known.length === 0 ? null : known.reduce((total, value) => total + value, 0));
  }
  return groups;
}

export function negated(values: Values): Values {
  return values.map((value) => (value === null ? null : -value));
}

function extreme(values: Values, isBetter: (value: number, best: number) => boolean): Extreme | null {
  let best: Extreme | null = null;
  values.forEach((value, index) => {
    if (value !== null && (best === null || isBetter(value, best.value))) best = { index, value };
  });
  return best;
}
