/** The data of the page: schema "spillway.report/1". Shares are 0 to 1, falls are natural logs, money is USD, times are ISO 8601 UTC. */
export const SCHEMA = 'spillway.report/1';

export type Values = (number | null)[];

export interface Report {
  schema: typeof SCHEMA;
  scenario: { name: string; summary: string; start: string; end: string };
  result: Result;
  metrics: MetricInfo[];
  series: Series | null;
  heatmaps: Heatmap[];
  gain: GainCurve[];
  labels: CascadeLabel[];
  assumptions: Assumption[];
  calibration: Calibration | null;
  sensitivity: Sensitivity | null;
}

export interface Result {
  schema: string;
  scenario: string;
  seeds: number;
  baseline: string;
  calibration: { kind?: string; converged: boolean; markets: unknown[] } | null;
  policies: PolicyResult[];
  stateHash: string | null;
  engineVersion: string | null;
  elapsedSeconds: number | null;
  commandsPerSecond: number | null;
}

export interface PolicyResult {
  name: string;
  metrics: Metrics;
  markets: { market: string; metrics: Metrics }[];
  verdict: Verdict;
}

export type Metrics = Record<string, Summary>;

/** One metric over the seeds in which it is defined. */
export interface Summary {
  mean: number | null;
  p50: number | null;
  p95: number | null;
  ci95: [number, number] | null;
  count: number;
}

export interface Verdict {
  informative: boolean | null;
  prevented: boolean | null;
  failed: string[];
  unattainable: string[];
}

export interface MetricInfo {
  key: string;
  unit: string;
  meaning: string;
  better: 'lower' | 'higher' | 'none';
}

/** One entry a step in every array. */
export interface Series {
  start: string;
  stepSeconds: number;
  markets: MarketSeries[];
  policies: { name: string; fund: Values; pool: Values; deleveraged: Values }[];
}

export interface MarketSeries {
  market: string;
  observed: Values;
  exogenous: Values;
  policies: PolicySeries[];
}

export interface PolicySeries {
  name: string;
  price: Values;
  priceLow: Values;
  priceHigh: Values;
  liquidated: Values;
  released: Values;
  offBook: Values;
  queue: Values;
  gain: Values;
  bidDepth: Values;
}

export interface Heatmap {
  market: string;
  policy: string;
  stepSeconds: number;
  start: string;
  /** Edges of the buckets, ascending: one more than there are buckets. */
  prices: number[];
  liquidatable: Values[];
  price: Values;
}

export interface GainCurve {
  market: string;
  x: number[];
  n: Values;
  cliff: number | null;
  criticalShock: number | null;
  amplification: { shock: number; ratio: number | null }[];
}

export interface CascadeLabel {
  policy: string;
  class: string;
  present: boolean;
  evidence: string;
}

export interface Assumption {
  group: string;
  name: string;
  value: string;
  unit: string;
  source: string;
  kind: 'measured' | 'assumed' | 'fitted';
}

export interface Calibration {
  markets: CalibratedMarket[];
  scan: { market: string; theta: number; troughLog: number | null; flowRatio: number | null }[];
}

export interface CalibratedMarket {
  market: string;
  theta: number | null;
  observedTroughLog: number | null;
  baselineTroughLog: number | null;
  flowRatio: number | null;
  flowBand: [number, number] | null;
  converged: boolean;
  note: string | null;
}

export interface Sensitivity {
  axes: { leverage: number[]; depth: number[]; permanentShare: number[] };
  cells: SensitivityCell[];
  /** The stated assumptions with another share of accounts that agreed to be netted; absent in older reports. */
  netting?: NettingCell[];
}

export interface NettingCell {
  nettingShare: number;
  converged: boolean;
  verdicts: CellVerdict[];
}

export interface SensitivityCell {
  leverage: number;
  depth: number;
  permanentShare: number;
  theta: number | null;
  flowRatio: number | null;
  converged: boolean;
  verdicts: CellVerdict[];
}

export interface CellVerdict {
  policy: string;
  prevented: boolean | null;
  failed: string[];
  amplification: number | null;
  badDebtBpsOfOi: number | null;
}

export type Reading = { report: Report } | { fault: string };

/** Reads the data block. What the contract lets be absent becomes empty; anything else wrong is said in words, not thrown. */
export function read(text: string): Reading {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { fault: 'The data of this page is not valid JSON.' };
  }
  if (!isRecord(data) || Object.keys(data).length === 0) return { fault: 'This is the empty template of the report: a simulation writes its data into it.' };
  if (data.schema !== SCHEMA) return { fault: `This page reads ${SCHEMA}; its data says ${JSON.stringify(data.schema ?? null)}.` };
  if (!isRecord(data.scenario) || !isRecord(data.result) || !Array.isArray(data.result.policies)) return { fault: 'The data of this page has no scenario or no result.' };
  const policies = data.result.policies.filter(isRecord).map(policyOf);
  const report = {
    ...data,
    result: { ...data.result, policies },
    metrics: listOf(data.metrics),
    series: isRecord(data.series) ? { ...data.series, markets: listOf(data.series.markets), policies: listOf(data.series.policies) } : null,
    heatmaps: listOf(data.heatmaps),
    gain: listOf(data.gain),
    labels: listOf(data.labels),
    assumptions: listOf(data.assumptions),
    calibration: isRecord(data.calibration) ? { markets: listOf(data.calibration.markets), scan: listOf(data.calibration.scan) } : null,
    sensitivity: data.sensitivity ?? null,
  };
  return { report: report as unknown as Report };
}

function policyOf(policy: Record<string, unknown>): unknown {
  const verdict = isRecord(policy.verdict) ? policy.verdict : {};
  return {
    ...policy,
    metrics: isRecord(policy.metrics) ? policy.metrics : {},
    markets: listOf(policy.markets),
    verdict: {
      informative: verdict.informative ?? null,
      prevented: verdict.prevented ?? null,
      failed: listOf(verdict.failed),
      unattainable: listOf(verdict.unattainable),
    },
  };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
