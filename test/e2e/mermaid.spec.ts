import type { Page } from 'playwright/test';
import { sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((words) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', words);
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }));
  }, text);
}

const FLOW = `flowchart TD
  wake([Wake up]) --> water[Fill the kettle]
  water --> full{Is it full?}
  full -- no --> water
  full == yes ==> boil[Boil] -.-> tea((Tea))
  subgraph later [Later]
    tea --> cup[Wash the cup]
  end`;

test('a Mermaid diagram becomes elements for everybody, as one step, and its reader is loaded only then', async ({
  hub,
  open,
}, info) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.bringToFront();
  const loaded = (): Promise<number> =>
    ana.page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('read-mermaid')).length);
  expect(await loaded()).toBe(0);
  await paste(ana.page, FLOW);
  await ben.holds(14);
  if (info.project.name === 'browser') expect(await loaded()).toBe(1);
  await sameBoard(ana, ben);
  await ana.page.keyboard.press('Escape');
  await ana.page.keyboard.press('Shift+Digit1');
  await info.attach('flow.png', { body: await ana.page.screenshot(), contentType: 'image/png' });
  await ana.page.keyboard.press('Control+z');
  await ben.holds(0);
  await paste(ana.page, `${FLOW}\n nonsense -->`);
  await expect(ana.page.getByText('Line 9 of the Mermaid text could not be read, so it was pasted as text.')).toBeVisible();
  await ben.holds(1);
});
