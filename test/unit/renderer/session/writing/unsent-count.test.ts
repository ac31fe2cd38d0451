import { expect, test } from 'vitest';
import { Body, ElementKind } from '../../../../../core/board/kinds.ts';
import { draw, World } from '../world.ts';

test('what waits is counted in elements, however many batches changed them', () => {
  const world = new World({ isDown: true });
  const ana = world.person();
  ana.start();
  const one = draw(ana);
  draw(ana);
  expect(ana.status().unsent).toBe(2);
  for (let x = 1; x <= 5; x++) ana.propose([{ kind: 'set', id: one, lamport: ana.nextLamport(), values: { x } }], x);
  expect(ana.status().unsent).toBe(2);
});

test('one batch of many elements counts as many, and a stroke with its cut as one', () => {
  const world = new World({ isDown: true });
  const ana = world.person();
  ana.start();
  const stroke = draw(ana);
  const cut = ana.newElementId();
  ana.propose(
    [
      {
        kind: 'add',
        id: cut,
        lamport: ana.nextLamport(),
        birth: { kind: ElementKind.cut, body: Body.spans, facts: { target: stroke } },
        values: {},
      },
      { kind: 'cut', id: cut, spans: [4, 20] },
    ],
    1,
  );
  expect(ana.status().unsent).toBe(1);
  const many = Array.from({ length: 30 }, () => draw(ana));
  ana.propose([{ kind: 'alive', ids: many, lamport: ana.nextLamport(), alive: false }], 2);
  expect(ana.status().unsent).toBe(31);
});
