import { expect, test } from 'vitest';
import { BY_MESSAGES, SITUATIONS } from './recording.ts';
import { differencesOf, Replay, scene, stepsOf } from './replay.ts';

const chosen = SITUATIONS.filter(({ id }) => BY_MESSAGES.has(id.slice(0, 2)));

test('every situation that is to be replayed is there', () => {
  expect(chosen).toHaveLength(BY_MESSAGES.size);
});

test.each(chosen)('$id: $title', async (situation) => {
  const { change, unused } = differencesOf(situation);
  const steps = stepsOf(situation.entries);
  const replay = new Replay(await scene());
  await replay.openKnown(steps);
  expect(steps.length).toBeGreaterThan(0);
  for (const [at, step] of steps.entries()) {
    const { due, came } = await replay.play(step, change);
    expect(came, `step ${at + 1} of ${steps.length}`).toEqual(due);
  }
  expect(unused(), 'rows of the table that change nothing here').toEqual([]);
});
