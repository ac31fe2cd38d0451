import { axeFindsEverywhere } from './axe.ts';
import { isKept } from './board-page.ts';
import { expect, test } from './fixtures.ts';
import { VIEWPORT } from './seats.ts';

test.describe('at a start without a link', () => {
  test('the boards of this device stand over an empty board; a stroke is one key away', async ({ hub, open }, info) => {
    // The app's start without a link is in keeping.spec: it needs a profile of its own.
    test.skip(info.project.name === 'desktop', 'a page of a browser');
    const ana = await open(hub.linkTo('weekly'));
    const home = ana.page.getByTestId('home');
    await ana.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
    await isKept(ana);
    await ana.page.goto(`${hub.server}/`);
    await ana.live();
    await expect(home.getByRole('listitem')).toContainText('weekly');
    await expect(home.locator('img')).toBeVisible();
    // On a phone the end of the place, which says whether the board is kept, is not cut.
    await ana.page.setViewportSize({ width: 390, height: 844 });
    const place = home.getByText('memory only');
    expect(await place.evaluate((text) => text.scrollWidth <= text.clientWidth)).toBe(true);
    await ana.page.setViewportSize(VIEWPORT);
    expect(await axeFindsEverywhere(ana.page)).toEqual([]);
    await ana.draw({ x: 600, y: 350 }, { x: 700, y: 400 });
    await expect(home).toHaveCount(0);
    await ana.holds(1);

    await ana.page.goto('about:blank');
    await ana.page.goto(`${hub.server}/`);
    await ana.live();
    await home.getByRole('button', { name: /^weekly/ }).click();
    await expect(home).toHaveCount(0);
    await expect(ana.page.getByRole('button', { name: /^weekly-[\w-]+: rename/ }).first()).toBeVisible();
    await ana.holds(1);
  });

  test('who has no boards, or came by a link, sees the board alone', async ({ hub, open }, info) => {
    test.skip(info.project.name === 'desktop', 'a page of a browser');
    const ana = await open(`${hub.server}/`);
    await expect(ana.page.getByText('Draw anything.')).toBeVisible();
    await expect(ana.page.getByTestId('home')).toHaveCount(0);
  });
});

test('a link to a view leads there, whatever was seen last, and is made by a command', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.draw({ x: 300, y: 300 }, { x: 500, y: 400 });
  await ana.page.keyboard.press('Control+k');
  await ana.page.getByRole('combobox', { name: 'Find a command' }).fill('link to this view');
  await ana.page.keyboard.press('Enter');
  await expect(ana.page.getByText('Link to this view copied.')).toBeVisible();
  // A quarter of the window, so four times as large.
  const ben = await open(`${hub.link}?view=300,300,320,200`);
  await expect(ben.page.locator('.zoom__percent')).toContainText('400 %');
  await ben.holds(1);
});
