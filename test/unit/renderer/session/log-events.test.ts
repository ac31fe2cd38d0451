import { expect, test } from 'vitest';
import type { Log } from '../../../../core/base/host.ts';
import { createSession } from '../../../../renderer/session/board-session.ts';
import { SessionLogEvent } from '../../../../renderer/session/log-events.ts';
import { seededRandom } from '../../../support/seeded.ts';
import { draw, ROOM, World } from './world.ts';

test('what happens to a connection is logged under names of the table, and nothing that people drew or are called', () => {
  const world = new World();
  const lines: { readonly event: string; readonly text: string }[] = [];
  const note = (event: string, fields?: object): void => void lines.push({ event, text: JSON.stringify(fields ?? {}) });
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const { hub, clock } = world;
  const session = createSession({
    ...{ room: ROOM, name: 'Ana Secret', color: 1, connect: hub.connect, clock, log },
    random: seededRandom(5),
  });
  session.start();
  world.pass(100);
  draw(session);
  world.pass(100);
  hub.drop(1_000);
  world.pass(3_000);
  hub.restart();
  world.pass(3_000);
  hub.notify({ kind: 'draining', returnInMs: 10 });
  world.pass(100);
  const events = new Set(lines.map(({ event }) => event));
  const { closed, retry, epochLost, notice } = SessionLogEvent;
  for (const event of [closed, retry, epochLost, notice]) expect(events).toContain(event);
  const names: readonly string[] = Object.values(SessionLogEvent);
  expect([...events].filter((event) => !names.includes(event))).toEqual([]);
  expect(lines.map(({ text }) => text).join()).not.toMatch(/Ana|a-room/);
});
