/** Numbers as people read them. A missing number is "–" everywhere. */
export const NONE = '–';

interface Scale {
  factor: number;
  digits: number;
  before: string;
  after: string;
}

/** A quantity of the given unit, to three significant digits. */
export function quantity(value: number | null | undefined, unit: string): string {
  if (!isNumber(value)) return NONE;
  if (unit === 's') return duration(value);
  const scale = scaleOf(value, unit);
  return `${value < 0 && rounded(value, scale) !== '0' ? '−' : ''}${scale.before}${rounded(Math.abs(value), scale)}${scale.after}`;
}

/** An interval, in the scale and with the digits of the value it belongs to: "1.12–1.15", "−0.2 to 0.4". */
export function interval(bounds: readonly [number, number] | null | undefined, of: number | null | undefined, unit: string): string {
  if (!bounds || !isNumber(bounds[0]) || !isNumber(bounds[1])) return NONE;
  const [low, high] = bounds;
  if (unit === 's') return `${duration(low)} to ${duration(high)}`;
  const widest = Math.max(Math.abs(low), Math.abs(high));
  const scale = scaleOf(isNumber(of) && of !== 0 ? of : widest, unit);
  const text = (bound: number): string => {
    const digits = rounded(Math.abs(bound), scale);
    return bound < 0 && Number(digits.replaceAll(',', '')) !== 0 ? `−${digits}` : digits;
  };
  return low < 0 ? `${text(low)} to ${text(high)}` : `${text(low)}–${text(high)}`;
}

/** A share or log distance as a percentage. */
export function percent(value: number | null | undefined): string {
  return quantity(value, 'share');
}

/** A fall given as a log distance, as the percentage of price that is lost. */
export function fall(log: number | null | undefined): string {
  return isNumber(log) ? quantity(1 - Math.exp(-log), 'share') : NONE;
}

export function usd(value: number | null | undefined): string {
  return quantity(value, 'USD');
}

/** A round amount as an axis names it: "$80 M". */
export function usdTick(value: number): string {
  return usd(value).replace(/(\.\d*?)0+(?=\D|$)/, '$1').replace(/\.(?=\D|$)/, '');
}

/** A fall given as a log distance, as a number of percent. */
export function fallPercent(log: number): number {
  return 100 * (1 - Math.exp(-log));
}

/** A number of percent. */
export function percentPoints(value: number | null | undefined): string {
  return isNumber(value) ? percent(value / 100) : NONE;
}

/** A round number of percent as an axis names it: "5 %". */
export function percentTick(value: number): string {
  return `${Number(value.toPrecision(3))} %`.replace('-', '−');
}

/** A price, with as many digits as its size deserves. */
export function price(value: number | null | undefined): string {
  if (!isNumber(value)) return NONE;
  const size = Math.abs(value);
  return decimals(value, size >= 1000 ? 0 : size >= 10 ? 2 : size >= 0.1 ? 4 : 6);
}

export function plain(value: number | null | undefined, digits = 2): string {
  return isNumber(value) ? decimals(value, digits) : NONE;
}

/** 21:14 or, with seconds, 21:14:30. UTC. */
export function clock(time: number, seconds = false): string {
  return new Date(time).toISOString().slice(11, seconds ? 19 : 16);
}

/** 10 October 2025, 20:49 */
export function moment(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(time);
  return `${day}, ${clock(time.getTime())}`;
}

function duration(value: number): string {
  const sign = value < 0 ? '−' : '';
  const size = Math.abs(value);
  if (size < 120) return `${sign}${decimals(size, size < 10 && !Number.isInteger(size) ? 1 : 0)} s`;
  const minutes = Math.floor(Math.round(size) / 60);
  if (minutes < 120) return `${sign}${minutes} min ${Math.round(size) % 60} s`;
  return `${sign}${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function scaleOf(value: number, unit: string): Scale {
  const size = Math.abs(value);
  switch (unit) {
    case 'ratio':
      return { factor: 1, digits: size >= 100 ? 0 : size >= 10 ? 1 : 2, before: '', after: '×' };
    case 'share':
      return { factor: 100, digits: percentDigits(size), before: '', after: ' %' };
    case 'log':
      return { factor: 100, digits: percentDigits(size), before: '', after: ' log %' };
    case 'bp':
      return { factor: 1, digits: size >= 100 ? 0 : size >= 10 ? 1 : 2, before: '', after: ' bp' };
    case 'USD': {
      const [divisor, prefix] = size >= 0.9995e9 ? [1e9, ' G'] : size >= 0.9995e6 ? [1e6, ' M'] : size >= 0.9995e3 ? [1e3, ' k'] : [1, ''];
      const shown = size / divisor;
      return { factor: 1 / divisor, digits: divisor === 1 ? 0 : shown >= 99.95 ? 0 : shown >= 9.995 ? 1 : 2, before: '$', after: prefix };
    }
    case 'count':
      return { factor: 1, digits: size >= 100 || Number.isInteger(value) ? 0 : 1, before: '', after: '' };
    default:
      return { factor: 1, digits: 3, before: '', after: unit === '' ? '' : ` ${unit}` };
  }
}

function percentDigits(share: number): number {
  return share >= 0.9995 || share === 0 ? 0 : share >= 0.01 ? 1 : 2;
}

function rounded(size: number, scale: Scale): string {
  return size === 0 ? '0' : decimals(Math.abs(size) * scale.factor, scale.digits);
}

function decimals(value: number, digits: number): string {
  const text = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  return text.replace('-', '−');
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
