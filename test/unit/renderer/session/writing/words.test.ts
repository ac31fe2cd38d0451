import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import type { Session } from '../../../../../renderer/session/session.ts';
import { draw, World } from '../world.ts';

const wordsOf = (session: Session) =>
  [...session.board().elements()].filter(({ kind, alive }) => kind === ElementKind.words && alive);
const textsOf = (session: Session) => wordsOf(session).map((one) => `${one.get('by')}: ${one.text}`);

test('[CHT-1] a message reaches everybody, with its author’s name, time and colour, and is no stroke of the board', () => {
  const world = new World();
  const [ana, ben] = [world.joined('Ana'), world.joined('Ben')];
  expect(ana.say('  hello 👋  ')).toBe(true);
  world.pass(500);
  expect(textsOf(ben)).toEqual(['Ana: hello 👋']);
  expect(wordsOf(ben)[0]?.get('sentAt')).toBeGreaterThan(1_600_000_000_000);
  expect(ben.status().elements).toBe(0);
  expect(ana.fingerprint()).toBe(ben.fingerprint());
  expect(world.joined('Cara').status().elements).toBe(0);
});

test('undo does not take messages back, and nothing empty or too long is said', () => {
  const world = new World();
  const ana = world.joined('Ana');
  draw(ana);
  ana.say('mine');
  expect([ana.say('  '), ana.say('x'.repeat(LIMITS.wordsChars + 1))]).toEqual([false, false]);
  ana.undo();
  expect(textsOf(ana)).toEqual(['Ana: mine']);
  expect(ana.status()).toMatchObject({ canUndo: false, elements: 0 });
  ana.removeWords(wordsOf(ana).map(({ id }) => id));
  world.pass(500);
  expect(textsOf(ana)).toEqual([]);
});

test('what is said while the hub is away comes once, after the connection is back', () => {
  const world = new World();
  const [ana, ben] = [world.joined('Ana'), world.joined('Ben')];
  world.hub.cut();
  ana.say('are you there?');
  expect(ana.status().unsent).toBeGreaterThan(0);
  world.pass(10_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
  expect(textsOf(ben)).toEqual(['Ana: are you there?']);
});

test('[CHT-2] who may draw removes the oldest of more than a thousand messages', () => {
  const world = new World();
  const ana = world.joined('Ana');
  for (let i = 1; i <= 1_003; i++) ana.say(`number ${i}`);
  const texts = textsOf(ana);
  expect(texts).toHaveLength(1_000);
  expect(texts).not.toContain('Ana: number 3');
  expect(texts).toContain('Ana: number 4');
});
