import type { BoardPage } from './board-page.ts';
import { expect, test } from './fixtures.ts';

const nameOf = async ({ page }: BoardPage): Promise<string> =>
  (await page.getByTestId('you').getAttribute('aria-label'))?.match(/You are (.*):/)?.[1] ?? '';
const panelOf = ({ page }: BoardPage) => page.getByRole('region', { name: 'Meet' });

test('two people chat: the message is unread, announced, shown with its name, and its link can be pressed', async ({
  hub,
  open,
}) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  const benName = await nameOf(ben);
  await ben.page.keyboard.press('Alt+c');
  const theirs = panelOf(ben);
  await expect(theirs).toContainText('in the server’s memory only');
  await theirs.getByRole('textbox', { name: 'Message' }).fill('See https://example.org/a and <b>this</b>');
  await ben.page.keyboard.press('Enter');
  await expect(theirs.getByRole('listitem')).toHaveCount(1);
  await expect(ana.page.getByRole('button', { name: 'Chat and meeting, 1 new message' })).toBeVisible();
  await expect(ana.page.getByTestId('chat-news')).toContainText(`${benName}: See`);
  await ana.page.getByRole('button', { name: /Chat and meeting/ }).click();
  const mine = panelOf(ana);
  await expect(mine.getByRole('listitem')).toContainText(benName);
  await expect(mine.getByRole('listitem')).toContainText('<b>this</b>');
  await expect(mine.getByRole('link')).toHaveAttribute('href', 'https://example.org/a');
  await expect(ana.page.getByRole('button', { name: 'Chat and meeting', exact: true })).toBeVisible();
  // The drawer stays while one draws, and messages are no strokes.
  await ana.draw({ x: 250, y: 250 }, { x: 450, y: 300 }, { x: 600, y: 250 });
  await expect(mine).toBeVisible();
  await ben.holds(1);
  await ben.page.keyboard.press('Control+z');
  await theirs.getByRole('button', { name: 'Remove this message' }).click();
  await expect(mine.getByRole('listitem')).toHaveCount(0);
});

test('a private message reaches one person alone, and a late comer reads the chat and no private word', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  const benName = await nameOf(ben);
  await ana.page.keyboard.press('Alt+c');
  const mine = panelOf(ana);
  const field = mine.getByRole('textbox', { name: 'Message' });
  await field.fill('for all');
  await ana.page.keyboard.press('Enter');
  await mine.getByRole('combobox', { name: 'To' }).selectOption(`Only ${benName}`);
  await expect(mine).toContainText('Not kept');
  await field.fill('for you');
  await ana.page.keyboard.press('Enter');
  await expect(mine.getByRole('listitem')).toHaveCount(2);
  await ben.page.keyboard.press('Alt+c');
  await expect(panelOf(ben).getByRole('listitem').filter({ hasText: 'to you' })).toContainText('for you');
  const cara = await open(hub.link);
  await cara.page.keyboard.press('Alt+c');
  await expect(panelOf(cara).getByRole('listitem')).toHaveCount(1);
  await expect(panelOf(cara)).toContainText('for all');
});
