import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import type { Values } from '../report';
import type { EChartsCoreOption } from './echarts';
import { colour, FONT, frame, type Look, type Style } from './look';
import { tip } from './tip';

export interface Line {
  name: string;
  style: Style;
  values: Values;
  /** Edges of the band around the line. */
  low?: Values;
  high?: Values;
  /** Filled to zero, drawn in steps. */
  area?: boolean;
}

export interface LineChartSpec {
  x: number[];
  kind: 'time' | 'value';
  lines: Line[];
  format: (value: number | null) => string;
  axisFormat?: (value: number) => string;
  xFormat: (value: number) => string;
  xAxisFormat?: (value: number) => string;
  /** The axis of values need not contain zero. */
  floating?: boolean;
  extent?: [number, number];
  /** Lines across: a level of the values, or a place on the other axis. */
  marks?: Mark[];
  band?: { from: number; to: number };
}

export interface Mark {
  y?: number;
  x?: number;
  text: string;
  /** Where the words stand: beside an upright line, or at an end of a level one. */
  side?: 'left' | 'right';
}

/** Markers a line carries over its length. */
const MARKERS = 7;

export function lineChart(spec: LineChartSpec, look: Look): EChartsCoreOption {
  return {
    ...frame(look, 18, 1, (points) => tipAt(spec, look, points[0]?.dataIndex ?? 0)),
    xAxis: xAxis(spec, look),
    yAxis: {
      type: 'value',
      scale: spec.floating ?? false,
      ...(spec.extent ? { min: spec.extent[0], max: spec.extent[1] } : {}),
      splitNumber: look.narrow ? 4 : 5,
      axisLabel: {
        color: look.muted,
        fontSize: 11,
        fontFamily: FONT,
        ...(spec.extent ? { showMinLabel: false, showMaxLabel: false } : {}), // round figures only
        formatter: (value: number) => (spec.axisFormat ?? spec.format)(value),
      },
      splitLine: { showMinLine: !spec.extent, showMaxLine: !spec.extent, lineStyle: { color: look.grid } },
    },
    series: [...spec.lines.filter((line) => line.low && line.high).map((line) => band(spec, line, look)), ...spec.lines.map((line, index) => drawn(spec, line, index, look))],
  };
}

function xAxis(spec: LineChartSpec, look: Look): object {
  const format = spec.xAxisFormat ?? spec.xFormat;
  return {
    type: spec.kind,
    min: spec.x[0],
    max: spec.x.at(-1),
    splitNumber: look.ticks,
    axisLabel: { color: look.muted, fontSize: 11, fontFamily: FONT, hideOverlap: true, showMinLabel: spec.kind === 'value' && spec.x[0] === 0, showMaxLabel: false, formatter: (value: number) => format(value) },
    axisLine: { onZero: false, lineStyle: { color: look.muted } },
    axisTick: { lineStyle: { color: look.muted } },
    splitLine: { show: false },
  };
}

function drawn(spec: LineChartSpec, line: Line, index: number, look: Look): object {
  const ink = colour(line.style, look);
  const every = Math.max(1, Math.round(spec.x.length / MARKERS));
  const first = Math.round(every * (0.25 + 0.11 * index)) % every;
  return {
    type: 'line',
    name: line.name,
    data: spec.x.map((x, i) => [x, line.values[i] ?? null]),
    connectNulls: false,
    step: line.area ? 'end' : undefined,
    symbol: line.area ? 'none' : (_: unknown, point: { dataIndex: number }) => (point.dataIndex % every === first ? line.style.symbol : 'none'),
    symbolSize: 7,
    showAllSymbol: true,
    itemStyle: { color: ink },
    lineStyle: { color: ink, type: line.style.dash, width: line.style.width, cap: 'butt' },
    areaStyle: line.area ? { color: ink, opacity: 0.3 } : undefined,
    emphasis: { disabled: true },
    silent: true,
    markLine: index === 0 && spec.marks?.length ? marks(spec.marks, look) : undefined,
    markArea: index === 0 && spec.band ? { silent: true, itemStyle: { color: look.muted, opacity: 0.16 }, data: [[{ yAxis: spec.band.from }, { yAxis: spec.band.to }]] } : undefined,
  };
}

function marks(list: Mark[], look: Look): object {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { color: look.ink, type: 'solid', width: 1 },
    data: list.map((mark) => ({
      ...(mark.y !== undefined ? { yAxis: mark.y } : { xAxis: mark.x }),
      label: {
        formatter: () => mark.text,
        position: mark.y === undefined ? 'end' : mark.side === 'right' ? 'insideEndTop' : 'insideStartTop',
        align: mark.y === undefined ? (mark.side === 'left' ? 'right' : mark.side === 'right' ? 'left' : 'center') : undefined,
        color: look.ink,
        fontSize: 11,
        fontFamily: FONT,
        backgroundColor: mark.y !== undefined ? undefined : look.surface,
        padding: [1, 3],
      },
    })),
  };
}

/** The range around a line as one shape, so that its tint has no seams. */
function band(spec: LineChartSpec, line: Line, look: Look): object {
  const points = spec.x.flatMap((x, i) => {
    const low = line.low?.[i] ?? null, high = line.high?.[i] ?? null;
    return low === null || high === null ? [] : [[x, low, high]];
  });
  return {
    type: 'custom',
    data: points,
    encode: { x: 0, y: [1, 2] },
    silent: true,
    clip: true,
    tooltip: { show: false },
    z: 1,
    renderItem: (params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
      if (params.dataIndex !== 0) return null;
      const above = points.map(([x, , high]) => api.coord([x!, high!]));
      const below = points.map(([x, low]) => api.coord([x!, low!])).reverse();
      return { type: 'polygon', shape: { points: [...above, ...below] }, style: { fill: colour(line.style, look), opacity: look.dark ? 0.22 : 0.15 } };
    },
  };
}

function tipAt(spec: LineChartSpec, look: Look, index: number): HTMLElement {
  const rows = spec.lines.map((line) => ({ colour: colour(line.style, look), name: line.name, text: textAt(line, index, spec.format) }));
  return tip(spec.xFormat(spec.x[index] ?? 0), rows);
}

/** A value with its band: "108,230 (107,900 to 108,500)". */
export function textAt(line: Line, index: number, format: (value: number | null) => string): string {
  const value = line.values[index] ?? null, low = line.low?.[index] ?? null, high = line.high?.[index] ?? null;
  return low === null || high === null || value === null ? format(value) : `${format(value)} (${format(low)} to ${format(high)})`;
}
