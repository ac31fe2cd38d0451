import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright/test';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    readonly axe?: { run(context: Document, options: RunOptions): Promise<AxeResults> };
  }
}

/**
 * What axe finds wrong in the page as it is shown now, one line for each element. Empty: nothing.
 * `contrast` asks for the rule about colours alone, for a page that has been looked at in another theme.
 */
export async function axeFinds(page: Page, what: 'all' | 'contrast' = 'all'): Promise<readonly string[]> {
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(SOURCE);
  const rules: RunOptions = what === 'all' ? {} : { runOnly: ['color-contrast'] };
  const results = await page.evaluate((options) => window.axe?.run(document, options), {
    ...rules,
    resultTypes: ['violations'],
  } satisfies RunOptions);
  if (results === undefined) throw new Error('axe did not load');
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${target.join(' ')}: ${any[0]?.message ?? help}`),
  );
}

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

/** What axe finds in both themes, in a wide and in a narrow window. Afterwards the page is as it was. */
export async function axeFindsEverywhere(page: Page): Promise<readonly string[]> {
  const before = page.viewportSize() ?? WIDE;
  const found: string[] = [];
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    for (const [colorScheme, what] of [
      ['light', 'all'],
      ['dark', 'contrast'],
    ] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const line of await axeFinds(page, what)) found.push(`${size.width} wide, ${colorScheme}: ${line}`);
    }
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return found;
}
