import { describe, expect, test } from 'vitest';
import { command } from '../src/command';
import { caveat, headline } from '../src/headline';
import type { PolicyResult, Report, Summary, Verdict } from '../src/report';
import { remark, standing, subject } from '../src/verdict';

const summary = (mean: number | null, ci95: [number, number] | null = null): Summary => ({ mean, p50: mean, p95: mean, ci95, count: mean === null ? 0 : 32 });
const open: Verdict = { informative: null, prevented: null, failed: [], unattainable: [] };

function policy(name: string, metrics: Record<string, Summary>, verdict: Partial<Verdict> = {}): PolicyResult {
  return { name, metrics, markets: [], verdict: { ...open, ...verdict } };
}

function report(policies: PolicyResult[], rest: Partial<Report['result']> = {}): Report {
  return { result: { baseline: 'market-order', seeds: 32, policies, calibration: { kind: 'recorded', converged: true, markets: [] }, scenario: 'btc', ...rest } } as unknown as Report;
}

const market = policy('market-order', { amplification: summary(3.281, [3.1, 3.45]), deleveragedShareOfOi: summary(0) });
const spillway = policy('spillway', { amplification: summary(1.137, [1.118, 1.152]), deleveragedShareOfOi: summary(0.0931, [0.088, 0.099]) });
const exogenous = policy('exogenous', { amplification: summary(1) });

describe('web/headline', () => {
  test('states benefit, baseline and cost, each with its interval', () =>
    expect(headline(report([exogenous, market, spillway]))).toBe(
      'Under spillway the fall is 1.14× the exogenous one (1.12–1.15), against 3.28× (3.10–3.45) under market-order; cost: 9.3 % of open interest deleveraged (8.8–9.9).',
    ));

  test('says what was netted by consent, on which the answer rests', () =>
    expect(headline(report([market, policy('spillway', { amplification: summary(1.03, [1.02, 1.04]), deleveragedShareOfOi: summary(0), nettedShareOfOi: summary(0.034) })]))).toBe(
      'Under spillway the fall is 1.03× the exogenous one (1.02–1.04), against 3.28× (3.10–3.45) under market-order; cost: nobody was deleveraged; 3.4 % was netted by consent.',
    ));

  test('says what takers took over as they had promised', () => {
    const ending = (metrics: object) =>
      headline(report([market, policy('spillway', { amplification: summary(1.03, [1.02, 1.04]), deleveragedShareOfOi: summary(0), ...metrics })])).split('; ').at(-1);
    expect(ending({ nettedShareOfOi: summary(0.068), takenShareOfOi: summary(0.0128) })).toBe('by consent 6.8 % was netted and 1.3 % taken over.');
    expect(ending({ takenShareOfOi: summary(0.02) })).toBe('2.0 % was taken over by consent.');
  });

  test('says that an interval is missing', () =>
    expect(headline(report([market, policy('spillway', { amplification: summary(1.2), deleveragedShareOfOi: summary(0) })]))).toBe(
      'Under spillway the fall is 1.20× the exogenous one (no interval), against 3.28× (3.10–3.45) under market-order; cost: nobody was deleveraged.',
    ));

  test('says that amplification is undefined, and compares nothing', () =>
    expect(headline(report([market, policy('spillway', { amplification: summary(null) })]))).toBe(
      'Under spillway amplification is undefined: the exogenous path does not fall; its cost in deleveraging is not known.',
    ));

  test('stands without a baseline', () => expect(headline(report([spillway]))).not.toContain('against'));

  test('stands with the baseline alone', () => expect(headline(report([exogenous, market]))).toBe('Under market-order the fall is 3.28× the exogenous one (3.10–3.45). No other policy was compared.'));

  test('stands without any policy', () => expect(headline(report([]))).toBe('This run compares no policy.'));

  test('is about spillway, else about the first policy that is no reference', () => {
    const other = policy('dydx-v4', {});
    expect(subject(report([exogenous, market, other, spillway]).result)?.name).toBe('spillway');
    expect(subject(report([exogenous, market, other]).result)?.name).toBe('dydx-v4');
  });
});

describe('web/caveat', () => {
  test('is absent when the calibration met its anchors', () => expect(caveat(report([market, spillway]))).toBeNull());
  test('warns of a calibration that failed', () => expect(caveat(report([spillway], { calibration: { kind: 'recorded', converged: false, markets: [] } }))).toContain('did not meet'));
  test('warns of a market that is not calibrated', () => expect(caveat(report([spillway], { calibration: { kind: 'none', converged: false, markets: [] } }))).toContain('not calibrated'));
  test('warns of few seeds', () => expect(caveat(report([spillway], { seeds: 4 }))).toContain('at least 16 seeds'));
  test('says when there was nothing to prevent', () => expect(caveat(report([market, policy('spillway', {}, { informative: false })]))).toContain('nothing to prevent'));
  test('is not about a path that nobody recorded', () => expect(caveat(report([spillway], { calibration: { kind: 'synthetic', converged: true, markets: [] } }))).toBeNull());
});

describe('web/verdict', () => {
  test.each([
    [{ informative: true, prevented: true }, 'prevented'],
    [{ informative: true, prevented: false }, 'notPrevented'],
    [{ informative: false, prevented: null }, 'notInformative'],
    [{ informative: null, prevented: null }, 'notJudged'],
  ])('%o is %s', (verdict, expected) => expect(standing(policy('p', {}, verdict))).toBe(expected));

  test('the exogenous path is a reference, never judged', () => expect(standing(exogenous)).toBe('reference'));

  test('names the clauses', () =>
    expect(remark(policy('p', {}, { failed: ['amplification', 'badDebt', 'novel'], unattainable: ['liquidated'] }))).toBe(
      'failed: amplification, bad debt, novel; out of reach even without forced sales: liquidated volume',
    ));
});

describe('web/command', () => {
  test('repeats the run without its reference', () => expect(command(report([exogenous, market, spillway]).result)).toBe('./spillway simulate btc --policy market-order,spillway --seeds 32'));
  test('quotes what a shell would read', () => expect(command(report([policy("a'b; rm", {})], { scenario: '$(x)' }).result)).toBe(`./spillway simulate '$(x)' --policy 'a'\\''b; rm' --seeds 32`));
});
