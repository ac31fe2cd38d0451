import { expect, test, vi } from 'vitest';
import { NotLoaded } from '../../../../core/base/late-code.ts';
import { checkBatch } from '../../../../core/board/admission/validate-op.ts';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { drawEntries } from '../../../../renderer/engine/export/draw-entries.ts';
import { RecordingCanvas } from '../../../../renderer/engine/export/recording-canvas.ts';
import { markupOf } from '../../../../renderer/engine/export/svg/svg-markup.ts';
import { InkCache } from '../../../../renderer/engine/ink/ink-cache.ts';
import { kindOf } from '../../../../renderer/engine/kinds/kind-of.ts';
import { PictureCache } from '../../../../renderer/engine/pictures/picture-cache.ts';
import { placePictures } from '../../../../renderer/engine/pictures/place-pictures.ts';
import { Scene } from '../../../../renderer/engine/scene.ts';
import { proposeCopies } from '../../../../renderer/engine/selection/arranging/copies.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { LocalBoard, ME } from './local-board.ts';

const HASH = 'h'.repeat(43);
const bitmap = (width: number, height: number, closed: string[] = []): ImageBitmap => ({
  width,
  height,
  close: () => void closed.push(`${width}`),
});

test('pictures stand side by side about the point, none larger than asked, in one step of undo', () => {
  const access = new LocalBoard();
  const pictures = [
    { hash: HASH, type: 'image/png', width: 400, height: 200 },
    { hash: HASH, type: 'image/jpeg', width: 50, height: 100 },
  ];
  const ids = placePictures(access, pictures, { x: 100, y: 100 }, 200);
  const places = ids.map((id) => {
    const element = access.board().get(id);
    return element && [element.kind, element.x / 16, element.y / 16, element.get('w') / 16, element.get('h') / 16];
  });
  expect(places).toEqual([
    [ElementKind.image, 100 - 133, 50, 200, 100],
    [ElementKind.image, 100 - 133 + 216, 50, 50, 100],
  ]);
  expect(access.board().hasPicture(HASH)).toBe(true);
});

test('a hub takes what is placed, however far out and however large', () => {
  const access = new LocalBoard();
  const far = { hash: HASH, type: 'image/webp', width: 1e9, height: 0.2 };
  const [id] = placePictures(access, [far], { x: 1e12, y: -1e12 }, 1e9);
  const state = id && access.board().state(id);
  if (!state?.birth) throw new Error('it is on the board');
  const again = new LocalBoard().board();
  const { alive: _alive, ...values } = state.values;
  expect(checkBatch(again, ME, [{ kind: 'add', id: state.id, lamport: 1, birth: state.birth, values }], 0)).toBeUndefined();
});

test('a picture is hit anywhere inside of it, also when it is turned', () => {
  const access = new LocalBoard();
  const [id] = placePictures(access, [{ hash: HASH, type: 'image/png', width: 200, height: 20 }], { x: 0, y: 0 }, 200);
  const element = id && access.board().get(id);
  const kind = kindOf(ElementKind.image);
  if (!element || !kind || !id) throw new Error('it is on the board');
  const at = (x: number, y: number) => kind.hit(access.board(), element, { x1: x, y1: y, x2: x, y2: y }, 1);
  expect([at(90, 0), at(0, 90)]).toEqual([true, false]);
  access.board().apply(ME, [{ kind: 'set', id, lamport: access.nextLamport(), values: { angle: 9_000 } }]);
  expect([at(90, 0), at(0, 90)]).toEqual([false, true]);
});

test('a copy shows the same picture: its bytes are not sent again', () => {
  const access = new LocalBoard();
  const ids = placePictures(access, [{ hash: HASH, type: 'image/png', width: 200, height: 20 }], { x: 0, y: 0 }, 200);
  const [copy] = proposeCopies(access, ids, { dx: 32, dy: 0 }, 2);
  const [original, copied] = [ids[0], copy].map((id) => id && access.board().get(id));
  expect(copied && [copied.kind, copied.get('hash'), copied.get('w')]).toEqual([ElementKind.image, HASH, 3200]);
  expect(copied && original && copied.x - original.x).toBe(32);
});

test('a mirrored picture is drawn with left and right exchanged, then turned', async () => {
  const access = new LocalBoard();
  const [id] = placePictures(access, [{ hash: HASH, type: 'image/png', width: 200, height: 20 }], { x: 0, y: 0 }, 200);
  const pictures = new PictureCache({
    read: async () => ({ bytes: new Uint8Array(1), type: 'image/png' }),
    decode: async () => bitmap(200, 20),
    ready: () => undefined,
  });
  await pictures.settled(HASH, 0);
  const looks: string[] = [];
  const drawn = (values: { readonly mirrored?: boolean; readonly angle?: number }): string => {
    const element = id && access.board().get(id);
    const kind = kindOf(ElementKind.image);
    if (!element || !kind || !id) throw new Error('it is on the board');
    access.board().apply(ME, [{ kind: 'set', id, lamport: access.nextLamport(), values }]);
    looks.push(kind.look(access.board(), element));
    const target = new RecordingCanvas(() => ({ width: 10 }) as TextMetrics);
    const look = { board: access.board(), theme: 'light', ink: new InkCache(), pictures } as const;
    kind.draw(target, element, { scale: 2, originX: 0, originY: 0 }, look);
    return /matrix\(([^)]*)\)/.exec(markupOf(target.marks, () => 'data:,'))?.[1] ?? '';
  };
  expect(drawn({ mirrored: false })).toBe('2 0 0 2 0 0');
  expect(drawn({ mirrored: true })).toBe('-2 0 0 2 0 0');
  expect(drawn({ angle: 9_000 })).toBe('0 -2 -2 0 0 0');
  expect(new Set(looks).size).toBe(3);
});

test('a picture is fetched once, told when it can be drawn, and one that is none stays away', async () => {
  const ready: string[] = [];
  const asked: string[] = [];
  const cache = new PictureCache({
    read: async (hash) => {
      asked.push(hash);
      return hash === 'gone' ? undefined : { bytes: new Uint8Array(1), type: 'image/png' };
    },
    decode: async (_bytes) => {
      if (asked.at(-1) === 'broken') throw new Error('no picture');
      return bitmap(10, 10);
    },
    ready: (hash) => ready.push(hash),
  });
  for (const hash of ['good', 'gone', 'broken']) {
    expect(cache.bitmap(hash)).toBeUndefined();
    await cache.settled(hash, 0);
  }
  expect(cache.bitmap('good')).toBeDefined();
  await cache.settled('good', 0);
  expect([cache.bitmap('gone'), cache.bitmap('broken')]).toEqual([undefined, undefined]);
  expect([asked, ready]).toEqual([['good', 'gone', 'broken'], ['good']]);
});

test('a picture whose decoder did not load is decoded when it is drawn again', async () => {
  let loads = 0;
  const cache = new PictureCache({
    read: async () => ({ bytes: new Uint8Array(1), type: 'image/png' }),
    decode: async () => {
      if (++loads === 1) throw new NotLoaded('offline');
      return bitmap(10, 10);
    },
    ready: () => undefined,
  });
  await cache.settled('a', 0);
  await cache.settled('a', 0);
  expect(cache.bitmap('a')).toBeDefined();
});

test('when there are too many pixels the picture drawn longest ago goes, and comes again when it is drawn', async () => {
  const closed: string[] = [];
  let width = 0;
  const cache = new PictureCache({
    read: async () => ({ bytes: new Uint8Array(1), type: 'image/png' }),
    decode: async () => bitmap(++width, 20_000_000 / width, closed),
    ready: () => undefined,
  });
  const whole = Number.POSITIVE_INFINITY;
  await Promise.all(['a', 'b', 'c'].map((hash) => cache.settled(hash, whole)));
  cache.bitmap('a');
  await cache.settled('d', whole);
  expect(closed).toEqual(['2']);
  expect([cache.bitmap('a'), cache.bitmap('b')].map((one) => one !== undefined)).toEqual([true, false]);
});

/** As a browser decodes photos: smaller when they need not be whole. */
async function photo(most: number): Promise<ImageBitmap> {
  const share = Math.min(1, Math.sqrt(most / (4_000 * 3_000)));
  return bitmap(Math.ceil(4_000 * share), Math.ceil(3_000 * share));
}

test('many photos that are seen at once are decoded small, and none over and over', async () => {
  let decoded = 0;
  const photos = Array.from({ length: 40 }, (_, i) => `photo ${i}`);
  const missing = (): number => photos.filter((hash) => cache.bitmap(hash, 400 * 300) === undefined).length;
  const cache = new PictureCache({
    read: async () => ({ bytes: new Uint8Array(1), type: 'image/jpeg' }),
    decode: (_bytes, _type, most) => {
      decoded++;
      return photo(most);
    },
    ready: () => void (decoded < 1_000 && missing()),
  });
  missing();
  await Promise.all(photos.map((hash) => cache.settled(hash, 0)));
  expect([missing(), decoded]).toEqual([0, 40]);
  // Seen from near, one of them comes whole.
  cache.bitmap('photo 7', 4_000 * 3_000);
  await cache.settled('photo 7', 0);
  await vi.waitFor(() => expect(cache.bitmap('photo 7', 4_000 * 3_000)?.width).toBe(4_000));
  expect(decoded).toBe(41);
});

/** Draws so many photos of 12 megapixels for an export: the widths of those drawn, and how many were decoded. */
async function exported(count: number) {
  const access = new LocalBoard();
  const hashes = Array.from({ length: count }, (_, i) => String.fromCharCode(97 + i).repeat(43));
  const photos = hashes.map((hash) => ({ hash, type: 'image/jpeg', width: 4_000, height: 3_000 }));
  placePictures(access, photos, { x: 0, y: 0 }, 8_000);
  const scene = new Scene(() => access.board());
  scene.reset();
  let decoded = 0;
  const pictures = new PictureCache({
    read: async () => ({ bytes: new Uint8Array(1), type: 'image/jpeg' }),
    decode: (_bytes, _type, most) => {
      decoded++;
      return photo(most);
    },
    ready: () => undefined,
  });
  const drawn: number[] = [];
  const target = new RecordingCanvas(
    () => ({ width: 10 }) as TextMetrics,
    (image) => drawn.push((image as ImageBitmap).width),
  );
  const place = { scale: 1, originX: 0, originY: 0 };
  await drawEntries(target, [...scene.entries()], place, {
    board: () => access.board(),
    ink: new InkCache(),
    pictures,
    clock: new FakeClock(),
    theme: 'light',
  });
  return { drawn, decoded };
}

test('an export draws every picture, however many there are and however large', async () => {
  expect((await exported(12)).drawn).toEqual(Array.from({ length: 12 }, () => 4_000));
});

test('an export decodes pictures that have room together once', async () => {
  expect((await exported(3)).decoded).toBe(3);
});
