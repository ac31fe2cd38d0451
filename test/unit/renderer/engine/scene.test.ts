import { expect, test } from 'vitest';
import { textOps } from '../../../../core/board/bodies/text-edits.ts';
import { Body, ElementKind } from '../../../../core/board/kinds.ts';
import { compareDepth, Scene } from '../../../../renderer/engine/scene.ts';
import { boardTexts } from '../../../../renderer/engine/text/layout/board-texts.ts';
import { LocalBoard } from './local-board.ts';

function openScene() {
  const local = new LocalBoard();
  const scene = new Scene(() => local.board());
  local.onChange(({ ids }) => {
    if (ids === 'all') scene.reset();
    else for (const id of ids) scene.update(id);
  });
  return { local, scene };
}
const around = (x: number, y: number) => ({ minX: x - 1, minY: y - 1, maxX: x + 1, maxY: y + 1 });
const DIAGONAL = [
  [0, 0],
  [100, 100],
] as const;

test('a stroke is found where its ink is, and by its edge too', () => {
  const { local, scene } = openScene();
  const id = local.stroke(DIAGONAL);
  expect(scene.search(around(50, 50)).map((entry) => entry.id)).toEqual([id]);
  expect(scene.search(around(102, 50))).toHaveLength(1);
  expect(scene.search(around(110, 50))).toHaveLength(0);
});

test('a moved stroke is found at its new place and only there, however often it moves', () => {
  const { local, scene } = openScene();
  const id = local.stroke(DIAGONAL);
  for (let i = 1; i <= 20; i++) {
    local.receive([{ kind: 'set', id, lamport: local.nextLamport(), values: { x: i * 1000 * 16 } }]);
    expect(scene.search(around(i * 1000 + 50, 50))).toHaveLength(1);
    expect(scene.search(around((i - 1) * 1000 + 50, 50))).toHaveLength(0);
  }
  expect(scene.size).toBe(1);
});

test('a removed stroke is found no more, and comes back when it is brought back', () => {
  const { local, scene } = openScene();
  const id = local.stroke(DIAGONAL);
  local.receive([{ kind: 'alive', ids: [id], lamport: local.nextLamport(), alive: false }]);
  expect(scene.search(around(50, 50))).toHaveLength(0);
  expect(scene.bounds()).toBeUndefined();
  local.receive([{ kind: 'alive', ids: [id], lamport: local.nextLamport(), alive: true }]);
  expect(scene.search(around(50, 50))).toHaveLength(1);
});

test('a change that does not show gives the same entry, so nothing is painted for an echo', () => {
  const { local, scene } = openScene();
  const id = local.stroke(DIAGONAL);
  const { x } = local.element(id);
  local.board().apply(local.clientId, [{ kind: 'set', id, lamport: local.nextLamport(), values: { x } }]);
  const echo = scene.update(id);
  expect(echo.before).toBe(echo.after);
  local.board().apply(local.clientId, [{ kind: 'set', id, lamport: local.nextLamport(), values: { color: 3 } }]);
  const recoloured = scene.update(id);
  expect(recoloured.before).not.toBe(recoloured.after);
});

test('highlighters lie below pens, then the order counts, then the id', () => {
  const { local, scene } = openScene();
  const low = local.stroke(DIAGONAL, { order: 'a1' });
  const high = local.stroke(DIAGONAL, { order: 'a2' });
  const equal = local.stroke(DIAGONAL, { order: 'a2' });
  const marker = local.stroke(DIAGONAL, { order: 'a9', kind: ElementKind.highlighter });
  const found = scene.search(around(50, 50)).sort(compareDepth);
  expect(found.map(({ id }) => id)).toEqual([marker, low, ...[high, equal].sort()]);
});

test('another board replaces everything', () => {
  const { local, scene } = openScene();
  local.stroke(DIAGONAL);
  local.replace();
  expect(scene.size).toBe(0);
  expect(scene.search({ minX: -1e9, minY: -1e9, maxX: 1e9, maxY: 1e9 })).toHaveLength(0);
});

test('many changes at once leave the same scene as one after the other', () => {
  const { local, scene } = openScene();
  const ids = Array.from({ length: 1_500 }, (_, i) => local.stroke([[i, 0], [i + 5, 5]])); // biome-ignore format: one line
  const lamport = local.nextLamport();
  const [moved, gone, same] = [ids.slice(0, 900), ids.slice(900, 1_200), ids.slice(1_200)];
  local
    .board()
    .apply(local.clientId, [
      ...moved.map((id, i) => ({ kind: 'set' as const, id, lamport, values: { x: 16 * i, y: 16_000 } })),
      { kind: 'alive', ids: gone, lamport, alive: false },
    ]);
  const changes = scene.updateEach([...ids, ...moved]);
  const oneByOne = new Scene(() => local.board());
  oneByOne.reset();
  const everywhere = { minX: -1e9, minY: -1e9, maxX: 1e9, maxY: 1e9 };
  const seen = (one: Scene) => one.search(everywhere).sort(compareDepth);
  expect(seen(scene)).toEqual(seen(oneByOne));
  expect(scene.size).toBe(1_200);
  expect(changes.size).toBe(1_500);
  expect(moved.every((id) => changes.get(id)?.after === scene.get(id))).toBe(true);
  expect(gone.every((id) => changes.get(id)?.before !== undefined && changes.get(id)?.after === undefined)).toBe(true);
  expect(same.every((id) => changes.get(id)?.before === changes.get(id)?.after)).toBe(true);
});

test('of very much text only some is laid out at once; the rest has a rough box, which is found, until its turn', () => {
  const { local, scene } = openScene();
  const letters = 'words '.repeat(5_000);
  const ids = Array.from({ length: 6 }, (_, i) => {
    const id = local.newElementId();
    const values = { order: 'a1', x: i * 100_000, y: 0, color: 0, size: 320, w: 16_000 };
    local.receive([
      { kind: 'add', id, lamport: local.nextLamport(), birth: { kind: ElementKind.text, body: Body.none, facts: {} }, values },
      ...textOps({ newElementId: () => local.newElementId(), lamport: local.nextLamport() }, id, letters),
    ]);
    return id;
  });
  const boxes = () => ids.map((id) => (scene.get(id)?.maxY ?? 0) - (scene.get(id)?.minY ?? 0));
  boardTexts.fontsChanged();
  scene.reset();
  const whole = boxes();
  expect(scene.takeRough()).toEqual([]);

  boardTexts.fontsChanged();
  scene.reset(2 * letters.length);
  for (const [i, high] of boxes().entries()) {
    expect(high / (whole[i] ?? 0)).toBeGreaterThan(i < 2 ? 0.999 : 0.5);
    expect(high / (whole[i] ?? 0)).toBeLessThan(i < 2 ? 1.001 : 2);
  }
  const turns: number[] = [];
  for (let rough = scene.takeRough(); rough.length > 0; rough = scene.takeRough()) {
    turns.push(rough.length);
    scene.updateEach(rough);
  }
  expect(turns).toEqual([2, 2]);
  expect(boxes()).toEqual(whole);
  expect(scene.remeasure()).toEqual(ids);
});
