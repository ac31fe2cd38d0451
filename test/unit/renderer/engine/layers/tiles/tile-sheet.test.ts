import { expect, test } from 'vitest';
import { groundFor, type PlacedBitmap, TileSheet } from '../../../../../../renderer/engine/layers/tiles/tile-sheet.ts';
import { FakeDocument } from '../fake-canvas.ts';

const place = (x: number, y: number, side = 512) => ({ x, y, width: side, height: side });

function sheet() {
  const document = new FakeDocument();
  const mount = document.canvas();
  const shown = new TileSheet(mount.context.canvas);
  const picture = () => {
    const fake = document.canvas();
    Object.assign(fake.context.canvas, { width: 512, height: 512 });
    return { fake, bitmap: fake.context.canvas };
  };
  const [ground] = mount.children;
  return { shown, picture, ground };
}

test('who pans moves the ground, and the pictures stay where they lie on it', () => {
  const { shown, picture, ground } = sheet();
  const [a, b, c] = [picture(), picture(), picture()];
  shown.show([{ bitmap: a.bitmap, place: place(0, 0) }, { bitmap: b.bitmap, place: place(512, 0) }], 2); // biome-ignore format: one line
  const before = [a.fake.style.transform, b.fake.style.transform];
  shown.show([{ bitmap: b.bitmap, place: place(412, -30) }, { bitmap: c.bitmap, place: place(924, -30) }], 2); // biome-ignore format: one line
  expect(ground?.style.transform).toBe('translate(-50px, -15px)');
  expect([a.fake.style.transform, b.fake.style.transform]).toEqual(before);
  expect(c.fake.style.transform).toBe('matrix(0.5, 0, 0, 0.5, 512, 0)');
  expect([...(ground?.children ?? [])]).toEqual([b.fake, c.fake]);
});

test('a stretched picture lies behind the others, and those hide it with their paper', () => {
  const { shown, picture } = sheet();
  const [sharp, stretched] = [picture(), picture()];
  const both: PlacedBitmap[] = [
    { bitmap: sharp.bitmap, place: place(0, 0), paper: '#fff' },
    { bitmap: stretched.bitmap, place: place(0, 0, 1024), isBehind: true },
  ];
  shown.show(both, 1);
  expect(sharp.fake.style).toMatchObject({ zIndex: '1', backgroundColor: '#fff' });
  expect(stretched.fake.style).toMatchObject({ zIndex: '0', backgroundColor: '', transform: 'matrix(2, 0, 0, 2, 0, 0)' });
  shown.show([{ bitmap: sharp.bitmap, place: place(0, 0) }], 1);
  expect(sharp.fake.style.backgroundColor).toBe('');
});

test('the ground begins anew when everything has another size, or lies very far away', () => {
  const { bitmap } = sheet().picture();
  const [at, lies] = [(x: number, side?: number) => [{ bitmap, place: place(x, 0, side) }], () => place(10, 0)];
  expect(groundFor(at(30), lies)).toEqual({ x: 20, y: 0 });
  expect(groundFor(at(30, 600), lies)).toEqual({ x: 0, y: 0 });
  expect(groundFor(at(30 + 1e6), lies)).toEqual({ x: 0, y: 0 });
  expect(groundFor(at(30), () => undefined)).toEqual({ x: 0, y: 0 });
});
