import { clock } from '../format';
import type { Values } from '../report';
import { textAt, type Line } from './lines';

/** A chart in words: what a reader gets who does not see it. */
export interface ChartTable {
  columns: string[];
  rows: string[][];
  /** How the rows were chosen. */
  note?: string;
}

const ROWS = 24;

/** The lines at evenly spaced places, the first and the last included. */
export function sampled(heading: string, x: number[], xFormat: (value: number) => string, lines: Line[], format: (value: number | null) => string): ChartTable {
  const count = Math.min(ROWS, x.length);
  const places = Array.from({ length: count }, (_, i) => Math.round((i * (x.length - 1)) / Math.max(1, count - 1)));
  return {
    columns: [heading, ...lines.map((line) => line.name)],
    rows: places.map((place) => [xFormat(x[place]!), ...lines.map((line) => textAt(line, place, format))]),
    note: count < x.length ? `${count} of ${x.length} points.` : undefined,
  };
}

/** Sums over equal stretches of time, for flows. */
export function summed(times: number[], lines: Line[], format: (value: number | null) => string): ChartTable {
  const size = Math.max(1, Math.ceil(times.length / ROWS));
  const starts = times.map((_, i) => i).filter((i) => i % size === 0);
  return {
    columns: ['from, UTC', ...lines.map((line) => line.name)],
    rows: starts.map((start) => [clock(times[start]!), ...lines.map((line) => format(sum(line.values.slice(start, start + size))))]),
    note: `Each row is a sum over ${size} intervals of the chart.`,
  };
}

/** Null if nothing is known. */
export function sum(values: Values): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}
