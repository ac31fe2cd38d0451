import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { Scene } from '../../../../../renderer/engine/scene.ts';
import { cameraAtPoint, drawOverview, OVERVIEW, planOverview, seenOn } from '../../../../../renderer/engine/view/overview.ts';
import { LocalBoard } from '../local-board.ts';

const number = fc.integer({ min: -50_000, max: 50_000 });
const size = { width: 1_280, height: 800 };

test('all of a board is on its map, and a press on it brings the view there', () => {
  fc.assert(
    fc.property(number, number, fc.nat(40_000), fc.nat(40_000), fc.constantFrom(0.1, 1, 4), (x, y, w, h, zoom) => {
      const content = { minX: x, minY: y, maxX: x + w, maxY: y + h };
      const place = planOverview(content);
      if (!place) throw new Error('there is something on the board');
      const at = (px: number, py: number) => ({ x: px * place.scale - place.originX, y: py * place.scale - place.originY });
      for (const corner of [at(x, y), at(x + w, y + h)]) {
        expect(corner.x).toBeGreaterThanOrEqual(0);
        expect(corner.x).toBeLessThanOrEqual(OVERVIEW.width);
        expect(corner.y).toBeGreaterThanOrEqual(0);
        expect(corner.y).toBeLessThanOrEqual(OVERVIEW.height);
      }
      const middle = cameraAtPoint(place, at(x + w, y), { x: 3, y: 4, zoom }, size);
      expect(middle.zoom).toBe(zoom);
      expect(middle.x + size.width / zoom / 2).toBeCloseTo(x + w, 3);
      expect(middle.y + size.height / zoom / 2).toBeCloseTo(y, 3);
      const seen = seenOn(place, middle, size);
      expect(seen.minX).toBeGreaterThanOrEqual(0);
      expect(seen.maxX).toBeLessThanOrEqual(OVERVIEW.width);
      expect(seen.maxX).toBeGreaterThanOrEqual(seen.minX);
    }),
  );
  expect(planOverview(undefined)).toBeUndefined();
});

test('each element is a box on the map, a frame only its outline, and nothing is too small to be seen', () => {
  const local = new LocalBoard();
  local.put(ElementKind.frame, { x: 0, y: 0, w: 160_000, h: 160_000 });
  local.put(ElementKind.rectangle, { x: 16_000, y: 16_000, w: 16, h: 16 });
  const scene = new Scene(() => local.board());
  scene.reset();
  const place = planOverview(scene.bounds());
  if (!place) throw new Error('there is something on the board');
  const drawn: { readonly how: string; readonly w: number; readonly h: number }[] = [];
  const target = {
    setTransform: () => undefined,
    clearRect: () => undefined,
    fillRect: (_x: number, _y: number, w: number, h: number) => void drawn.push({ how: 'fill', w, h }),
    strokeRect: (_x: number, _y: number, w: number, h: number) => void drawn.push({ how: 'stroke', w, h }),
    globalAlpha: 1,
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 1,
  };
  drawOverview(target, scene.entries(), place, { board: local.board(), theme: 'light', dpr: 1 });
  expect(drawn.map(({ how }) => how)).toEqual(['stroke', 'fill']);
  expect(drawn[1]).toMatchObject({ w: 1, h: 1 });
});
