import { EXOGENOUS } from '../verdict';

export type Dash = 'solid' | 'dashed' | 'dotted' | number[];

/** How a line is told apart: colour, dash and marker together, so that no one of them is needed. */
export interface Style {
  light: string;
  dark: string;
  dash: Dash;
  symbol: string;
  width: number;
}

export interface Look {
  dark: boolean;
  narrow: boolean;
  /** Labels that fit along the lower axis. */
  ticks: number;
  ink: string;
  muted: string;
  grid: string;
  surface: string;
  /** Background of tooltips. */
  raised: string;
}

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

/** What every chart of one plane has: no motion, UTC, room for labels, and a tooltip in the colours of the page. */
export function frame(look: Look, top: number, lineWidth: number | undefined, formatter: (points: { dataIndex: number }[]) => unknown): object {
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: FONT, color: look.ink },
    grid: { left: 4, right: look.narrow ? 10 : 18, top, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      backgroundColor: look.raised,
      borderColor: look.grid,
      textStyle: { color: look.ink, fontSize: 12, fontFamily: FONT },
      axisPointer: { type: 'line', lineStyle: { color: look.muted, ...(lineWidth === undefined ? {} : { width: lineWidth }) }, animation: false },
      formatter,
    },
  };
}

export const OBSERVED_STYLE: Style = { light: '#1b2027', dark: '#f2f4f7', dash: 'solid', symbol: 'none', width: 1.6 };
export const EXOGENOUS_STYLE: Style = { light: '#6a737d', dark: '#a3adb8', dash: [7, 4], symbol: 'none', width: 1.6 };
export const PLAIN_STYLE: Style = { light: '#0072b2', dark: '#56b4e9', dash: 'solid', symbol: 'none', width: 2 };

/** After Okabe and Ito; the light yellows of their set are too faint on paper and left out or darkened. */
const STYLES: Style[] = [
  { light: '#0072b2', dark: '#56b4e9', dash: 'solid', symbol: 'circle', width: 2.4 },
  { light: '#c04a00', dark: '#f0883e', dash: [10, 4], symbol: 'triangle', width: 1.8 },
  { light: '#007d5c', dark: '#2fc79a', dash: [2, 3], symbol: 'rect', width: 2 },
  { light: '#a8508a', dark: '#e39cc8', dash: [10, 3, 2, 3], symbol: 'diamond', width: 1.8 },
  { light: '#946300', dark: '#e6b53c', dash: [5, 3], symbol: 'roundRect', width: 1.8 },
  { light: '#4a5fc1', dark: '#9db0ff', dash: [14, 3, 2, 3, 2, 3], symbol: 'pin', width: 1.8 },
];

const LIGHT = { ink: '#1b2027', muted: '#59636e', grid: '#e4e7eb', surface: '#ffffff', raised: '#ffffff' };
const DARK = { ink: '#e8ebef', muted: '#a3adb8', grid: '#2b333c', surface: '#12161b', raised: '#1d242c' };

export function lookOf(dark: boolean, width: number): Look {
  return { dark, narrow: width < 520, ticks: Math.min(10, Math.max(3, Math.round(width / 85))), ...(dark ? DARK : LIGHT) };
}

export function colour(style: Style, look: { dark: boolean }): string {
  return look.dark ? style.dark : style.light;
}

/** Styles by policy: the subject of the page first, the baseline second, the rest in their order. */
export function stylesOf(policies: string[], first: string | null, baseline: string): Map<string, Style> {
  const order = [...new Set([...(first === null ? [] : [first]), baseline, ...policies])].filter((name) => name !== EXOGENOUS);
  const styles = new Map(order.map((name, index) => [name, STYLES[index % STYLES.length]!]));
  return styles.set(EXOGENOUS, EXOGENOUS_STYLE);
}
