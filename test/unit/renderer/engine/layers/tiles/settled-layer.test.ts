import { expect, test } from 'vitest';
import { textOps } from '../../../../../../core/board/bodies/text-edits.ts';
import { ElementKind } from '../../../../../../core/board/kinds.ts';
import { InkCache } from '../../../../../../renderer/engine/ink/ink-cache.ts';
import { SettledLayer } from '../../../../../../renderer/engine/layers/tiles/settled-layer.ts';
import { TileCanvases, type TileContext } from '../../../../../../renderer/engine/layers/tiles/tile-canvases.ts';
import { TileSheet } from '../../../../../../renderer/engine/layers/tiles/tile-sheet.ts';
import { PictureCache } from '../../../../../../renderer/engine/pictures/picture-cache.ts';
import { Scene } from '../../../../../../renderer/engine/scene.ts';
import { viewOf } from '../../../../../../renderer/engine/view/camera.ts';
import { LocalBoard } from '../../local-board.ts';
import { FakeDocument } from '../fake-canvas.ts';

const VIEW = viewOf({ x: 0, y: 0, zoom: 1 }, { width: 512, height: 512 }, 1);
/** More frames than the small boards of these tests need. */
const FRAMES = 200;

/** A board with thin lines in the view and around it, on a layer whose canvases count. `shown`: where its sheet has tiles now. */
function layerOf() {
  const access = new LocalBoard();
  const look: { paper: string | undefined } = { paper: '#fff' };
  for (let x = -400; x < 900; x += 100) access.stroke([[x, 10], [x + 50, 40]], { width: 16 }); // biome-ignore format: one line
  const board = () => access.board();
  const scene = new Scene(board);
  scene.reset();
  const document = new FakeDocument();
  const mount = document.canvas();
  const sheet = new TileSheet(mount.context.canvas);
  const [ground] = mount.children;
  const context = () => document.canvas().context as unknown as TileContext;
  const pictures = new PictureCache({ read: async () => undefined, decode: () => Promise.reject(), ready: () => undefined });
  const layer = new SettledLayer({
    sheet,
    canvases: new TileCanvases(mount.context.canvas.ownerDocument, context),
    scene,
    board,
    ink: new InkCache(),
    pictures,
    theme: () => 'light',
    paper: () => look.paper,
    isElsewhere: () => false,
    typing: () => undefined,
  });
  /** How the ground and the pictures on it are moved and stretched. */
  const shown = (): string[] => [...(ground?.children ?? [])].map(({ style }) => `${ground?.style.transform} ${style.transform}`);
  const sum = (name: string): number => document.made.reduce((all, { calls }) => all + (calls[name] ?? 0), 0);
  /** How many pictures there are: canvases that were on the page. */
  const made = (): number => document.made.filter(({ calls }) => calls.transferFromImageBitmap).length;
  const counts = { strokes: () => sum('stroke'), copied: () => sum('drawImage'), made, calls: sum };
  return { access, scene, layer, look, shown, ...counts };
}

test('the surroundings are drawn ahead without being shown, and not before the zoom is kept', () => {
  const { layer, shown, strokes } = layerOf();
  let now = 0;
  layer.paint(VIEW, 'resting', ++now);
  expect(layer.upToDate).toBe(true);
  expect(layer.pending).toBe(false);
  expect(shown()).toEqual(['translate(0px, 0px) matrix(1, 0, 0, 1, 0, 0)']);
  const inView = strokes();
  layer.paint(VIEW, 'kept', ++now);
  for (let frame = 0; layer.pending && frame < FRAMES; frame++) layer.paint(VIEW, 'kept', ++now);
  expect(strokes()).toBeGreaterThan(inView);
  expect(shown()).toHaveLength(1);
});

test('another view of the same tiles only moves them: nothing is drawn and nothing copied', () => {
  const { layer, shown, strokes, copied } = layerOf();
  let now = 0;
  layer.paint({ ...VIEW, width: 500 }, 'resting', ++now);
  const drawn = strokes();
  layer.paint({ ...VIEW, width: 500, originX: 3 }, 'resting', ++now);
  expect(shown()).toEqual(['translate(-3px, 0px) matrix(1, 0, 0, 1, 0, 0)']);
  expect([strokes(), copied()]).toEqual([drawn, 0]);
});

test('tiles that leave the view leave the page', () => {
  const { layer, shown } = layerOf();
  let now = 0;
  layer.paint({ ...VIEW, originX: -300 }, 'resting', ++now);
  expect(shown().sort()).toEqual([
    'translate(0px, 0px) matrix(1, 0, 0, 1, -212, 0)',
    'translate(0px, 0px) matrix(1, 0, 0, 1, 300, 0)',
  ]);
  layer.paint({ ...VIEW, originX: -512 }, 'resting', ++now);
  expect(shown()).toEqual(['translate(212px, 0px) matrix(1, 0, 0, 1, -212, 0)']);
  layer.dispose();
  expect(shown()).toEqual([]);
});

test('a scale to which people return is not drawn again, but shows what has changed meanwhile', () => {
  const { access, scene, layer, strokes } = layerOf();
  let now = 0;
  layer.paint(VIEW, 'resting', ++now);
  const closer = { ...VIEW, scale: 1.4 };
  layer.paint(closer, 'resting', ++now);
  expect(layer.upToDate).toBe(true);
  const before = strokes();
  // The last digits differ after steps in and out.
  layer.paint({ ...VIEW, scale: 1 + 1e-15 }, 'resting', ++now);
  expect([layer.upToDate, strokes()]).toEqual([true, before]);
  layer.paint(closer, 'resting', ++now);
  const id = access.stroke([[300, 300], [310, 320]], { width: 16 }); // biome-ignore format: one line
  const change = scene.update(id);
  layer.changed(change.before, change.after);
  layer.paint(VIEW, 'resting', ++now);
  expect(strokes()).toBe(before + 1);
});

test('on the way out of a detail the picture of the whole is stretched, and nothing is drawn until the zoom rests', () => {
  const { layer, shown, strokes } = layerOf();
  let now = 0;
  layer.paint({ ...VIEW, scale: 0.5 }, 'resting', ++now);
  layer.paint({ ...VIEW, scale: 1.4 }, 'resting', ++now);
  const drawn = strokes();
  layer.paint({ ...VIEW, scale: 0.6 }, 'moving', ++now);
  expect([strokes(), layer.upToDate]).toEqual([drawn, true]);
  expect(shown()).toEqual(['translate(0px, 0px) matrix(1.19921875, 0, 0, 1.19921875, 0, 0)']);
  layer.paint({ ...VIEW, scale: 0.6 }, 'resting', ++now);
  expect(strokes()).toBeGreaterThan(drawn);
});

test('places around a detail come from the picture of the whole until the zoom rests', () => {
  const { layer, shown, strokes, copied } = layerOf();
  let now = 0;
  layer.paint({ ...VIEW, scale: 0.5 }, 'resting', ++now);
  layer.paint({ ...VIEW, scale: 1 }, 'resting', ++now);
  const drawn = strokes();
  layer.paint({ ...VIEW, scale: 0.8 }, 'moving', ++now);
  expect([strokes(), copied(), layer.pending, layer.upToDate]).toEqual([drawn, 0, false, false]);
  // The detail, and the whole behind it.
  expect(shown().sort()).toEqual([
    'translate(0px, 0px) matrix(0.80078125, 0, 0, 0.80078125, 0, 0)',
    'translate(0px, 0px) matrix(1.599609375, 0, 0, 1.599609375, 0, 0)',
  ]);
  layer.paint({ ...VIEW, scale: 0.8 }, 'resting', ++now);
  for (let frame = 0; layer.pending && frame < FRAMES; frame++) layer.paint({ ...VIEW, scale: 0.8 }, 'resting', ++now);
  expect([strokes() > drawn, layer.upToDate]).toEqual([true, true]);
  expect(shown()).toEqual(['translate(0px, 0px) matrix(1, 0, 0, 1, 0, 0)']);
});

test('the picture behind shows what was drawn on the detail', () => {
  const { access, scene, layer, strokes } = layerOf();
  let now = 0;
  layer.paint({ ...VIEW, scale: 0.5 }, 'resting', ++now);
  layer.paint({ ...VIEW, scale: 1 }, 'resting', ++now);
  const { before, after } = scene.update(access.stroke([[300, 300], [310, 320]], { width: 16 })); // biome-ignore format: one line
  layer.changed(before, after);
  layer.paint({ ...VIEW, scale: 1 }, 'resting', ++now);
  const drawn = strokes();
  layer.paint({ ...VIEW, scale: 0.8 }, 'moving', ++now);
  expect(strokes()).toBe(drawn + 1);
});

test('who returns to the scale before finds it as it was, with what has changed meanwhile', () => {
  const { access, scene, layer, strokes } = layerOf();
  for (let i = 0; i < 12_000; i++) access.stroke([[i % 500, 100], [i % 500, 200]], { width: 16 }); // biome-ignore format: one line
  scene.reset();
  let now = 0;
  layer.paint(VIEW, 'resting', ++now);
  for (let frame = 0; layer.pending && frame < FRAMES; frame++) layer.paint(VIEW, 'resting', ++now);
  layer.paint({ ...VIEW, scale: 1.1 }, 'resting', ++now);
  expect(layer.upToDate).toBe(false);
  const { before, after } = scene.update(access.stroke([[300, 300], [310, 320]], { width: 16 })); // biome-ignore format: one line
  layer.changed(before, after);
  const drawn = strokes();
  layer.paint(VIEW, 'resting', ++now);
  expect([layer.upToDate, strokes()]).toEqual([true, drawn + 1]);
});

test('a place that no picture shows is drawn even while the zoom moves', () => {
  const { layer, strokes } = layerOf();
  let now = 0;
  layer.paint(VIEW, 'resting', ++now);
  const drawn = strokes();
  layer.paint({ ...VIEW, scale: 0.6 }, 'moving', ++now);
  expect(strokes()).toBeGreaterThan(drawn);
});

test('after a zoom what is not drawn yet is shown stretched, behind what is', () => {
  const { access, scene, layer, look, shown } = layerOf();
  for (let i = 0; i < 12_000; i++) access.stroke([[i % 500, 600], [i % 500, 700]], { width: 16 }); // biome-ignore format: one line
  scene.reset();
  const high = { ...VIEW, height: 1024 };
  let now = 0;
  layer.paint(high, 'resting', ++now);
  for (let frame = 0; layer.pending && frame < FRAMES; frame++) layer.paint(high, 'resting', ++now);
  const closer = { ...high, scale: 1.4 };
  const sharp = ['translate(0px, 0px) matrix(1, 0, 0, 1, 0, 0)', 'translate(0px, 0px) matrix(1, 0, 0, 1, 0, 512)'];
  const stretched = [0, 717].map((y) => `translate(0px, 0px) matrix(1.400390625, 0, 0, 1.400390625, 0, ${y})`);
  layer.paint(closer, 'resting', ++now);
  expect([layer.pending, shown().sort()]).toEqual([true, [sharp[0], ...stretched]]);
  // Patterned paper cannot hide what is behind.
  look.paper = undefined;
  layer.paint(closer, 'resting', ++now);
  expect([layer.pending, shown().sort()]).toEqual([true, stretched]);
  look.paper = '#fff';
  for (let frame = 0; layer.pending && frame < FRAMES; frame++) layer.paint(closer, 'resting', ++now);
  expect(shown().sort()).toEqual(sharp);
});

test('tiles of a view that was not finished are not drawn again', () => {
  const { access, scene, layer, strokes } = layerOf();
  for (let i = 0; i < 12_000; i++) access.stroke([[i % 500, 600], [i % 500, 700]], { width: 16 }); // biome-ignore format: one line
  scene.reset();
  const high = { ...VIEW, height: 1024 };
  const closer = { ...high, scale: 1.4 };
  let now = 0;
  const finish = (view: typeof VIEW): void => {
    layer.paint(view, 'resting', ++now);
    for (let frame = 0; layer.pending && frame < FRAMES; frame++) layer.paint(view, 'resting', ++now);
  };
  finish(high);
  layer.paint(closer, 'resting', ++now);
  finish(high);
  const drawn = strokes();
  layer.paint(closer, 'resting', ++now);
  expect([layer.pending, strokes() > drawn]).toEqual([true, true]);
  finish(closer);
  // There are 8,800 in this view, and a third of them was drawn already.
  expect(strokes() - drawn).toBeLessThan(7_000);
});

test('a picture that left the view is used again, and nothing is spent on emptying it', () => {
  const { layer, shown, made, calls } = layerOf();
  let now = 0;
  layer.paint(VIEW, 'resting', ++now);
  layer.paint({ ...VIEW, originX: 4 * 512 }, 'resting', ++now);
  expect([shown(), made(), calls('transferFromImageBitmap')]).toEqual([[], 1, 1]);
  layer.paint(VIEW, 'resting', ++now);
  expect([shown().length, made(), calls('transferFromImageBitmap')]).toEqual([1, 1, 2]);
});

test('long texts are drawn over several frames', () => {
  const { access, scene, layer } = layerOf();
  for (let i = 0; i < 12; i++) {
    const id = access.put(ElementKind.text, { x: 0, y: 640 * i, w: 8_000, size: 160, color: 0 });
    const by = { newElementId: () => access.newElementId(), lamport: access.nextLamport() };
    access.propose(textOps(by, id, 'many words '.repeat(1_000)), access.newGesture());
  }
  scene.reset();
  let now = 0;
  layer.paint(VIEW, 'resting', ++now);
  expect(layer.pending).toBe(true);
  for (let frame = 0; layer.pending && frame < FRAMES; frame++) layer.paint(VIEW, 'resting', ++now);
  expect(layer.upToDate).toBe(true);
});
