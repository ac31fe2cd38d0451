import { type BoardPage, comparePixels } from './board-page.ts';
import { expect, test } from './fixtures.ts';
import { makeRoom } from './make-room.ts';

test('a host is asked before a person is banned and before the room ends; “Not now” leaves everything as it is', async ({
  hub,
  open,
}) => {
  const host = await open(hub.link);
  const link = await makeRoom(host);
  const [ben, cleo] = [await open(link), await open(link)];
  await host.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
  for (const guest of [ben, cleo]) await guest.holds(1);
  const label = await ben.page.getByRole('button', { name: /^You are / }).getAttribute('aria-label');
  const name = /^You are (.*): /.exec(label ?? '')?.[1] ?? 'nobody';

  await host.button('2 other people in this room').click();
  const people = host.page.getByRole('dialog', { name: 'People' });
  await people.getByRole('combobox', { name: 'Decide about a person' }).selectOption({ label: name });
  const button = (words: string) => people.getByRole('button', { name: words, exact: true });
  await button('Ban').click();
  await expect(people).toContainText(`Ban ${name}? They cannot come back to this room as the same person.`);
  // Enter is no answer that takes something from somebody.
  await expect(button('Not now')).toBeFocused();
  await host.page.keyboard.press('Enter');
  await expect(people).not.toContainText('They cannot come back');
  await ben.live();
  await button('Ban').click();
  await button('Ban').click();
  await expect(ben.pill).toContainText('Not joined · closed to you');
  const card = ben.page.getByTestId('not-reached');
  await expect(card).toContainText('You are no longer in this room.');
  await expect(card).toContainText('A host closed this room to you. Ask the host if that was a mistake.');
  await expect(card.getByRole('button')).toHaveText(['Try again', 'Open as a board of my own', 'Save a copy', 'Join another']);
  await cleo.live();

  await button('End the room for everyone').click();
  await button('Not now').click();
  await cleo.live();
  await button('End the room for everyone').click();
  await button('End the room').click();
  await expect(cleo.pill).toContainText('The host ended this room · you hold a copy');
});

test('[RGT-13] a host clears the board for everyone from the list of people, after a question, and takes it back', async ({
  hub,
  open,
}, { project }) => {
  const host = await open(hub.link);
  const ben = await open(await makeRoom(host));
  await host.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
  await ben.draw({ x: 200, y: 400 }, { x: 500, y: 460 });
  for (const one of [host, ben]) await one.holds(2);
  await ben.button('1 other person in this room').click();
  await expect(ben.page.getByRole('dialog', { name: 'People' })).not.toContainText('Clear the board');
  await host.button('1 other person in this room').click();
  const people = host.page.getByRole('dialog', { name: 'People' });
  if (process.env.INKROOM_PICTURES)
    await host.page.screenshot({ path: `${process.env.INKROOM_PICTURES}/host-${project.name}.png` });
  await people.getByRole('button', { name: 'Clear the board for everyone…' }).click();
  const question = host.page.getByRole('dialog', { name: 'Clear the board?' });
  await expect(question).toContainText('also what the other person drew');
  await question.getByRole('button', { name: 'Clear the board' }).click();
  await ben.holds(0);
  // The question took the place of the list.
  await host.button('1 other person in this room').click();
  await expect(people.getByRole('button', { name: 'Clear the board for everyone…' })).toBeDisabled();
  await host.page.keyboard.press('Escape');
  await host.page.keyboard.press('Control+z');
  await ben.holds(2);
});

test('[VOT-1] a host hides all pointers but their own, for everybody, and shows them again', async ({ hub, open }, {
  project,
}) => {
  const host = await open(hub.link);
  const link = await makeRoom(host);
  const [ben, cleo] = [await open(link), await open(link)];
  await cleo.pill.hover();
  const empty = await cleo.pixels();
  const isPointerSeen = async (): Promise<boolean> => (await comparePixels(cleo.page, empty, await cleo.pixels())).differing > 0;
  const moves = async (person: BoardPage, x: number): Promise<void> => {
    await person.page.mouse.move(x, 300);
    await person.page.mouse.move(x + 40, 320);
  };
  await moves(ben, 500);
  await expect.poll(isPointerSeen).toBe(true);

  await host.page.keyboard.press('Alt+c');
  await host.button('Together').click();
  await host.button('Hide all but mine').click();
  if (process.env.INKROOM_PICTURES)
    await host.page.screenshot({ path: `${process.env.INKROOM_PICTURES}/pointers-${project.name}.png` });
  await expect.poll(isPointerSeen).toBe(false);
  await moves(host, 400);
  await expect.poll(isPointerSeen).toBe(true);
  await host.pill.hover();
  await expect.poll(isPointerSeen).toBe(false);
  await moves(ben, 600);
  await host.button('Show all again').click();
  await expect.poll(isPointerSeen).toBe(true);
});

test('a guest whose pen a host takes is told so, asks for it there, and the host gives it without opening a panel', async ({
  hub,
  open,
}) => {
  const host = await open(hub.link);
  const ben = await open(await makeRoom(host));
  const [told, asked] = [ben, host].map(({ page }) => page.getByTestId('rights-news'));
  if (!told || !asked) throw new Error('two people');
  await host.button('1 other person in this room').click();
  await host.button('Only hosts draw').click();
  await host.page.keyboard.press('Escape');
  await expect(told).toContainText('Only hosts draw here now.');
  await expect(asked).toHaveCount(0);
  await told.getByRole('button', { name: 'Raise your hand' }).click();
  await expect(asked).toContainText('asks for the pen');
  // The list of people knows of it too.
  await ben.button('1 other person in this room').click();
  await expect(ben.page.getByRole('button', { name: 'Your hand is raised' })).toBeVisible();
  await ben.page.keyboard.press('Escape');
  await asked.getByRole('button', { name: 'Give the pen' }).click();
  await expect(asked).toHaveCount(0);
  await expect(told).toHaveCount(0);
  await ben.draw({ x: 200, y: 400 }, { x: 500, y: 460 });
  await host.holds(1);
});

test('a host who is still alone decides about the room before others come', async ({ hub, open }) => {
  const host = await open(hub.link);
  const link = await makeRoom(host);
  await host.page.getByTestId('you').click();
  const panel = host.page.getByRole('dialog', { name: 'You', exact: true });
  const choice = (name: string) => panel.getByRole('button', { name });
  await expect(panel.getByRole('combobox')).toHaveCount(0);
  for (const name of ['Only hosts draw', 'Everyone draws']) {
    await choice(name).click();
    await expect(choice(name)).toHaveAttribute('aria-pressed', 'true');
  }
  await expect(choice('Set a password')).toBeVisible();
  // With others all of it is in the list of people.
  await open(link);
  await expect(choice('Everyone draws')).toHaveCount(0);
  await expect(panel).toBeVisible();
});
