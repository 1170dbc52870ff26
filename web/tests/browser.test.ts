import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AXE, launch, pageWith, SHOTS, template } from './browser';
import { bareFixture, fixture } from './fixture/report';

const HOSTILE = '<img src=x onerror=alert(1)>';
const HOSTILE_POLICY = '<img src=y onerror=alert(2)>';
const WIDTHS = [1440, 820, 390];
const SCHEMES = ['light', 'dark'] as const;

let browser: Browser;
let full: string, hostile: string, bare: string;

beforeAll(async () => {
  browser = await launch();
  full = pageWith('full', fixture());
  hostile = pageWith('hostile', JSON.parse(JSON.stringify(fixture({ marketName: HOSTILE })).replaceAll('dydx-v4', HOSTILE_POLICY)));
  bare = pageWith('bare', bareFixture());
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
});
afterAll(() => browser?.close());

interface Opened {
  page: Page;
  /** Whatever must not happen: messages on the console, errors, dialogs, requests beside the page itself. */
  faults: string[];
}

async function withPage(address: string, options: BrowserContextOptions, act: (opened: Opened) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  try {
    await context.addInitScript(AXE);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const faults: string[] = [];
    page.on('console', (message) => faults.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
    page.on('request', (request) => { if (request.url() !== address && !request.url().startsWith('data:')) faults.push(`request: ${request.url()}`); });
    await page.goto(address);
    await act({ page, faults });
    expect(faults).toEqual([]);
  } finally {
    await context.close();
  }
}

async function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown[]; failureSummary: string }[] }[] }> } };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join(' | ')}`);
  });
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

describe('web/browser template', () => {
  test('is one file that names no other', () => {
    const html = template();
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<(script|img|iframe)[^>]+src=|<link[^>]+href="(?!data:)|@import|url\((?!#|["']?data:)|sourceMappingURL/);
    expect(html).toContain('id="licences"');
  });

  test('without data says so', () => withPage(pageWith('empty', {}), {}, async ({ page }) => {
    expect(await page.textContent('main')).toContain('empty template');
  }));
});

describe.each(WIDTHS)('web/browser at %d px', (width) => {
  test.each(SCHEMES)('a full report in %s shows its parts, fits and is accessible', (colorScheme) =>
    withPage(full, { viewport: { width, height: 900 }, colorScheme }, async ({ page }) => {
      await page.waitForSelector('.drawing svg path', { state: 'attached' });
      const text = await page.innerText('main');
      for (const words of ['Under spillway the fall is 1.14× the exogenous one', '✓', 'not prevented', 'failed: amplification, bad debt, liquidated volume', 'Loop gain', 'The cliff begins at a fall of 4.0 %', '7c1f0d52e6b94a38', './spillway simulate fixture-2025-10-10']) expect(text).toContain(words);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
      expect(await page.locator('.drawing').count()).toBe(await page.locator('.drawing svg').count());
      for (const label of await page.locator('.drawing').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''))) expect(label.length).toBeGreaterThan(40);
      expect(await page.getAttribute('html', 'data-theme')).toBe(colorScheme);
      expect(await violations(page)).toEqual([]);
      await shoot(page, `${width}-${colorScheme}`);
    }));

  test('a report without its optional parts says what adds them', () =>
    withPage(bare, { viewport: { width, height: 900 } }, async ({ page }) => {
      const text = await page.innerText('main');
      for (const words of ['simulate --sensitivity adds it', 'amplification is undefined', 'not judged', 'not calibrated', 'Novelty']) expect(text).toContain(words);
      expect(text).not.toMatch(/NaN|undefined(?!:)|null|Infinity/);
      expect(await violations(page)).toEqual([]);
      await shoot(page, `${width}-bare`);
    }));
});

describe('web/browser names', () => {
  test.each(WIDTHS)('that look like markup stay text at %d px', (width) => withPage(hostile, { viewport: { width, height: 900 } }, async ({ page }) => {
    for (const choice of await page.getByRole('radio', { name: HOSTILE }).all()) await choice.check();
    for (const summary of await page.locator('details > summary').all()) await summary.click();
    await page.locator('.drawing').first().hover();
    expect(await page.locator('.tip').first().innerText()).toContain(HOSTILE_POLICY);
    expect(await page.locator('main').innerText()).toContain(`${HOSTILE}: price, USD`);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    expect(await violations(page)).toEqual([]);
  }));
});

describe('web/browser controls', () => {
  test('the keyboard reaches and works them', () => withPage(full, {}, async ({ page }) => {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the answer');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');

    await page.getByRole('radio', { name: 'BTC-PERP' }).first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('figcaption').first().textContent()).toBe('ETH-PERP: price, USD');

    const toggle = page.getByRole('button', { name: 'market-order' }).first();
    await toggle.focus();
    await page.keyboard.press('Enter');
    expect(await toggle.getAttribute('aria-pressed')).toBe('false');
  }));

  test('every chart opens as a table', () => withPage(full, {}, async ({ page }) => {
    const summaries = page.locator('.as-table > summary');
    expect(await summaries.count()).toBe(await page.locator('.drawing').count());
    for (const summary of await summaries.all()) await summary.click();
    expect(await page.locator('.as-table table tbody tr').count()).toBeGreaterThan(200);
    expect(await violations(page)).toEqual([]);
  }));

  test('a tooltip names the lines and their bands', () => withPage(full, {}, async ({ page }) => {
    await page.locator('.drawing').first().hover();
    await page.waitForSelector('.tip');
    expect(await page.locator('.tip').first().innerText()).toMatch(/UTC[\s\S]*spillway[\s\S]* to /);
  }));

  test('headings step down one at a time', () => withPage(full, {}, async ({ page }) => {
    const levels = await page.locator('h1, h2, h3, h4').evaluateAll((all) => all.map((one) => Number(one.tagName.slice(1))));
    expect(levels[0]).toBe(1);
    levels.slice(1).forEach((level, index) => expect(level - levels[index]!).toBeLessThanOrEqual(1));
  }));
});

describe('web/browser on paper', () => {
  test('all sections and markets are there, light, on the sheet', () => withPage(full, { viewport: { width: 794, height: 1123 }, colorScheme: 'dark' }, async ({ page }) => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.waitForFunction(() => document.querySelectorAll('.drawing svg').length === 31);
    expect(await page.getAttribute('html', 'data-theme')).toBe('light');
    expect(await page.locator('details.market:not([open])').count()).toBe(0);
    const text = await page.innerText('main');
    for (const words of ['BTC-PERP: price, USD', 'ETH-PERP: price, USD', 'market-order, permanent share 0.6', 'spillway, permanent share 0.6', 'ETH-PERP under spillway']) expect(text).toContain(words);
    expect(await page.locator('.bar').isVisible()).toBe(false);
    if (SHOTS) await page.pdf({ path: join(SHOTS, 'print.pdf'), format: 'A4' });
    await shoot(page, 'print');
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  }));
});
