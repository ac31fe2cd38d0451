import { expect, test } from 'vitest';
import type { Box } from '../../../../../../core/board/element.ts';
import type { ElementId } from '../../../../../../core/board/ids.ts';
import { intersects } from '../../../../../../renderer/engine/geometry.ts';
import { Tile, type TilePainter } from '../../../../../../renderer/engine/layers/tiles/tile.ts';
import type { TileContext } from '../../../../../../renderer/engine/layers/tiles/tile-canvases.ts';
import { compareDepth, type SceneEntry } from '../../../../../../renderer/engine/scene.ts';

/** A canvas that remembers what is on it, from below to above, and forgets what a clip clears. */
interface FakeCanvas {
  readonly on: SceneEntry[];
}

/** Stands in for the settled layer: its scene is a list, its canvases remember. The tile has scale 1, so a tile is 512 world px. */
class Table implements TilePainter {
  entries: SceneEntry[] = [];
  drawn = 0;
  canvases = 0;

  contents(box: Box): SceneEntry[] {
    return this.entries.filter((entry) => intersects(entry, box)).sort(compareDepth);
  }
  draw(context: TileContext, entry: SceneEntry): number {
    this.drawn++;
    const { on } = context as unknown as FakeCanvas;
    const clip = (context as unknown as { clipped?: Box }).clipped;
    // Drawn again under a clip: what lay there has been cleared, so it takes its place in the order.
    if (clip) on.splice(0, on.length, ...on.filter(({ id }) => id !== entry.id));
    on.push(entry);
    return 100;
  }
  canvas(picture?: HTMLCanvasElement): TileContext {
    this.canvases++;
    let rect: Box | undefined;
    const on = [...((picture as unknown as FakeCanvas | undefined)?.on ?? [])];
    const fake = {
      on,
      clipped: undefined as Box | undefined,
      canvas: {},
      save() {},
      restore() {
        fake.clipped = undefined;
      },
      setTransform() {},
      beginPath() {},
      rect(x: number, y: number, width: number, height: number) {
        rect = { minX: x, minY: y, maxX: x + width, maxY: y + height };
      },
      clip() {
        fake.clipped = rect;
      },
      clearRect() {
        const { clipped } = fake;
        if (clipped) on.splice(0, on.length, ...on.filter((entry) => !intersects(entry, clipped)));
      },
    };
    return fake as unknown as TileContext;
  }
  recycle(): void {
    this.canvases--;
  }
  /** A canvas is its own picture. */
  finish(context: TileContext, before: HTMLCanvasElement | undefined): HTMLCanvasElement {
    if (before) this.canvases--;
    return context as unknown as HTMLCanvasElement;
  }
  discard(): void {
    this.canvases--;
  }
}

const entry = (name: string, order: string, x: number, y = 10, size = 20): SceneEntry => ({
  id: name as ElementId,
  band: 'ink',
  look: '',
  holdsTo: [],
  order,
  minX: x,
  minY: y,
  maxX: x + size,
  maxY: y + size,
});

function tileWith(...entries: SceneEntry[]) {
  const table = new Table();
  table.entries = entries;
  const tile = new Tile(0, 0, 1);
  const finish = () => {
    for (let i = 0; i < 200 && !tile.settled; i++) tile.work(table, 1_000);
    const picture = tile.picture(table) as unknown as FakeCanvas | undefined;
    return picture?.on.map(({ id }) => id as string) ?? [];
  };
  return { table, tile, finish };
}

test('a tile is built over several frames and shows its contents from below to above', () => {
  const many = Array.from({ length: 30 }, (_, i) => entry(`e${i}`, `a${String(i).padStart(2, '0')}`, i * 10));
  const { table, tile, finish } = tileWith(...[...many].reverse());
  expect(tile.ready).toBe(false);
  tile.work(table, 500);
  expect(table.drawn).toBe(5);
  expect(tile.ready).toBe(false);
  expect(finish()).toEqual(many.map(({ id }) => id));
  expect(tile.ready).toBe(true);
});

test('a tile without ink has no bitmap and is ready', () => {
  const { table, tile } = tileWith();
  tile.work(table, 100);
  expect(tile).toMatchObject({ ready: true, settled: true, hasInk: false });
  expect(tile.picture(table)).toBeUndefined();
  expect(table.canvases).toBe(0);
});

test('a new uppermost element is only drawn on top: nothing else is drawn again', () => {
  const { table, tile, finish } = tileWith(entry('a', 'a1', 0), entry('b', 'a2', 5));
  finish();
  const drawn = table.drawn;
  const above = entry('c', 'a3', 8);
  table.entries.push(above);
  tile.changed(undefined, above);
  expect(finish()).toEqual(['a', 'b', 'c']);
  expect(table.drawn).toBe(drawn + 1);
});

test('an element that comes between others takes its place between them', () => {
  const { table, tile, finish } = tileWith(entry('a', 'a1', 0), entry('c', 'a3', 5));
  finish();
  const between = entry('b', 'a2', 3);
  table.entries.push(between);
  tile.changed(undefined, between);
  expect(finish()).toEqual(['a', 'b', 'c']);
});

test('an element that was raised to the top stays above what comes below it later', () => {
  const low = entry('a', 'a1', 0);
  const { table, tile, finish } = tileWith(low, entry('b', 'a2', 5));
  finish();
  const raised = entry('a', 'a9', 0);
  table.entries[0] = raised;
  tile.changed(low, raised);
  finish();
  const middle = entry('m', 'a5', 2);
  table.entries.push(middle);
  tile.changed(undefined, middle);
  const order = finish();
  expect(order.indexOf('m')).toBeLessThan(order.indexOf('a'));
});

test('a removed element is gone, and only its surroundings are drawn again', () => {
  const gone = entry('b', 'a2', 5);
  const { table, tile, finish } = tileWith(entry('a', 'a1', 0), gone, entry('far', 'a3', 300));
  finish();
  const drawn = table.drawn;
  table.entries = table.entries.filter(({ id }) => id !== gone.id);
  tile.changed(gone, undefined);
  expect(finish().sort()).toEqual(['a', 'far']);
  expect(table.drawn).toBe(drawn + 1);
});

test('a change under very much ink is drawn on another canvas while the old one is shown', () => {
  const many = Array.from({ length: 400 }, (_, i) => entry(`e${i}`, `a${String(i).padStart(3, '0')}`, i % 40));
  const { table, tile, finish } = tileWith(...many);
  finish();
  const shown = tile.picture(table);
  const gone = many[7] as SceneEntry;
  table.entries = table.entries.filter(({ id }) => id !== gone.id);
  tile.changed(gone, undefined);
  tile.work(table, 1_000);
  tile.work(table, 1_000);
  expect(tile.picture(table)).toBe(shown);
  expect(tile.settled).toBe(false);
  expect(finish()).not.toContain(gone.id);
  expect(tile.picture(table)).not.toBe(shown);
  expect(table.canvases).toBe(1);
});

test('changes that never stop do not keep a heavy tile from ever being shown', () => {
  const many = Array.from({ length: 400 }, (_, i) => entry(`e${i}`, `a${String(i).padStart(3, '0')}`, i % 40));
  const { table, tile } = tileWith(...many);
  let at = many[3] as SceneEntry;
  let swaps = 0;
  let shown = tile.picture(table);
  for (let frame = 0; frame < 300; frame++) {
    const next = { ...at, minX: at.minX + 1, maxX: at.maxX + 1 };
    table.entries[table.entries.indexOf(at)] = next;
    tile.changed(at, next);
    at = next;
    tile.work(table, 2_000);
    const picture = tile.picture(table);
    if (tile.ready && picture !== shown) {
      swaps++;
      shown = picture;
    }
  }
  expect(swaps).toBeGreaterThan(3);
});

test('an element of another tile changes nothing here', () => {
  const { table, tile, finish } = tileWith(entry('a', 'a1', 0));
  finish();
  const drawn = table.drawn;
  tile.changed(entry('z', 'a5', 900), entry('z', 'a5', 950));
  expect(tile.settled).toBe(true);
  expect(table.drawn).toBe(drawn);
});

test('very many elements that come on top at once are drawn over several frames', () => {
  const { table, tile, finish } = tileWith(entry('a', 'a1', 0));
  finish();
  const many = Array.from({ length: 500 }, (_, i) => entry(`n${i}`, `b${String(i).padStart(3, '0')}`, i));
  for (const one of many) {
    table.entries.push(one);
    tile.changed(undefined, one);
  }
  const drawn = table.drawn;
  tile.work(table, 1_000);
  expect(table.drawn - drawn).toBeLessThanOrEqual(10);
  expect(finish()).toEqual(['a', ...many.map(({ id }) => id as string)]);
});

test('an element that looks different before its turn has come is drawn once', () => {
  const many = Array.from({ length: 30 }, (_, i) => entry(`e${i}`, `a${String(i).padStart(2, '0')}`, i * 10));
  const { table, tile, finish } = tileWith(...many);
  tile.work(table, 500);
  const late = many[20] as SceneEntry;
  tile.changed(late, late);
  finish();
  expect(table.drawn).toBe(30);
});

test('changes far from each other are drawn again each by itself, and not all that lies between them', () => {
  const row = Array.from({ length: 25 }, (_, i) => entry(`e${i}`, `a${String(i).padStart(2, '0')}`, i * 20, 10, 15));
  const { table, tile, finish } = tileWith(...row);
  finish();
  const drawn = table.drawn;
  for (const at of [2, 12, 22]) tile.changed(row[at], row[at]);
  finish();
  expect(table.drawn - drawn).toBe(3);
});

test('a tile that grows can be looked at, and goes on growing', () => {
  const many = Array.from({ length: 30 }, (_, i) => entry(`e${i}`, `a${String(i).padStart(2, '0')}`, i * 10));
  const { table, tile, finish } = tileWith(...many);
  tile.work(table, 500);
  expect((tile.picture(table) as unknown as FakeCanvas).on).toHaveLength(5);
  expect(tile.ready).toBe(false);
  expect(finish()).toEqual(many.map(({ id }) => id));
  expect([table.drawn, table.canvases]).toEqual([30, 1]);
});

test('a tile that waits for its turn to grow makes no other picture', () => {
  const many = Array.from({ length: 30 }, (_, i) => entry(`e${i}`, `a${String(i).padStart(2, '0')}`, i * 10));
  const { table, tile } = tileWith(...many);
  let pictures = 0;
  const { finish } = table;
  table.finish = (context, before) => {
    pictures++;
    return finish.call(table, context, before);
  };
  tile.work(table, 0);
  expect(tile.picture(table)).toBeUndefined();
  tile.work(table, 500);
  const grown = tile.picture(table);
  expect([tile.picture(table), pictures]).toEqual([grown, 1]);
  tile.work(table, 500);
  tile.picture(table);
  expect(pictures).toBe(2);
});

test('a tile that nobody looks at makes no picture', () => {
  const { table, tile } = tileWith(entry('a', 'a1', 0));
  let pictures = 0;
  table.finish = (context) => {
    pictures++;
    return context as unknown as HTMLCanvasElement;
  };
  for (let i = 0; i < 3; i++) {
    const above = entry(`b${i}`, `b${i}`, i);
    tile.work(table, 1_000);
    tile.changed(undefined, above);
  }
  tile.work(table, 1_000);
  expect(pictures).toBe(0);
  tile.picture(table);
  tile.picture(table);
  expect(pictures).toBe(1);
});
