import { expect, test } from 'vitest';
import {
  isInRoom,
  type Link,
  type LinkEffect,
  type LinkEvent,
  publicState,
  stepLink,
} from '../../../../renderer/session/session-machine.ts';

const IDLE: Link = { at: 'idle' };

/** Runs events at the given times and gives the end and all effects. */
function run(...events: readonly (readonly [LinkEvent['kind'] | LinkEvent, number])[]): {
  link: Link;
  effects: LinkEffect[];
} {
  let link = IDLE;
  const effects: LinkEffect[] = [];
  for (const [event, now] of events) {
    const step = stepLink(link, typeof event === 'string' ? ({ kind: event } as LinkEvent) : event, now);
    link = step.link;
    effects.push(...step.effects);
  }
  return { link, effects };
}

const UP = [
  ['start', 0],
  ['open', 10],
  ['welcomed', 20],
  ['synced', 30],
] as const;

test('from the start to live: reach, join, catch up', () => {
  const { link, effects } = run(...UP);
  expect(link).toEqual({ at: 'live', since: 30, line: { is: 'up' } });
  expect(effects).toEqual(['connect', 'join']);
});

test('batches may be sent once the hub has welcomed, before everything missed is here', () => {
  expect(isInRoom(run(['start', 0], ['open', 10]).link)).toBe(false);
  expect(isInRoom(run(['start', 0], ['open', 10], ['welcomed', 20]).link)).toBe(true);
});

test('a lost connection waits, tries again, and counts attempts from 0', () => {
  const { link, effects } = run(...UP, ['lost', 100]);
  expect(link).toEqual({ at: 'waiting', attempt: 0, since: 100, network: 'up' });
  expect(effects.slice(2)).toEqual(['replace', 'wait']);
  const later = run(...UP, ['lost', 100], ['due', 200], ['lost', 300], ['due', 500], ['open', 510], ['lost', 520]);
  expect(later.link).toEqual({ at: 'waiting', attempt: 2, since: 100, network: 'up' });
});

test('a wake ends the waiting, gives up an old attempt, leaves a young one, and asks a living connection', () => {
  expect(run(...UP, ['lost', 100], ['wake', 110]).effects.at(-1)).toBe('connect');
  expect(run(['start', 0], ['wake', 1_000]).effects).toEqual(['connect']);
  expect(run(['start', 0], ['wake', 3_000]).effects).toEqual(['connect', 'drop', 'connect']);
  expect(run(...UP, ['wake', 100]).effects.at(-1)).toBe('probe');
  expect(run(['wake', 0]).link).toEqual(IDLE);
});

test('without a network the phase is offline until a connection is there', () => {
  const down = run(...UP, ['lost', 100], ['networkLost', 110]);
  expect(publicState(down.link)).toEqual({ phase: 'offline' });
  expect(publicState(run(...UP, ['lost', 100], ['networkLost', 110], ['due', 200]).link)).toEqual({ phase: 'offline' });
  const back = run(...UP, ['lost', 100], ['networkLost', 110], ['due', 200], ['open', 210]);
  expect(publicState(back.link).phase).toBe('joining');
});

test('a refusal drops the connection and waits for the person', () => {
  const refused = run(['start', 0], ['open', 10], [{ kind: 'refused', code: 'room.full' }, 20]);
  expect(refused).toEqual({ link: { at: 'refused', code: 'room.full' }, effects: ['connect', 'join', 'drop'] });
  expect(stepLink(refused.link, { kind: 'lost' }, 30).link).toBe(refused.link);
  expect(stepLink(refused.link, { kind: 'wake' }, 30).effects).toEqual(['connect']);
  expect(stepLink(refused.link, { kind: 'start' }, 30).effects).toEqual(['connect']);
});

test('joining again under another name takes no new connection', () => {
  const { link, effects } = run(...UP, ['rejoin', 50]);
  expect(link).toMatchObject({ at: 'joining', stage: 'asking', since: 50 });
  expect(effects.slice(2)).toEqual(['leave', 'join']);
  expect(run(['start', 0], ['rejoin', 5]).effects).toEqual(['connect']);
});

test('[PRS-4] a connection that may be in the room is left for the next one to replace, one that cannot be is dropped', () => {
  const lostWhileCatchingUp = run(['start', 0], ['open', 10], ['welcomed', 20], ['lost', 30]);
  expect(lostWhileCatchingUp.effects.slice(2)).toEqual(['replace', 'wait']);
  expect(run(['start', 0], ['open', 10], ['lost', 30]).effects.slice(2)).toEqual(['replace', 'wait']);
  expect(run(['start', 0], ['lost', 30]).effects.slice(1)).toEqual(['drop', 'wait']);
  expect(run(['start', 0], ['open', 10], ['turnedAway', 30]).effects.slice(2)).toEqual(['drop', 'wait']);
});

test('a silent connection is shown and still used; a dead one is lost, and what is shown counts from the silence', () => {
  const quiet = run(...UP, [{ kind: 'quiet', since: 40 }, 100]).link;
  expect(publicState(quiet)).toEqual({ phase: 'connecting', attempt: 0, since: 40 });
  expect(isInRoom(quiet)).toBe(true);
  expect(stepLink(quiet, { kind: 'heard' }, 110).link).toEqual({ at: 'live', since: 30, line: { is: 'up' } });
  const dead = stepLink(quiet, { kind: 'dead' }, 200);
  expect(dead).toEqual({ link: { at: 'waiting', attempt: 0, since: 40, network: 'up' }, effects: ['replace', 'wait'] });
  expect(isInRoom(dead.link)).toBe(false);
});

test('a network that is gone shows only where nothing is heard, and a hub that is heard proves it wrong', () => {
  expect(publicState(run(...UP, ['networkLost', 100]).link).phase).toBe('live');
  const gone = run(...UP, [{ kind: 'quiet', since: 40 }, 100], ['networkLost', 110]).link;
  expect(publicState(gone)).toEqual({ phase: 'offline' });
  expect(publicState(stepLink(gone, { kind: 'wake' }, 120).link).phase).toBe('connecting');
  expect(publicState(stepLink(gone, { kind: 'heard' }, 120).link).phase).toBe('live');
});

test('the end is the end', () => {
  const ended = run(...UP, ['end', 40]);
  expect(ended.effects.slice(2)).toEqual(['leave', 'drop']);
  for (const kind of ['start', 'wake', 'due', 'open', 'lost', 'end'] as const) {
    expect(stepLink(ended.link, { kind }, 50)).toEqual({ link: { at: 'ended' }, effects: [] });
  }
});
