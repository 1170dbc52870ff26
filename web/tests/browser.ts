import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';

const OUT = resolve(import.meta.dirname, '../../artifacts/web');
const PLACE = '<script type="application/json" id="spillway-report">{}</script>';
const PROGRAMS = [process.env.SPILLWAY_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** Axe is run by the browser itself before the page, so the page's own policy on scripts stays as it is. */
export const AXE = readFileSync(resolve(import.meta.dirname, '../node_modules/axe-core/axe.min.js'), 'utf8');

export async function launch(): Promise<Browser> {
  const program = PROGRAMS.find((path) => path && existsSync(path));
  if (program === undefined) throw new Error('no Chromium: install it (on Debian: apt-get install chromium) or name it in SPILLWAY_CHROMIUM');
  return chromium.launch({ executablePath: program });
}

/** Writes the built page with data in it, as the program does, and answers its address. */
export function pageWith(name: string, data: unknown): string {
  const template = readFileSync(join(OUT, 'report.html'), 'utf8');
  const parts = template.split(PLACE);
  if (parts.length !== 2) throw new Error(`the template has ${parts.length - 1} places for data`);
  const folder = join(OUT, 'test');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.html`);
  writeFileSync(file, parts.join(PLACE.replace('{}', () => JSON.stringify(data).replaceAll('<', '\\u003c'))));
  return pathToFileURL(file).href;
}

export function template(): string {
  return readFileSync(join(OUT, 'report.html'), 'utf8');
}

/** Where pictures go, if somebody wants to look. */
export const SHOTS = process.env.SPILLWAY_SHOTS;
