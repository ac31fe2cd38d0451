import { expect, test } from 'vitest';
import { draw, remove, visible, World } from './world.ts';

test('a saved copy opened in another room brings every stroke as it was, for everybody', () => {
  const source = new World({}, 2);
  const ana = source.joined();
  const ids = [draw(ana, 5), draw(ana)].sort();
  const removed = draw(ana);
  remove(ana, removed);
  source.pass(500);
  const bytes = ana.copyBytes();
  const target = new World({}, 3);
  const [bo, cy] = [target.joined(), target.joined()];
  expect(bo.importCopy(bytes)).toEqual({ imported: 2 });
  target.pass(500);
  expect(visible(cy)).toEqual(ids);
  for (const id of ids) expect([...(cy.board().get(id)?.points ?? [])]).toEqual([...(ana.board().get(id)?.points ?? [1])]);
  expect(cy.fingerprint()).toBe(bo.fingerprint());
  bo.undo();
  target.pass(500);
  expect(visible(cy)).toEqual(ids);
  expect(bo.takeBack()).toEqual({ elements: 2, own: 0, authors: 1 });
  target.pass(500);
  expect(visible(cy)).toEqual([]);
  bo.undo();
  target.pass(500);
  expect(visible(cy)).toEqual(ids);
});

test('a file opened twice changes nothing the second time, and brings back what was removed since', () => {
  const world = new World();
  const ana = world.joined();
  const ids = [draw(ana), draw(ana)].sort();
  world.pass(300);
  const bytes = ana.copyBytes();
  expect(ana.importCopy(bytes)).toEqual({ imported: 0 });
  remove(ana, ids[0] as never);
  expect(ana.importCopy(bytes)).toEqual({ imported: 1 });
  expect(visible(ana)).toEqual(ids);
  world.pass(300);
  expect(world.hub.replica.board.aliveCount).toBe(2);
  expect(ana.status()).toMatchObject({ unsent: 0, refused: undefined });
});

test('a file can be opened without a connection and reaches the room later', () => {
  const source = new World({}, 2).person();
  draw(source);
  const bytes = source.copyBytes();
  const world = new World({}, 3);
  const ana = world.person();
  ana.importCopy(bytes);
  ana.start();
  world.pass(500);
  expect(world.hub.replica.board.aliveCount).toBe(1);
});

test.each([
  ['not an Inkroom file', Uint8Array.of(1, 2, 3), 'snapshot.not_inkroom'],
  ['cut off', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 3), 'snapshot.checksum'],
  ['of a newer format', (bytes: Uint8Array) => bytes.with(4, 99), 'snapshot.version'],
] as const)('a file that is %s is refused with the reason and changes nothing', (_, damage, code) => {
  const ana = new World().person();
  draw(ana);
  const before = ana.fingerprint();
  const bytes = typeof damage === 'function' ? damage(ana.copyBytes()) : damage;
  expect(ana.importCopy(bytes)).toEqual({ refused: code });
  expect(ana.fingerprint()).toBe(before);
});

test('a large file goes to the hub in pieces, at a pace that it allows', () => {
  const source = new World({}, 2).person();
  for (let i = 0; i < 2_000; i++) draw(source, 20);
  const bytes = source.copyBytes();
  const world = new World({}, 3);
  const [ana, bo] = [world.joined(), world.joined()];
  expect(ana.importCopy(bytes)).toEqual({ imported: 2_000 });
  world.pass(60_000);
  expect(bo.fingerprint()).toBe(ana.fingerprint());
  expect(visible(bo)).toHaveLength(2_000);
  expect(ana.status()).toMatchObject({ unsent: 0, refused: undefined });
});
