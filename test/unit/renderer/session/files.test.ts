import { expect, test } from 'vitest';
import type { ElementState } from '../../../../core/board/element.ts';
import { type ClientId, elementId, type InstanceId } from '../../../../core/board/ids.ts';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { encodeSnapshot } from '../../../../core/room/snapshot/snapshot.ts';
import { addInk, inkBirth, stampAll } from '../../../support/ink.ts';
import { draw, Pen, place, remove, visible, World } from './world.ts';

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

test('more elements than one op may name are removed in one change, and all come back when the file is opened again', () => {
  const author = 'cap________' as ClientId;
  const source = new World({}, 2).person();
  const ids = Array.from({ length: 6_000 }, (_, k) => elementId(author, k + 1));
  const board = source.board();
  ids.forEach((id, k) => {
    board.apply(author, [
      addInk({
        id,
        lamport: k + 1,
        values: { kind: ElementKind.pen, order: 'a0', x: k, y: 0, color: 1, width: 16, pressured: false },
      }),
    ]);
  });
  const bytes = source.copyBytes();
  const world = new World({}, 3);
  const ana = world.joined();
  expect(ana.importCopy(bytes)).toEqual({ imported: ids.length });
  remove(ana, ...ids);
  expect(ana.status()).toMatchObject({ elements: 0, refused: undefined });
  ana.undo();
  expect(ana.status()).toMatchObject({ elements: ids.length, refused: undefined });
  ana.redo();
  expect(ana.importCopy(bytes)).toEqual({ imported: ids.length });
  expect(ana.status()).toMatchObject({ elements: ids.length, refused: undefined });
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

const STRANGER = 'stranger___' as ClientId;

/** A file as only a foreign hand makes it. */
function fileWith(...elements: readonly { readonly k: number; readonly lamport: number }[]): Uint8Array {
  const states = elements.map(({ k, lamport }): ElementState => {
    const values = { alive: true, order: 'a1', x: 0, y: 0, color: 0, width: 8 };
    const stamps = stampAll(values, { lamport, clientId: STRANGER });
    const body = { content: new Uint8Array(0), count: 0, endCount: 0 };
    return { id: elementId(STRANGER, k), birth: inkBirth(), values, stamps, ...body, restored: true, marks: [] };
  });
  return encodeSnapshot({ epoch: undefined, vector: [], savedAt: 0, states });
}

test('an element of a file that no hub would take is left out, and what is drawn afterwards is taken', () => {
  const world = new World();
  const ana = world.person();
  expect(ana.importCopy(fileWith({ k: 1, lamport: Number.MAX_SAFE_INTEGER }))).toEqual({ refused: 'op.value' });
  expect(ana.board().elementCount).toBe(0);
  expect(ana.importCopy(fileWith({ k: 1, lamport: Number.MAX_SAFE_INTEGER }, { k: 2, lamport: 7 }))).toEqual({ imported: 1 });
  expect(ana.status().refused?.code).toBe('op.value');
  const own = draw(ana);
  expect(ana.nextLamport()).toBeLessThan(100);
  ana.start();
  world.pass(500);
  expect(ana.status().unsent).toBe(0);
  expect(world.hub.replica.board.get(own)?.alive).toBe(true);
  expect(world.hub.replica.board.get(elementId(STRANGER, 2))?.alive).toBe(true);
});

test('an element of a lost copy that no hub would take stays in the copy, and all others come back', () => {
  const world = new World({ logBatches: 0 });
  const bo = world.joined();
  const id = draw(bo);
  world.pass(100);
  const wild = Number.MAX_SAFE_INTEGER - 1;
  const values = { kind: ElementKind.pen, order: 'a1', x: 0, y: 0, color: 0, width: 8, pressured: false } as const;
  const ops = [addInk({ id: elementId(STRANGER, 1), lamport: wild, values })] as const;
  world.hub.replica.board.apply(STRANGER, ops, { origin: 'elsewhere__' as InstanceId, seq: 1 });
  const ana = world.joined();
  expect(ana.board().aliveCount).toBe(2);
  bo.dispose();
  world.hub.restart();
  world.pass(2_000);
  ana.resolveLostCopy('restore');
  world.pass(500);
  expect(visible(ana)).toEqual([id]);
  expect(world.hub.replica.board.aliveCount).toBe(1);
  expect(ana.status()).toMatchObject({ lostCopy: { elements: 1 }, refused: { code: 'op.value' }, unsent: 0 });
  ana.resolveLostCopy('discard');
  expect(ana.status().lostCopy).toBeUndefined();
});

test('a change of which a part cannot be taken is not made at all', () => {
  const world = new World();
  const ana = world.joined();
  const pen = new Pen(ana);
  const before = ana.fingerprint();
  const append = { kind: 'append', id: pen.id, offset: pen.count, chunk: new Uint8Array(400_000) } as const;
  ana.propose([{ kind: 'set', id: pen.id, lamport: ana.nextLamport(), values: { x: 9 } }, append], pen.gesture);
  expect(ana.fingerprint()).toBe(before);
  expect(ana.status().refused?.code).toBe('batch.too_large');
  place(ana, pen.id, 9);
  expect(ana.board().get(pen.id)?.x).toBe(9);
});
