import { describe, expect, test } from 'vitest';
import { clock, fall, fallPercent, interval, moment, NONE, percentPoints, percentTick, plain, price, quantity, usdTick } from '../src/format';

describe('web/format', () => {
  test.each([
    [1.1371, 'ratio', '1.14×'],
    [12.34, 'ratio', '12.3×'],
    [0.0934, 'share', '9.3 %'],
    [0.0004, 'share', '0.04 %'],
    [0, 'share', '0 %'],
    [1, 'share', '100 %'],
    [0.0413, 'log', '4.1 log %'],
    [61.234, 'bp', '61.2 bp'],
    [2.1, 'bp', '2.10 bp'],
    [6.93e9, 'USD', '$6.93 G'],
    [12.34e6, 'USD', '$12.3 M'],
    [999_950, 'USD', '$1.00 M'],
    [-4_200, 'USD', '−$4.20 k'],
    [12, 'USD', '$12'],
    [1234, 'count', '1,234'],
    [95, 's', '95 s'],
    [754, 's', '12 min 34 s'],
    [9_000, 's', '2 h 30 min'],
    [0.5, 'novel', '0.500 novel'],
  ])('quantity of %d %s is %s', (value, unit, text) => expect(quantity(value, unit)).toBe(text));

  test.each([null, undefined, Number.NaN, Number.POSITIVE_INFINITY])('quantity that is %s is a dash', (value) => expect(quantity(value, 'USD')).toBe(NONE));

  test('a negative that rounds to nothing has no sign', () => expect(interval([-0.00001, 0.02], 0.01, 'ratio')).toBe('0.00 to 0.02'));

  test('an interval has the scale and digits of its value', () => {
    expect(interval([1.118, 1.152], 1.14, 'ratio')).toBe('1.12–1.15');
    expect(interval([980e6, 1.21e9], 1.1e9, 'USD')).toBe('0.98–1.21');
    expect(interval([-0.002, 0.004], 0.001, 'share')).toBe('−0.20 to 0.40');
    expect(interval([60, 754], 300, 's')).toBe('60 s to 12 min 34 s');
  });

  test('an interval that is missing is a dash', () => expect(interval(null, 1, 'ratio')).toBe(NONE));

  test('a fall is the share of price that is lost, not the log', () => expect(fall(Math.log(2))).toBe('50.0 %'));

  test('axes have round figures without idle zeros', () => {
    expect([80e6, 1.5e9, 0, 500, 100e6].map(usdTick)).toEqual(['$80 M', '$1.5 G', '$0', '$500', '$100 M']);
    expect([5, 12.5, -2].map(percentTick)).toEqual(['5 %', '12.5 %', '−2 %']);
    expect([percentPoints(fallPercent(Math.log(2))), percentPoints(null)]).toEqual(['50.0 %', NONE]);
  });

  test('prices have digits for their size', () => expect([price(121_560.4), price(43.217), price(0.51234), price(null)]).toEqual(['121,560', '43.22', '0.5123', NONE]));

  test('times are UTC', () => {
    expect(clock(Date.parse('2025-10-10T21:14:30Z'))).toBe('21:14');
    expect(moment('2025-10-10T20:49:00Z')).toBe('10 October 2025, 20:49');
    expect(moment('not a time')).toBe('not a time');
  });

  test('plain numbers keep their digits', () => expect([plain(0.38), plain(-2, 0), plain(null)]).toEqual(['0.38', '−2', NONE]));
});
