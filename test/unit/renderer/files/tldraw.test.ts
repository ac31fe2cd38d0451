import { describe, expect, test } from 'vitest';
import { applyTranslations } from '../../../../core/base/language.ts';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { readClipboard } from '../../../../renderer/files/clipboard/read-clipboard.ts';
import type { NewElement, Reading } from '../../../../renderer/files/new-element.ts';
import { sideBySide } from '../../../../renderer/files/pages.ts';
import { readFile } from '../../../../renderer/files/read-file.ts';
import { readRecords } from '../../../../renderer/files/tldraw/read-records.ts';
import { GERMAN } from '../../../../renderer/ui/words/de/german.ts';
import { byKey, fixture, kindsOf, readFixture } from './fixture.ts';

const KITCHEN = {
  rectangle: 1,
  ellipse: 1,
  diamond: 1,
  arrow: 2,
  line: 1,
  pen: 2,
  highlighter: 1,
  text: 2,
  note: 1,
  frame: 1,
};
const LOSSES = { outline: 1, image: 1, video: 1, webPage: 1 };

const clipboard = (name: string): Reading => {
  const reading = readClipboard({ html: new TextDecoder().decode(fixture(name)), text: '' });
  if (!reading) throw new Error(`${name} holds nothing`);
  return reading;
};

describe('every form of tldraw records holds the same elements', () => {
  test.each(['kitchen-schema-1.tldr', 'kitchen-schema-2-base64.tldr', 'kitchen-schema-2-path.tldr'])('%s', async (name) => {
    const reading = await readFixture(name);
    expect(kindsOf(reading)).toEqual(KITCHEN);
    expect(Object.fromEntries(reading.losses)).toEqual(LOSSES);
    expect(reading.title).toBe('Kitchen');
  });

  test.each(['kitchen-clipboard-v1.html', 'kitchen-clipboard-v2.html', 'kitchen-clipboard-v3.html'])('%s', async (name) => {
    const reading = clipboard(name);
    expect(kindsOf(reading)).toEqual(KITCHEN);
    expect(reading.elements).toEqual((await readFixture('kitchen-schema-2-path.tldr')).elements);
  });

  test('on a page without HTTPS it copies as text', () => {
    const text = new TextDecoder().decode(fixture('kitchen-clipboard-v3.html'));
    expect(readClipboard({ html: '', text })?.elements).toHaveLength(13);
  });
});

test('points are the same, whether they are objects, places or steps', async () => {
  const plain = byKey(await readFixture('kitchen-schema-1.tldr'), 'shape:steam');
  expect([...(plain.points?.xy ?? [])]).toEqual([0, 0, 128, 64, 320, 256, 576, 288]);
  expect([...(plain.points?.pressure ?? [])]).toEqual([64, 128, 191, 255]);
  const places = byKey(await readFixture('kitchen-schema-2-base64.tldr'), 'shape:steam');
  expect(places).toEqual(plain);
  // Stretched to twice its width; the second segment has no pressure of its own.
  const steps = byKey(await readFixture('kitchen-schema-2-path.tldr'), 'shape:steam');
  expect([...(steps.points?.xy ?? [])]).toEqual([0, 0, 256, 64, 640, 256, 1152, 288]);
  expect([...(steps.points?.pressure ?? [])]).toEqual([64, 128, 128, 128]);
});

test('an arrow keeps its targets, whether they are in it or records of their own', async () => {
  for (const name of ['kitchen-schema-1.tldr', 'kitchen-schema-2-path.tldr']) {
    const { from, to, text, values } = byKey(await readFixture(name), 'shape:flow');
    // An end that is not precise is on the middle.
    expect(from?.on).toEqual({ key: 'shape:kettle', across: 500, down: 500 });
    expect(to?.on).toEqual({ key: 'shape:cup', across: 250, down: 750 });
    expect(text).toBe('pours');
    expect(values).toMatchObject({ headFrom: 0, headTo: 2 });
  }
});

test('shapes turn about their middle here, and know the groups and frames that they are in', async () => {
  const reading = await readFixture('kitchen-schema-2-path.tldr');
  // Its corner was at 500, 100 and it was turned about that by a quarter.
  expect(byKey(reading, 'shape:cup')).toMatchObject({ x: 380 * 16, y: 100 * 16, values: { angle: 9000, dash: 1, color: 1 } });
  expect(byKey(reading, 'shape:kettle')).toMatchObject({
    text: 'Kettle',
    values: { color: 3, fill: 3, font: 1, size: 352 },
  });
  expect(byKey(reading, 'shape:memo')).toMatchObject({
    kind: ElementKind.note,
    text: 'Buy milk\nand tea',
    values: { w: 3200, h: 3520 },
  });
  expect(byKey(reading, 'shape:pairA').groups).toEqual(['shape:pair']);
  expect(byKey(reading, 'shape:pairB')).toMatchObject({ groups: ['shape:pair'], values: { font: 2, align: 2, color: 6 } });
  expect(byKey(reading, 'shape:shelf').values.title).toBe('Shelf');
  expect(byKey(reading, 'shape:onShelf')).toMatchObject({
    x: 410 * 16,
    y: 520 * 16,
    to: { x: 1600, y: 800 },
    values: { dash: 2 },
  });
  expect(byKey(reading, 'shape:roof text')).toMatchObject({ text: 'Roof', groups: ['shape:roof with text'] });
});

test('a page without a name has one in the language of the interface', () => {
  const box: NewElement = { key: 'box', kind: ElementKind.rectangle, x: 0, y: 0, values: { w: 16, h: 16 } };
  const pages = [1, 2].map(() => ({ name: '', reading: { elements: [box], losses: new Map(), title: '' } }));
  const titles = (): unknown[] =>
    sideBySide(pages, '')
      .reading()
      .elements.slice(0, 2)
      .map(({ values }) => values.title);
  expect(titles()).toEqual(['Page 1', 'Page 2']);
  const back = applyTranslations(GERMAN);
  expect(titles()).toEqual(['Seite 1', 'Seite 2']);
  back();
});

test('several pages become frames side by side, empty ones none', async () => {
  const reading = await readFixture('two-pages.tldr');
  expect(kindsOf(reading)).toEqual({ frame: 2, rectangle: 2 });
  const frames = reading.elements.filter(({ kind }) => kind === ElementKind.frame);
  expect(frames.map(({ values, x, y }) => [values.title, x / 16, y / 16, (values.w ?? 0) / 16])).toEqual([
    ['Page 1', 0, 0, 196],
    ['Attic', 356, 0, 156],
  ]);
  const shapes = reading.elements.filter(({ kind }) => kind === ElementKind.rectangle);
  expect(shapes.map(({ x, y, text }) => [x / 16, y / 16, text])).toEqual([
    [48, 48, 'down'],
    [404, 48, 'up'],
  ]);
});

test('a file of the first tldraw', async () => {
  const reading = await readFixture('old-document.tldr');
  expect(kindsOf(reading)).toEqual({ rectangle: 3, ellipse: 1, pen: 2, arrow: 1, line: 1, note: 1, text: 1 });
  expect(Object.fromEntries(reading.losses)).toEqual({ outline: 1, image: 1 });
  expect(byKey(reading, 'r')).toMatchObject({ text: 'Start', values: { color: 2, fill: 2, w: 1920, width: 80 } });
  // Radii, turned about the middle.
  expect(byKey(reading, 'e')).toMatchObject({ x: 300 * 16, y: 0, values: { w: 1600, h: 1280, angle: 9000 } });
  expect(byKey(reading, 'a')).toMatchObject({
    text: 'go',
    from: { on: { key: 'r', across: 500, down: 500 } },
    to: { on: { key: 'e', across: 500, down: 750 } },
  });
  expect([byKey(reading, 'g1').groups, byKey(reading, 'g2').groups]).toEqual([['g'], ['g']]);
  const pages = await readFixture('old-document-pages.tldr');
  expect(pages.elements.slice(0, 2).map(({ values }) => values.title)).toEqual(['First', 'Second']);
});

test('a newer file and a broken one are refused with a code', async () => {
  const newer = await readFile('newer.tldr', fixture('newer.tldr'));
  expect(newer).toMatchObject({ ok: false, error: { code: 'file.too_new' } });
  const broken = await readFile('broken.tldr', fixture('kitchen-schema-1.tldr').subarray(0, 900));
  expect(broken).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
});

test('shapes that are their own parents end', async () => {
  const shape = { typeName: 'shape', type: 'group', props: {}, index: 'a1' };
  const records = [
    { typeName: 'page', id: 'page:one', index: 'a1' },
    { ...shape, id: 'shape:a', parentId: 'shape:b' },
    { ...shape, id: 'shape:b', parentId: 'shape:a' },
    { ...shape, id: 'shape:c', parentId: 'shape:c' },
    { ...shape, id: 'shape:d', parentId: 'page:one', type: 'geo', props: { w: 10, h: 10 } },
  ];
  const text = JSON.stringify({ tldrawFileFormatVersion: 1, schema: { schemaVersion: 2 }, records });
  const read = await readFile('loop.tldr', new TextEncoder().encode(text));
  expect(read.ok && read.value.elements).toHaveLength(1);
});

test('a bent arrow is a curved one, and one with right angles stays so', async () => {
  expect(byKey(await readFixture('kitchen-schema-1.tldr'), 'shape:loose').values).toMatchObject({ route: 1 });
  expect(byKey(await readFixture('kitchen-schema-2-path.tldr'), 'shape:loose').values).toMatchObject({ route: 1 });
  expect(byKey(await readFixture('old-document.tldr'), 'l').values).toMatchObject({ route: 1, bend: -200 });
  expect(byKey(await readFixture('old-document.tldr'), 'a').values).not.toHaveProperty('route');
  const arrow = (kind: string, bend: number) => ({
    typeName: 'shape',
    id: 'shape:a',
    parentId: 'page:p',
    type: 'arrow',
    index: 'a1',
    x: 0,
    y: 0,
    props: { kind, bend, start: { x: 0, y: 0 }, end: { x: 200, y: 0 } },
  });
  const page = { typeName: 'page', id: 'page:p', name: 'P', index: 'a1' };
  const read = (kind: string, bend: number) => readRecords([page, arrow(kind, bend)])[0]?.reading.elements[0]?.values;
  expect(read('elbow', 0)).toMatchObject({ route: 2 });
  expect(read('arc', 50)).toMatchObject({ route: 1, bend: 250 });
  expect(read('arc', 0)).not.toHaveProperty('route');
});

test('a page that stands in the records again and again is one page', () => {
  const page = { typeName: 'page', id: 'page:p', name: 'Only', index: 'a1' };
  const box = {
    typeName: 'shape',
    id: 'shape:b',
    type: 'geo',
    parentId: 'page:p',
    index: 'a1',
    x: 0,
    y: 0,
    props: { w: 9, h: 9 },
  };
  const pages = readRecords([...Array.from({ length: 300 }, () => page), box]);
  expect(pages).toHaveLength(1);
  expect(pages[0]?.reading.elements).toHaveLength(1);
});
