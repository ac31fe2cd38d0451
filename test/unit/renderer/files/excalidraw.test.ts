import { describe, expect, test } from 'vitest';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { readClipboard } from '../../../../renderer/files/clipboard/read-clipboard.ts';
import { gatherScene } from '../../../../renderer/files/excalidraw/read-scene.ts';
import { readFile } from '../../../../renderer/files/read-file.ts';
import { byKey, fixture, kindsOf, readFixture } from './fixture.ts';

const GARDEN = { rectangle: 1, ellipse: 1, diamond: 1, arrow: 2, line: 2, pen: 2, text: 1, frame: 1, image: 1 };
const GARDEN_LOSSES = { fill: 1, webPage: 1, unknown: 1 };

describe('every form that an Excalidraw scene comes in holds the same elements', () => {
  test.each([
    'garden.excalidraw',
    'garden-v1.excalidraw.svg',
    'garden-v2.excalidraw.svg',
    'garden-text.excalidraw.png',
    'garden-packed-text.excalidraw.png',
    'garden-unicode-text.excalidraw.png',
    'garden-plain.excalidraw.md',
    'garden-compressed.excalidraw.md',
  ])('%s', async (name) => {
    const reading = await readFixture(name);
    expect(kindsOf(reading)).toEqual(GARDEN);
    expect(Object.fromEntries(reading.losses)).toEqual(GARDEN_LOSSES);
    expect(reading.title).toBe('Garden');
    expect(reading.elements).toEqual((await readFixture('garden.excalidraw')).elements);
  });

  test('its clipboard', () => {
    const text = new TextDecoder().decode(fixture('garden.excalidraw-clipboard.json'));
    const reading = readClipboard({ html: '', text });
    expect(reading && kindsOf(reading)).toEqual({ rectangle: 1, ellipse: 1, diamond: 1, arrow: 1 });
  });
});

test('a label stands in one shape, however many have the name of its holder', async () => {
  const box = { type: 'rectangle', id: 'twin', x: 0, y: 0, width: 10, height: 10 };
  const label = { type: 'text', id: 'label', containerId: 'twin', text: 'once' };
  const json = JSON.stringify({ type: 'excalidraw', elements: [...Array.from({ length: 50 }, () => box), label] });
  const result = await readFile('a.excalidraw', new TextEncoder().encode(json));
  if (!result.ok) throw new Error(result.error.code);
  expect(result.value.elements.filter(({ text }) => text === 'once')).toHaveLength(1);
});

test('a shape keeps its place, look, groups and the text that stands in it', async () => {
  const reading = await readFixture('garden.excalidraw');
  expect(byKey(reading, 'garden')).toEqual({
    key: 'garden',
    kind: ElementKind.rectangle,
    x: 1600,
    y: 1280,
    values: { color: 2, width: 32, fill: 2, w: 3200, h: 1600, font: 2, sketch: 1, size: 320, align: 1 },
    text: 'Garden',
    groups: ['outer', 'inner'],
  });
  const { values, groups } = byKey(reading, 'pond');
  expect(values).toMatchObject({ color: 3, angle: 3000, dash: 1, opacity: 60 });
  expect(groups).toEqual(['outer', 'inner']);
  expect(byKey(reading, 'gate').values).toMatchObject({ color: 0x1123456, locked: true });
  expect(byKey(reading, 'plan').values.title).toBe('Plan');
});

test('an arrow keeps what it is bound to, where the file says so or where it is seen', async () => {
  const reading = await readFixture('garden.excalidraw');
  const { x, y, from, to, values } = byKey(reading, 'path');
  expect({ x, y }).toEqual({ x: 304 * 16, y: 130 * 16 });
  expect(from).toEqual({ x: 0, y: 0, on: { key: 'garden', across: 1000, down: 500 } });
  expect(to).toEqual({ x: 190 * 16, y: -160, on: { key: 'pond', across: 250, down: 500 } });
  expect(values).toMatchObject({ headFrom: 0, headTo: 2 });
});

test('ink keeps its pressures and has the width that Excalidraw draws', async () => {
  const reading = await readFixture('garden.excalidraw');
  const { points, values } = byKey(reading, 'vine');
  expect([...(points?.xy ?? [])]).toEqual([0, 0, 160, 128, 384, 320, 640, 480, 960, 640]);
  expect([...(points?.pressure ?? [])]).toEqual([51, 102, 153, 204, 255]);
  expect(values.width).toBe(68);
  expect(byKey(reading, 'vine2').points?.pressure).toBeUndefined();
});

test('lines and arrows keep their corners, and what has more than a line has here becomes ink or straight', async () => {
  const reading = await readFixture('garden.excalidraw');
  expect(byKey(reading, 'bed')).toMatchObject({
    kind: ElementKind.line,
    to: { x: 0, y: 0 },
    values: { corners: [1_600, 0, 800, 1_280] },
  });
  expect(byKey(reading, 'detour')).toMatchObject({ kind: ElementKind.arrow, values: { corners: [800, 160] } });
  const long = (type: string, corners: number, more: object = {}) => ({
    ...{ type, id: type, x: 0, y: 0, ...more },
    points: Array.from({ length: corners + 2 }, (_, i) => [10 * i, i % 2]),
  });
  const read = (...elements: object[]) => gatherScene({ type: 'excalidraw', elements })?.reading();
  const round = read(long('line', 15, { roundness: { type: 2 } }))?.elements[0];
  expect(round).toMatchObject({ kind: ElementKind.line, values: { route: 1 } });
  expect(round?.values.corners).toHaveLength(30);
  const ink = read(long('line', 16))?.elements[0];
  expect(ink?.kind).toBe(ElementKind.pen);
  const xy = [...(ink?.points?.xy ?? [])];
  const through = (px: number, py: number): boolean => xy.some((x, i) => i % 2 === 0 && x === px * 16 && xy[i + 1] === py * 16);
  expect([through(10, 1), through(20, 0), through(170, 1)]).toEqual([true, true, true]);
  const arrow = read(long('arrow', 16));
  expect(arrow?.elements[0]?.values.corners).toBeUndefined();
  expect(Object.fromEntries(arrow?.losses ?? [])).toEqual({ bend: 1 });
});

test('the drawings of a library are laid out side by side, each one group', async () => {
  for (const [name, count] of [
    ['stamps-v1.excalidrawlib', 2],
    ['stamps-v2.excalidrawlib', 3],
  ] as const) {
    const reading = await readFixture(name);
    expect(kindsOf(reading)).toEqual({ rectangle: count, text: count });
    const boxes = reading.elements.filter(({ kind }) => kind === ElementKind.rectangle);
    expect(boxes.map(({ x, y }) => [x / 16, y / 16]).slice(0, 2)).toEqual([
      [0, 0],
      [748, 0],
    ]);
    expect(new Set(reading.elements.map(({ groups }) => groups?.[0])).size).toBe(count);
  }
});

test('what is no scene is refused with a code', async () => {
  const read = async (name: string, text: string): Promise<string> => {
    const result = await readFile(name, new TextEncoder().encode(text));
    return result.ok ? 'read' : result.error.code;
  };
  expect(await read('a.excalidraw', '{"type":"excalidraw"')).toBe('file.unreadable');
  expect(await read('a.excalidraw', '{"type":"other","elements":[]}')).toBe('file.unreadable');
  expect(await read('a.excalidraw', '{"type":"excalidraw","elements":[]}')).toBe('file.empty');
  expect(await read('a.excalidraw.md', '# A note\n')).toBe('file.no_scene');
  expect(await read('a.excalidraw.png', 'no picture')).toBe('file.unreadable');
  expect(await read('a.doc', '')).toBe('file.unknown');
  const picture = await readFile('no-scene.excalidraw.png', fixture('no-scene.excalidraw.png'));
  expect(picture).toMatchObject({ ok: false, error: { code: 'file.no_scene' } });
});

test('a text is as wide as its lines, unless somebody has made it a width to wrap at', async () => {
  const wrapped = { type: 'text', id: 'b', x: 0, y: 40, width: 50, height: 60, text: 'a b c', fontSize: 20, autoResize: false };
  const file = { type: 'excalidraw', elements: [{ ...wrapped, id: 'a', autoResize: true }, wrapped] };
  const read = await readFile('a.excalidraw', new TextEncoder().encode(JSON.stringify(file)));
  if (!read.ok) throw new Error(read.error.code);
  const { about, values } = byKey(read.value, 'a');
  expect([about, values.w]).toEqual([{ w: 800, h: 960 }, undefined]);
  expect(byKey(read.value, 'b').values.w).toBe(800);
});
