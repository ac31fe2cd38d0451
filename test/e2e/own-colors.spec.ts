import { sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

test('a shape gets a colour of one’s own and a hatch, and the other person’s board has the same', async ({
  hub,
  open,
  witness,
}) => {
  const [ana, ben] = [await open(hub.link), await witness(hub.link)];
  await ana.page.keyboard.press('r');
  await ana.drag({ x: 300, y: 200 }, { x: 420, y: 280 }, { x: 520, y: 340 });
  const style = ana.page.getByRole('toolbar', { name: 'Style' });
  await expect(style.getByRole('radiogroup', { name: 'How it is filled' })).toHaveCount(0);
  await style.getByRole('radio', { name: 'Blue fill' }).click();
  await style.getByRole('radio', { name: 'Cross-hatched' }).click();
  await expect(style.getByRole('radio', { name: 'Cross-hatched' })).toBeChecked();
  // The system's chooser is not the page's: its choice comes as a change of the field.
  await style
    .locator('input[type="color"]')
    .first()
    .evaluate((field: HTMLInputElement) => {
      field.value = '#0b7f87';
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    });
  await expect(style.getByRole('radio', { name: 'Own colour…' })).toBeChecked();
  await ben.holds(1);
  await sameBoard(ana, ben);
  await ana.page.keyboard.press('Control+z');
  await expect(style.getByRole('radio', { name: 'Black', exact: true })).toBeChecked();
  await sameBoard(ana, ben);
});

test('colour and width are as they were chosen after a reload, and in the next room', async ({ hub, open }) => {
  const ana = await open(hub.link);
  const { page } = ana;
  const chosen = page.getByRole('toolbar', { name: 'Style' }).getByRole('radio', { checked: true });
  await page.keyboard.press('p');
  await expect(chosen.first()).toHaveAccessibleName('Black');
  const style = page.getByRole('toolbar', { name: 'Style' });
  await style.getByRole('radio', { name: 'Red', exact: true }).click();
  await style.getByRole('radio', { name: 'Extra bold', exact: true }).click();
  await page.reload();
  await ana.live();
  await expect(style.getByRole('radio', { name: 'Red', exact: true })).toBeChecked();
  await expect(style.getByRole('radio', { name: 'Extra bold', exact: true })).toBeChecked();
  await page.goto(hub.linkTo('another-room'));
  await ana.live();
  await expect(style.getByRole('radio', { name: 'Red', exact: true })).toBeChecked();
});
