import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NetworkHosting } from '../../../../core/contract/desktop/shell-contract.ts';
import { launchBrowser } from '../../../harness/browser.ts';
import { type ChromePage, serveChrome } from './chrome-page.ts';

/** A shared machine may take its time; nothing here depends on how long. */
const PATIENT = { timeout: 10_000 };

let browser: Browser;
let page: Page;
let served: ChromePage;
beforeAll(async () => {
  browser = await launchBrowser();
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  served = await serveChrome();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  served?.close();
});
beforeEach(async () => {
  await page.goto(served.url);
  await page.waitForFunction(() => 'stage' in window);
});

const asked = (): Promise<readonly string[]> => page.evaluate(() => window.stage.asked);
const button = (name: string) => page.getByRole('button', { name, exact: true });

describe('sharing a board of the app’s own', () => {
  const OWN = 'http://192.168.1.20:4020';
  const choices = [
    { address: '192.168.1.7', name: 'Wi-Fi', kind: 'network' },
    { address: '10.8.0.2', name: 'tun0', kind: 'vpn' },
  ] as const;
  const on = { at: 'on', address: '192.168.1.7', server: 'http://192.168.1.7:7420', reached: 'yes' } as const;
  const hosts = (hosting: Partial<NetworkHosting>): Promise<void> =>
    page.evaluate((given) => window.stage.hosts(given), {
      hub: OWN,
      choices,
      state: { at: 'off' } as const,
      guests: 0,
      ...hosting,
    });
  const panel = () => page.getByRole('dialog', { name: 'Share' });

  test('it is for this computer only until one click; what came of that is said', async () => {
    await hosts({});
    await page.getByTestId('share').click();
    await expect.poll(() => panel().textContent(), PATIENT).toContain('This link works on this computer only.');
    expect(await panel().getByRole('heading').textContent()).toBe('Share this board');
    expect(await panel().getByRole('img').count()).toBe(0);
    await button('Share with people on this network').click();
    expect(await asked()).toEqual(['start hosting null']);
    await hosts({ state: { at: 'opening', address: '192.168.1.7' } });
    expect(await button('Opening this board to the network …').isDisabled()).toBe(true);
    await hosts({ state: { at: 'failed', address: '192.168.1.7', why: 'noAddress' } });
    expect(await panel().getByRole('alert').textContent()).toContain('192.168.1.7 is no longer an address');
    await panel().getByLabel('Address for others').selectOption('10.8.0.2');
    expect((await asked()).at(-1)).toBe('start hosting 10.8.0.2');
    // What the app would try again at its next start, in the network of before.
    await button('Stop hosting').click();
    expect((await asked()).at(-1)).toBe('stop hosting');
  });

  test('without a network there is nothing to press, and the panel says why', async () => {
    await hosts({ choices: [] });
    await page.getByTestId('share').click();
    expect(await button('Share with people on this network').isDisabled()).toBe(true);
    expect(await panel().textContent()).toContain('This computer is in no network.');
  });

  test('hosting shows link, code, proof and people; another address may be chosen; stopping asks when somebody is here', async () => {
    await hosts({ state: on });
    await page.getByTestId('share').click();
    await panel().getByText('Nobody else is here yet.').waitFor();
    expect(await page.getByTestId('share-link').inputValue()).toBe('http://192.168.1.7:7420/#/r/design-review');
    expect(await panel().getByRole('img').getAttribute('data-link')).toBe('http://192.168.1.7:7420/#/r/design-review');
    const { width } = (await panel().getByRole('img').boundingBox()) ?? { width: 0 };
    expect(width).toBeGreaterThanOrEqual(200);
    expect(await panel().getByRole('status').textContent()).toContain('Checked: this computer answers');
    await panel().getByLabel('Address for others').selectOption('10.8.0.2');
    await button('Stop hosting').click();
    expect(await asked()).toEqual(['start hosting 10.8.0.2', 'stop hosting']);
    await hosts({ state: { ...on, reached: 'no' }, guests: 2 });
    expect(await panel().getByRole('status').textContent()).toContain('does not answer at 192.168.1.7');
    await button('Stop hosting').click();
    expect(await panel().textContent()).toContain('The room ends for 2 other people.');
    await button('Go on hosting').click();
    expect((await asked()).length).toBe(2);
    await button('Stop hosting').click();
    await button('Stop hosting').click();
    expect((await asked()).at(-1)).toBe('stop hosting');
  });
});

test('who was in a room that its host ended reads it with what is left, on a card that stays', async () => {
  await page.evaluate(() =>
    window.stage.session.show({ hostEnded: true, elements: 12, state: { phase: 'refused', code: 'room.host_ended' } }),
  );
  const card = page.getByTestId('ended');
  await expect.poll(() => card.textContent(), PATIENT).toContain('It has 12 elements and lives in this window.');
  expect(await page.getByTestId('status-pill').textContent()).toContain('The host ended this room · you hold a copy');
  await card.getByRole('button', { name: 'Save a copy' }).click();
  await expect.poll(asked, PATIENT).toEqual([expect.stringMatching(/^save /)]);
  await page.evaluate(() => window.stage.session.show({ hostEnded: true, elements: 0 }));
  await expect.poll(() => card.isVisible(), PATIENT).toBe(false);
});
