import { expect, test } from 'vitest';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { gatherScene } from '../../../../renderer/files/excalidraw/read-scene.ts';
import { type ColorOf, writeScene } from '../../../../renderer/files/excalidraw/write-scene.ts';
import type { NewElement } from '../../../../renderer/files/new-element.ts';
import { readFixture } from './fixture.ts';

const PALETTE = ['#1e1e1e', '#e03131', '#2f9e44', '#1971c2', '#f08c00', '#6741d9', '#868e96', '#ffffff'];
const FILLS = ['#e6e6ea', '#ffc9c9', '#b2f2bb'];
const colorOf: ColorOf = (code, use) =>
  code >= 0x1000000
    ? `#${(code & 0xffffff).toString(16).padStart(6, '0')}`
    : ((use === 'fill' ? FILLS : PALETTE)[code] ?? '#000000');

test('a board that is exported and opened again has the same elements', async () => {
  // Its picture is not stored: pictures.test.ts has those that are.
  const elements = (await readFixture('garden.excalidraw')).elements.filter(({ picture }) => !picture);
  const { text, losses } = writeScene(elements, colorOf);
  expect(losses.size).toBe(0);
  const again = gatherScene(JSON.parse(text))?.reading();
  expect(again?.losses.size).toBe(0);
  expect(again?.elements).toEqual(elements);
});

test('a shape knows its arrows and its text, as Excalidraw needs to move them together', async () => {
  const { elements } = await readFixture('garden.excalidraw');
  const file = JSON.parse(writeScene(elements, colorOf).text) as { elements: Record<string, unknown>[] };
  const garden = file.elements.find(({ id }) => id === 'garden');
  expect(garden?.boundElements).toEqual([
    { id: 'path', type: 'arrow' },
    { id: 'garden-text', type: 'text' },
  ]);
  expect(new Set(file.elements.map(({ id }) => id)).size).toBe(file.elements.length);
});

test('ink that was stretched and turned is written as it lies', () => {
  const values = { color: 0, width: 32, w: 640, h: 0, angle: 9_000 };
  const points = { xy: Int32Array.from([0, 0, 320, 0, 320, 160]), pressure: undefined };
  const { text } = writeScene([{ key: 'a', kind: ElementKind.pen, x: 0, y: 0, values, points }], colorOf);
  const [ink] = (JSON.parse(text) as { elements: { x: number; y: number; angle: number; points: number[][] }[] }).elements;
  // Twice as wide, then a quarter turn about its middle, 20, 5.
  expect(ink).toMatchObject({
    x: 25,
    y: -15,
    angle: 0,
    points: [
      [0, 0],
      [0, 40],
      [-10, 40],
    ],
  });
});

test('kinds that Excalidraw lacks become the nearest that it has, and cut ink becomes its parts', () => {
  const plain = { x: 0, y: 0 };
  const xy = Int32Array.from([0, 0, 160, 0, 320, 0]);
  const ink = { color: 4, width: 320 };
  const elements: NewElement[] = [
    { key: 'note', kind: ElementKind.note, ...plain, values: { w: 1600, h: 1600, color: 0x1fce19c }, text: 'Milk' },
    { key: 'marker', kind: ElementKind.highlighter, ...plain, values: ink, points: { xy, pressure: undefined } },
    { key: 'cut', kind: ElementKind.pen, ...plain, values: ink, points: { xy, pressure: undefined }, cuts: [8, 24] },
    { key: 'photo', kind: ElementKind.image, ...plain, values: { w: 10, h: 10 } },
  ];
  const { text, losses } = writeScene(elements, colorOf);
  const written = (JSON.parse(text) as { elements: Record<string, unknown>[] }).elements;
  expect(written.map(({ id, type, opacity }) => [id, type, opacity])).toEqual([
    ['note', 'rectangle', 100],
    ['note-text', 'text', 100],
    ['marker', 'freedraw', 35],
    ['cut', 'freedraw', 100],
    ['cut-1', 'freedraw', 100],
  ]);
  expect(written[0]).toMatchObject({ backgroundColor: '#fce19c', strokeColor: 'transparent' });
  expect(written.slice(3).map(({ x, points }) => [x, points])).toEqual([
    [
      0,
      [
        [0, 0],
        [5, 0],
      ],
    ],
    [
      15,
      [
        [0, 0],
        [5, 0],
      ],
    ],
  ]);
  expect(Object.fromEntries(losses)).toEqual({ image: 1 });
});

test('curved lines, those with right angles and those with corners stay so when they are exported and opened again', () => {
  const look = { color: 0, width: 32, headFrom: 0, headTo: 1 };
  const way = { from: { x: 0, y: 0 }, to: { x: 3200, y: 800 } };
  const elements: NewElement[] = [
    { key: 'curve', kind: ElementKind.arrow, x: 16, y: 32, values: { ...look, route: 1, bend: -320 }, ...way },
    { key: 'bow', kind: ElementKind.line, x: 16, y: 32, values: { ...look, headTo: 0, route: 1, bend: 800 }, ...way },
    { key: 'elbow', kind: ElementKind.arrow, x: 16, y: 32, values: { ...look, route: 2 }, ...way },
    { key: 'fold', kind: ElementKind.arrow, x: 16, y: 32, values: { ...look, corners: [1_600, 0, 1_600, 800] }, ...way },
    {
      key: 'wave',
      kind: ElementKind.line,
      x: 16,
      y: 32,
      values: { ...look, route: 1, corners: [800, 320, 1_600, -320] },
      ...way,
    },
  ];
  const { text } = writeScene(elements, colorOf);
  const written = (JSON.parse(text) as { elements: Record<string, unknown>[] }).elements;
  expect(written.map(({ elbowed }) => elbowed)).toEqual([false, undefined, true, false, undefined]);
  expect(written[2]?.points).toEqual([
    [0, 0],
    [100, 0],
    [100, 50],
    [200, 50],
  ]);
  const again = gatherScene(JSON.parse(text))?.reading();
  expect(again?.losses.size).toBe(0);
  expect(again?.elements).toEqual(elements);
});

test('hatches are kept both ways', () => {
  const elements = [0, 1, 2].map((hatch): NewElement => {
    const values = { color: 0, width: 32, fill: 2, w: 1600, h: 800, ...(hatch === 0 ? {} : { hatch }) };
    return { key: `${hatch}`, kind: ElementKind.rectangle, x: 0, y: 0, values };
  });
  const { text } = writeScene(elements, colorOf);
  const written = (JSON.parse(text) as { elements: { fillStyle: string }[] }).elements;
  expect(written.map(({ fillStyle }) => fillStyle)).toEqual(['solid', 'hachure', 'cross-hatch']);
  expect(gatherScene(JSON.parse(text))?.reading().elements).toEqual(elements);
});

test('the look of lines and shapes is kept both ways, and ink has none', () => {
  const elements = [0, 1, 2].map((sketch): NewElement => {
    const values = { color: 0, width: 32, w: 1600, h: 800, ...(sketch === 0 ? {} : { sketch }) };
    return { key: `${sketch}`, kind: ElementKind.diamond, x: 0, y: 0, values };
  });
  const { text } = writeScene(elements, colorOf);
  const written = (JSON.parse(text) as { elements: { roughness: number }[] }).elements;
  expect(written.map(({ roughness }) => roughness)).toEqual([0, 1, 2]);
  expect(gatherScene(JSON.parse(text))?.reading().elements).toEqual(elements);
  const ink = {
    type: 'freedraw',
    id: 'a',
    x: 0,
    y: 0,
    points: [
      [0, 0],
      [9, 9],
    ],
    roughness: 2,
  };
  const read = gatherScene({ type: 'excalidraw', elements: [ink] })?.reading().elements;
  expect(read?.[0]?.values).not.toHaveProperty('sketch');
});
