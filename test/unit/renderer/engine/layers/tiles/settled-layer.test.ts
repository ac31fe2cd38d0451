import { expect, test } from 'vitest';
import { InkCache } from '../../../../../../renderer/engine/ink/ink-cache.ts';
import { SettledLayer } from '../../../../../../renderer/engine/layers/tiles/settled-layer.ts';
import { PictureCache } from '../../../../../../renderer/engine/pictures/picture-cache.ts';
import { Scene } from '../../../../../../renderer/engine/scene.ts';
import { viewOf } from '../../../../../../renderer/engine/view/camera.ts';
import { LocalBoard } from '../../local-board.ts';
import { FakeDocument } from '../fake-canvas.ts';

const VIEW = viewOf({ x: 0, y: 0, zoom: 1 }, { width: 512, height: 512 }, 1);
/** More frames than the small boards of these tests need. */
const FRAMES = 200;

/** A board with thin lines in the view and around it, on a layer whose canvases count. */
function layerOf() {
  const access = new LocalBoard();
  for (let x = -400; x < 900; x += 100) access.stroke([[x, 10], [x + 50, 40]], { width: 16 }); // biome-ignore format: one line
  const board = () => access.board();
  const scene = new Scene(board);
  scene.reset();
  const document = new FakeDocument();
  const screen = document.canvas();
  const pictures = new PictureCache({ read: async () => undefined, decode: () => Promise.reject(), ready: () => undefined });
  const layer = new SettledLayer({
    context: screen.context,
    scene,
    board,
    ink: new InkCache(),
    pictures,
    theme: () => 'light',
    isElsewhere: () => false,
    typing: () => undefined,
  });
  const strokes = (): number => document.made.reduce((sum, { calls }) => sum + (calls.stroke ?? 0), 0);
  return { access, scene, layer, screen, strokes };
}

test('the surroundings are drawn ahead without composing the view again, and not before the zoom is kept', () => {
  const { layer, screen, strokes } = layerOf();
  let now = 0;
  layer.paint(VIEW, 'resting', ++now);
  expect(layer.upToDate).toBe(true);
  expect(layer.pending).toBe(false);
  expect(screen.calls.drawImage).toBe(1);
  const inView = strokes();
  layer.paint(VIEW, 'kept', ++now);
  for (let frame = 0; layer.pending && frame < FRAMES; frame++) layer.paint(VIEW, 'kept', ++now);
  expect(strokes()).toBeGreaterThan(inView);
  expect(screen.calls.drawImage).toBe(1);
});

test('a change in view and another view are composed at once', () => {
  const { access, scene, layer, screen } = layerOf();
  let now = 0;
  layer.paint(VIEW, 'resting', ++now);
  const id = access.stroke([[100, 100], [150, 150]], { width: 16 }); // biome-ignore format: one line
  const { before, after } = scene.update(id);
  layer.changed(before, after);
  layer.paint(VIEW, 'resting', ++now);
  expect(screen.calls.drawImage).toBe(2);
  layer.paint({ ...VIEW, originX: 3 }, 'resting', ++now);
  expect(screen.calls.clearRect).toBe(3);
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
  const { layer, screen, strokes } = layerOf();
  let now = 0;
  layer.paint({ ...VIEW, scale: 0.5 }, 'resting', ++now);
  layer.paint({ ...VIEW, scale: 1.4 }, 'resting', ++now);
  const [drawn, composed] = [strokes(), screen.calls.drawImage ?? 0];
  layer.paint({ ...VIEW, scale: 0.6 }, 'moving', ++now);
  expect([strokes(), layer.upToDate]).toEqual([drawn, true]);
  expect(screen.calls.drawImage).toBeGreaterThan(composed);
  layer.paint({ ...VIEW, scale: 0.6 }, 'resting', ++now);
  expect(strokes()).toBeGreaterThan(drawn);
});

test('what grows is composed a few times a second, and what is finished at once', () => {
  const { access, scene, layer, screen } = layerOf();
  for (let i = 0; i < 12_000; i++) access.stroke([[i % 500, 100], [i % 500, 200]], { width: 16 }); // biome-ignore format: one line
  scene.reset();
  let [now, frames] = [1_000, 0];
  layer.paint(VIEW, 'resting', now);
  for (; layer.pending && frames < FRAMES; frames++) {
    now += 16;
    layer.paint(VIEW, 'resting', now);
  }
  const seconds = (now - 1_000) / 1_000;
  expect(frames).toBeGreaterThan(4);
  expect(layer.upToDate).toBe(true);
  expect(screen.calls.clearRect).toBeLessThanOrEqual(2 + seconds * 10);
});
