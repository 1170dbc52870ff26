import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import { clock, price, usd } from '../format';
import type { Heatmap } from '../report';
import type { EChartsCoreOption } from './echarts';
import { frame, type Look } from './look';
import { tip } from './tip';

/** Tints from faint to strong; the steps between them are equal factors of notional. */
const TINTS = {
  light: ['#e6eef6', '#c2d8ea', '#8dbad9', '#4f93c1', '#22679f', '#0b3a66'],
  dark: ['#182633', '#1e3c55', '#285b82', '#3b82b4', '#74b3da', '#cfe8f8'],
};
const STEP = 10 ** 0.5;

/** A stretch of time over which one bucket keeps its level: from, to, bucket, level. */
export type Run = [from: number, to: number, bucket: number, level: number];

export function tints(dark: boolean): string[] {
  return dark ? TINTS.dark : TINTS.light;
}

/** Lower bounds of the levels, ascending, USD. Empty when nothing is liquidatable. */
export function levels(map: Heatmap): number[] {
  let most = 0;
  for (const row of map.liquidatable) for (const value of row) most = Math.max(most, value ?? 0);
  if (most === 0) return [];
  return TINTS.light.map((_, index, all) => most / STEP ** (all.length - index)).map(twoDigits);
}

export function levelOf(value: number, bounds: number[]): number {
  let level = -1;
  while (level + 1 < bounds.length && value >= bounds[level + 1]!) level++;
  return level;
}

/** Neighbours in time with the same level are one rectangle: a picture of some thousand shapes stays a drawing. */
export function runs(map: Heatmap): Run[] {
  const bounds = levels(map);
  const found: Run[] = [];
  for (let bucket = 0; bucket + 1 < map.prices.length; bucket++) {
    let from = 0, open = -1;
    for (let step = 0; step <= map.liquidatable.length; step++) {
      const level = step === map.liquidatable.length ? -1 : levelOf(map.liquidatable[step]![bucket] ?? 0, bounds);
      if (level === open) continue;
      if (open >= 0) found.push([from, step, bucket, open]);
      [from, open] = [step, level];
    }
  }
  return found;
}

export function heatChart(map: Heatmap, look: Look): EChartsCoreOption {
  const start = Date.parse(map.start), step = map.stepSeconds * 1000;
  const colours = tints(look.dark);
  const timeOf = (index: number): number => start + index * step;
  const line = map.price.map((value, index) => [timeOf(index), value]);
  return {
    ...frame(look, 10, undefined, (points) => tipAt(map, points[0]?.dataIndex ?? 0, timeOf)),
    xAxis: {
      type: 'time',
      min: start,
      max: timeOf(map.liquidatable.length),
      splitNumber: look.ticks,
      axisLabel: { color: look.muted, fontSize: 11, hideOverlap: true, showMinLabel: false, showMaxLabel: false, formatter: (time: number) => clock(time) },
      axisLine: { onZero: false, lineStyle: { color: look.muted } },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: map.prices[0],
      max: map.prices.at(-1),
      axisLabel: { color: look.muted, fontSize: 11, showMinLabel: false, showMaxLabel: false, formatter: (value: number) => price(value) },
      splitLine: { show: false },
    },
    series: [
      {
        type: 'custom',
        data: runs(map).map(([from, to, bucket, level]) => [timeOf(from), timeOf(to), map.prices[bucket], map.prices[bucket + 1], level]),
        encode: { x: [0, 1], y: [2, 3] },
        silent: true,
        clip: true,
        tooltip: { show: false },
        renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
          const [left, bottom] = api.coord([api.value(0), api.value(2)]), [right, top] = api.coord([api.value(1), api.value(3)]);
          const x = Math.floor(left!), y = Math.floor(top!); // whole pixels: no seams between neighbours
          return { type: 'rect', shape: { x, y, width: Math.ceil(right!) - x, height: Math.ceil(bottom!) - y }, style: { fill: colours[Number(api.value(4))] } };
        },
      },
      { type: 'line', data: line, symbol: 'none', silent: true, z: 4, lineStyle: { color: look.surface, width: 5 } },
      { type: 'line', data: line, symbol: 'none', silent: true, z: 5, lineStyle: { color: look.dark ? '#f0883e' : '#c04a00', width: 2 } },
    ],
  };
}

function tipAt(map: Heatmap, index: number, timeOf: (index: number) => number): HTMLElement {
  const mark = map.price[index] ?? null;
  return tip(`${clock(timeOf(index))} UTC`, [
    { colour: null, name: 'mark', text: price(mark) },
    { colour: null, name: 'liquidatable within 5 % below', text: usd(below(map, index, 0.05)) },
  ]);
}

/** Notional whose liquidation price lies at most the given share below the mark; a bucket counts by its middle. */
export function below(map: Heatmap, index: number, share: number): number | null {
  const mark = map.price[index] ?? null, row = map.liquidatable[index];
  if (mark === null || row === undefined) return null;
  return row.reduce<number>((sum, value, bucket) => {
    const middle = (map.prices[bucket]! + map.prices[bucket + 1]!) / 2;
    return middle <= mark && middle >= mark * (1 - share) ? sum + (value ?? 0) : sum;
  }, 0);
}

function twoDigits(value: number): number {
  return Number(value.toPrecision(2));
}
