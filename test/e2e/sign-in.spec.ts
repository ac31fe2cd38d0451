import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from '../harness/hub.ts';
import { axeFindsEverywhere } from './axe.ts';
import { BoardPage } from './board-page.ts';
import { expect, test } from './fixtures.ts';

test('a person of the organisation signs in, is in the room, and hands on a link that is not a sign-in', async ({ seat }) => {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-sign-in-'));
  const file = join(folder, 'sign-in.json');
  // The test's browser plays the proxy that vouches for people.
  const rules = { provider: { kind: 'proxy', header: 'X-Person' }, grants: [{ who: '*@school.example', grant: 'draw' }] };
  await writeFile(file, JSON.stringify(rules));
  const hub = await startHub({ flags: ['--link-key', join(folder, 'keys.json'), '--require-links', '--sign-in', file] });
  try {
    const { context } = await seat(hub.server);
    const page = await context.newPage();
    await page.setExtraHTTPHeaders({ 'x-person': 'ann@school.example' });
    await page.goto(hub.linkTo('class-1'));
    await expect(page.getByTestId('sign-in')).toBeVisible();
    expect(await axeFindsEverywhere(page)).toEqual([]);
    await page.getByTestId('sign-in').getByRole('button', { name: 'Sign in' }).click();
    const board = new BoardPage(page, []);
    await board.live();
    expect(new URL(page.url()).hash).toBe('#/r/class-1');
    await board.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
    await page.reload();
    await board.live();
    await board.holds(1);
    await page.getByRole('button', { name: 'Share' }).click();
    await expect(page.getByRole('textbox', { name: /link/i }).first()).toHaveValue(/#\/r\/class-1$/);
  } finally {
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
