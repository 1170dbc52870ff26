import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { AXE, launch, SHOTS } from './browser';

const ROOT = resolve(import.meta.dirname, '../..');
const PROGRAM = join(ROOT, 'artifacts/bin/Spillway.Cli/release/spillway.dll');
const OUT = join(ROOT, 'artifacts/web/simulated');

/** Runs the program and answers the address of the report it wrote: one seed, two policies. */
function simulate(scenario: string): string {
  if (!existsSync(PROGRAM)) throw new Error(`the program is not built: run ./spillway --help first (${PROGRAM})`);
  const out = join(OUT, scenario);
  execFileSync(process.env.SPILLWAY_DOTNET ?? 'dotnet', [PROGRAM, 'simulate', scenario, '--seeds', '1', '--policy', 'market-order,spillway', '--quiet', '--out', out], { stdio: 'pipe' });
  return pathToFileURL(join(out, 'report.html')).href;
}

// The other tests show made-up data; these show that the program and the page mean the same by it.
describe('web/browser simulated', () => {
  test.each([
    ['four-markets-2025-10-10', ['BTC-PERP: price, USD', 'AVAX-PERP: price, USD', 'in common', 'cross-margin']],
    ['placebo', ['path without any forced sale']],
  ])('the report of %s renders without a message, a request or a finding', async (scenario, words) => {
    const address = simulate(scenario);
    const browser = await launch();
    try {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await context.addInitScript(AXE);
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('console', (message) => faults.push(`console: ${message.text()}`));
      page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
      page.on('request', (request) => { if (request.url() !== address && !request.url().startsWith('data:')) faults.push(`request: ${request.url()}`); });
      await page.goto(address);
      await page.waitForSelector('.drawing svg path', { state: 'attached' });
      const drawings = await page.locator('.drawing').count();
      expect(drawings).toBeGreaterThan(3);
      expect(await page.locator('.drawing svg').count()).toBe(drawings);
      let text = '';
      for (const choice of [undefined, ...(await page.getByRole('radio', { name: /-PERP$/ }).all())]) {
        await choice?.check();
        text += await page.innerText('main');
      }
      for (const word of words) expect(text.toLowerCase()).toContain(word.toLowerCase());
      expect(text).not.toMatch(/NaN|Infinity/);
      const findings = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
        return (await axe.run()).violations.map(({ id }) => id);
      });
      expect(findings).toEqual([]);
      expect(faults).toEqual([]);
      if (SHOTS) {
        mkdirSync(SHOTS, { recursive: true });
        await page.screenshot({ path: join(SHOTS, `simulated-${scenario}.png`), fullPage: true });
      }
    } finally {
      await browser.close();
    }
  }, 240_000);
});
