import { describedOps } from '../../renderer/files/described/read-described.ts';
import type { Session } from '../../renderer/session/session.ts';
import { joinAsGuest } from '../support/guest.ts';
import { expect, test } from './fixtures.ts';

/** A member marked as a program that has drawn two notes. */
async function program(link: string): Promise<Session> {
  const bot = joinAsGuest(link, 'Sketcher', { program: true });
  await expect.poll(() => bot.status().state.phase).toBe('live');
  const notes = [0, 240].map((x) => ({ kind: 'note', x, y: 0, text: 'Idea' }) as const);
  const made = describedOps(notes, bot);
  if (!made.ok) throw new Error(made.error.code);
  bot.propose(made.value.ops, bot.newGesture());
  await expect.poll(() => bot.status().unsent).toBe(0);
  return bot;
}

test('[PRS-7] people see that a member is a program, and take back all it drew with one press', async ({ hub, open }, {
  project,
}) => {
  const ann = await open(hub.link);
  await ann.draw({ x: 300, y: 500 }, { x: 500, y: 600 });
  const bot = await program(hub.link);
  await expect.poll(() => bot.board().aliveCount).toBe(3);
  await ann.page.getByTestId('others').click();
  const people = ann.page.getByRole('dialog', { name: 'People' });
  await expect(people.getByText('program', { exact: true })).toBeVisible();
  if (process.env.INKROOM_PICTURES)
    await ann.page.screenshot({ path: `${process.env.INKROOM_PICTURES}/people-${project.name}.png` });
  await people.getByRole('button', { name: 'Take back all that Sketcher drew' }).click();
  await expect(ann.page.getByText('Removed 2 things.')).toBeVisible();
  await expect.poll(() => bot.board().aliveCount).toBe(1);
  await ann.page.keyboard.press('Escape');
  await ann.page.keyboard.press('Control+z');
  await expect.poll(() => bot.board().aliveCount).toBe(3);
  bot.dispose();
});

test('[ANN-2] a person chooses topics, which stay on the device', async ({ hub, open }, { project }) => {
  const ann = await open(hub.link);
  const topics = ann.page.getByLabel('Announcements about');
  await ann.page.getByTestId('you').click();
  await topics.fill('Food,  sport;no/topic');
  await topics.press('Enter');
  await expect(topics).toHaveValue('food, sport');
  if (process.env.INKROOM_PICTURES)
    await ann.page.screenshot({ path: `${process.env.INKROOM_PICTURES}/you-${project.name}.png` });
  await ann.page.reload();
  await ann.live();
  await ann.page.getByTestId('you').click();
  await expect(topics).toHaveValue('food, sport');
});
