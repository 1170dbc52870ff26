import { describe, expect, test } from 'vitest';
import { below, levelOf, levels, runs } from '../src/chart/heat';
import { stylesOf } from '../src/chart/look';
import { sampled, summed } from '../src/chart/table';
import { grouped as metricGroups, metricName } from '../src/metrics';
import { read, type Heatmap, type Report } from '../src/report';
import { drawdown, grouped, highest, isFlat, last, lowest, timesOf } from '../src/series';
import { bareFixture, fixture } from './fixture/report';

const style = stylesOf([], null, 'b').get('b')!;

function reportOf(data: unknown): Report {
  const reading = read(JSON.stringify(data));
  if ('fault' in reading) throw new Error(reading.fault);
  return reading.report;
}

describe('web/read', () => {
  test.each([
    ['not json', 'valid JSON'],
    ['{}', 'empty template'],
    ['[]', 'empty template'],
    ['{"schema":"spillway.report/2"}', 'its data says "spillway.report/2"'],
    ['{"schema":"spillway.report/1"}', 'no scenario'],
  ])('answers %s in words', (text, words) => expect(read(text)).toEqual({ fault: expect.stringContaining(words) }));

  test('a full report keeps its parts', () => {
    const report = reportOf(fixture());
    expect([report.series?.markets.length, report.heatmaps.length, report.gain.length, report.result.policies.length]).toEqual([2, 4, 2, 5]);
  });

  test('a report that leaves everything optional out is complete and empty', () => {
    const { schema, scenario, result } = fixture();
    const report = reportOf({ schema, scenario, result: { ...(result as object), policies: [{ name: 'p' }] } });
    expect(report).toMatchObject({ metrics: [], series: null, heatmaps: [], gain: [], labels: [], assumptions: [], calibration: null, sensitivity: null });
    expect(report.result.policies[0]).toMatchObject({ metrics: {}, markets: [], verdict: { informative: null, prevented: null, failed: [] } });
  });

  test('nulls stay nulls', () => expect(reportOf(bareFixture()).result.policies[0]!.metrics.amplification!.mean).toBeNull());
});

describe('web/fixture', () => {
  test('is the same every time', () => expect(JSON.stringify(fixture())).toBe(JSON.stringify(fixture())));

  test('has one entry a step in every array', () => {
    const { series } = reportOf(fixture());
    const lengths = series!.markets.flatMap((market) => [market.observed, market.exogenous, ...market.policies.flatMap(({ name: _, ...arrays }) => Object.values(arrays))].map((values) => values.length));
    expect(new Set(lengths).size).toBe(1);
  });
});

describe('web/series', () => {
  test('gaps are no lows', () => expect(lowest([null, 5, null, 3, 4])).toEqual({ index: 3, value: 3 }));
  test('nothing known has no extreme', () => expect([lowest([null]), highest([]), drawdown([null, null]), last([null])]).toEqual([null, null, null, null]));
  test('drawdown is a log', () => expect(drawdown([null, 100, 50, 80])).toBeCloseTo(Math.log(2)));
  test('groups add what is known and keep what is not', () => expect(grouped([1, null, null, null, 5], 2)).toEqual([1, null, 5]));
  test('zero and unknown are flat', () => expect([isFlat([0, null]), isFlat([0, 1])]).toEqual([true, false]));
  test('times step from the start', () => expect(timesOf('1970-01-01T00:00:00Z', 10, 3)).toEqual([0, 10_000, 20_000]));
});

describe('web/table', () => {
  const x = Array.from({ length: 100 }, (_, i) => i);
  const line = { name: 'a', style, values: x.map((value) => (value === 0 ? null : value)) };

  test('samples first and last and says how many', () => {
    const table = sampled('x', x, String, [line], (value) => (value === null ? '–' : String(value)));
    expect([table.rows.length, table.rows[0], table.rows.at(-1), table.note]).toEqual([24, ['0', '–'], ['99', '99'], '24 of 100 points.']);
  });

  test('sums lose nothing', () => {
    const table = summed(x, [line], String);
    expect(table.rows.reduce((total, row) => total + Number(row[1]), 0)).toBe((99 * 100) / 2);
  });

  test('a band is in the cell of its line', () => {
    const banded = { ...line, values: [2], low: [1], high: [3] };
    expect(sampled('x', [0], String, [banded], String).rows).toEqual([['0', '2 (1 to 3)']]);
  });
});

describe('web/heat', () => {
  const map: Heatmap = { market: 'm', policy: 'p', stepSeconds: 60, start: '2025-01-01T00:00:00Z', prices: [90, 95, 100], liquidatable: [[0, 100], [0, 100], [null, 1]], price: [101, 100, null] };

  test('equal neighbours in time are one run, and nothing is not drawn', () => expect(runs(map).map(([from, to, bucket]) => [from, to, bucket])).toEqual([[0, 2, 1], [2, 3, 1]]));
  test('levels ascend, and the largest value is in the highest', () => {
    const bounds = levels(map);
    expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
    expect(levelOf(100, bounds)).toBe(bounds.length - 1);
    expect(levelOf(0, bounds)).toBe(-1);
  });
  test('an empty map has no levels', () => expect(levels({ ...map, liquidatable: [[0, null]] })).toEqual([]));
  test('what lies below the mark is summed by bucket', () => expect([below(map, 0, 0.05), below(map, 0, 0.01), below(map, 2, 0.05)]).toEqual([100, 0, null]));
});

describe('web/metrics', () => {
  test('a metric that the page does not know comes last and keeps its place', () => {
    const groups = metricGroups([{ key: 'novelThing', unit: 'x', meaning: '', better: 'none' }, { key: 'badDebt', unit: 'USD', meaning: '', better: 'lower' }], ['undocumented']);
    expect(groups.map((group) => [group.title, group.metrics.map((metric) => metric.key)])).toEqual([['Solvency', ['badDebt']], ['Other', ['novelThing', 'undocumented']]]);
    expect(metricName('novelThing')).toBe('Novel thing');
  });
});

describe('web/styles', () => {
  test('no two policies share colour, dash or marker', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const styles = [...stylesOf(names, 'c', 'b').values()].slice(0, names.length);
    for (const key of ['light', 'dark', 'symbol'] as const) expect(new Set(styles.map((one) => one[key])).size).toBe(names.length);
    expect(new Set(styles.map((one) => JSON.stringify(one.dash))).size).toBe(names.length);
  });
});
