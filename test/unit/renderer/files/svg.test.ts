import { expect, test } from 'vitest';
import { CORNERS_MOST, ElementKind } from '../../../../core/board/kinds.ts';
import type { NewElement, Reading } from '../../../../renderer/files/new-element.ts';
import { readFile } from '../../../../renderer/files/read-file.ts';
import { parseXml } from '../../../../renderer/files/svg/xml.ts';
import { kindsOf, readFixture } from './fixture.ts';

const read = async (body: string): Promise<Reading> => {
  const result = await readFile('a.svg', new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg">${body}</svg>`));
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const only = async (body: string): Promise<NewElement> => {
  const { elements } = await read(body);
  expect(elements).toHaveLength(1);
  return elements[0] as NewElement;
};
const pixels = ({ x, y, points }: NewElement): number[] =>
  [...(points?.xy ?? [])].map((value, i) => (value + (i % 2 ? y : x)) / 16);
/** Ends of a line and the corners between them, pixels. */
const places = ({ x, y, from, to, values }: NewElement): number[] =>
  [from?.x ?? 0, from?.y ?? 0, ...(values.corners ?? []), to?.x ?? 0, to?.y ?? 0].map((at, i) => (at + (i % 2 ? y : x)) / 16);

test('a picture becomes shapes, ink and text; script, style sheets and foreign parts do not come in', async () => {
  const reading = await readFixture('drawing.svg');
  expect(kindsOf(reading)).toEqual({ rectangle: 2, ellipse: 3, line: 5, pen: 2, text: 1 });
  expect(Object.fromEntries(reading.losses)).toEqual({ fill: 1, outline: 1, image: 1, webPage: 1 });
  const text = reading.elements.find(({ kind }) => kind === ElementKind.text);
  // An entity of the document's own stays as it is written.
  expect(text?.text).toBe('Hello <b> & 😀 &big;\nsecond line');
  expect(JSON.stringify(reading.elements)).not.toContain('alert');
});

test('transforms move, scale and turn', async () => {
  const box = await only(
    '<g transform="translate(100,50) scale(2)"><rect x="10" width="20" height="10" transform="rotate(90 20 5)"/></g>',
  );
  expect(box).toMatchObject({ x: 120 * 16, y: 50 * 16, values: { w: 640, h: 320, angle: 9000 } });
});

test('each command of a path, absolute and relative, and flags of arcs that stand together', async () => {
  const corners = await only('<path d="M10,10h10v10H10z" fill="none" stroke="#000"/>');
  expect(places(corners)).toEqual([10, 10, 20, 10, 20, 20, 10, 20, 10, 10]);
  const curve = pixels(await only('<path d="M0 0C0 10 10 10 10 0S20-10 20 0Q25 5 30 0T40 0" fill="none" stroke="red"/>'));
  expect(curve.slice(-2)).toEqual([40, 0]);
  const arc = pixels(await only('<path d="M0 0a10 10 0 0120 0" fill="none" stroke="red"/>'));
  expect(arc.slice(-2)).toEqual([20, 0]);
  expect(Math.min(...arc.filter((_, i) => i % 2 === 1))).toBeCloseTo(-10, 1);
  // What cannot be read ends the path and keeps what came before.
  const broken = await only('<path d="M0 0L10 10 20 foo 30 30" fill="none" stroke="red"/>');
  expect(places(broken)).toEqual([0, 0, 10, 10]);
});

test('straight parts are a line that keeps its corners; ink when they have more than a line has', async () => {
  const zigzag = (points: number): string =>
    `<polyline points="${Array.from({ length: points }, (_, i) => `${10 * i},${i % 2}`).join(' ')}" fill="none" stroke="red"/>`;
  const most = await only(zigzag(CORNERS_MOST + 2));
  expect(most.kind).toBe(ElementKind.line);
  expect(places(most).slice(-2)).toEqual([10 * (CORNERS_MOST + 1), 0]);
  expect((await only(zigzag(CORNERS_MOST + 3))).kind).toBe(ElementKind.pen);
});

test('two separate lines of one path are two strokes', async () => {
  expect((await read('<path d="M0 0L10 0M0 20L10 20" fill="none" stroke="red"/>')).elements).toHaveLength(2);
});

test('entities do not grow, references end, and depth is bounded', async () => {
  const bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>';
  const laughs = await readFile('a.svg', new TextEncoder().encode(`${bomb}<svg><text>&b;</text></svg>`));
  expect(laughs.ok && laughs.value.elements[0]?.text).toBe('&b;');
  const loop = await read(
    `<g id="a">${'<use href="#b"/>'.repeat(10)}</g><g id="b">${'<use href="#a"/>'.repeat(10)}</g><rect width="1" height="1"/>`,
  );
  expect(loop.elements).toHaveLength(1);
  const deep = await readFile('a.svg', new TextEncoder().encode(`<svg>${'<g>'.repeat(5_000)}${'</g>'.repeat(5_000)}</svg>`));
  expect(deep).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
  expect(await readFile('a.svg', new TextEncoder().encode('<html></html>'))).toMatchObject({
    error: { code: 'file.unreadable' },
  });
});

test('names without an end and outlines that are shown again and again hold nobody up', async () => {
  await read(`<rect ${'a'.repeat(400_000)} width="9" height="9"/>`);
  const path = `<path id="t" d="${'M0 0'.repeat(25_000)}"/>`;
  const reading = await read(path + '<use href="#t"/>'.repeat(20_000));
  expect(reading.losses.get('unreadable')).toBeGreaterThan(0);
  const icon = '<path id="i" d="M0 0h9v9h-9z" stroke="#000"/>';
  expect((await read(icon + '<use href="#i"/>'.repeat(1_000))).elements).toHaveLength(1_001);
  // Every attribute is read again at each place where its node is shown.
  const styled = `<rect id="s" width="1" height="1" style="${'x:y;'.repeat(900)}"/>${'<use href="#s"/>'.repeat(4_000)}`;
  const { elements, losses } = await read(styled);
  expect([elements.length < 400, (losses.get('unreadable') ?? 0) > 3_000]).toEqual([true, true]);
});

test('a text of very many parts is read, with a line for each part that has a place', async () => {
  const { text } = await only(`<text>${'<tspan dy="1">a</tspan>'.repeat(20_000)}</text>`);
  expect(text?.split('\n')).toHaveLength(20_000);
});

test('numbers that stand together are told apart, in points and in transforms', async () => {
  const corners = places(await only('<polygon points="10-20 30.5.5,1e1-0" fill="none" stroke="#000"/>'));
  expect(corners.slice(0, 2)).toEqual([10, -20]);
  const box = await only('<rect width="20" height="10" transform="translate(100-50)"/>');
  expect(box).toMatchObject({ x: 100 * 16, y: -50 * 16 });
});

test('a step of a transform that cannot be read moves nothing', async () => {
  expect(await only('<rect width="20" height="10" transform="translate(100 far)"/>')).toMatchObject({ x: 0, y: 0 });
});

test('a text with a place for each letter stands at the first one', async () => {
  const text = await only('<text x="40 48 56" y="30 30 30" font-size="16">abc</text>');
  expect(text).toMatchObject({ text: 'abc', x: 40 * 16, y: 14 * 16 });
});

test('percentages are parts of the picture', async () => {
  const file = '<svg viewBox="0 0 400 200"><rect width="100%" height="50%"/><circle cx="50%" cy="50%" r="10"/></svg>';
  const reading = await readFile('a.svg', new TextEncoder().encode(file));
  if (!reading.ok) throw new Error(reading.error.code);
  expect(reading.value.elements).toMatchObject([
    { x: 0, y: 0, values: { w: 400 * 16, h: 100 * 16 } },
    { x: 190 * 16, y: 90 * 16, values: { w: 320, h: 320 } },
  ]);
});

test('a picture in the picture stands at its own place', async () => {
  expect(await only('<svg x="30" y="40"><rect x="1" width="20" height="10"/></svg>')).toMatchObject({ x: 31 * 16, y: 40 * 16 });
});

test('very many declarations hold nobody up', async () => {
  const reading = await read(`${'<!x>'.repeat(3_000_000)}<rect width="9" height="9"/>`);
  expect(reading.elements).toHaveLength(1);
});

test('a long name takes no longer than a short one to be told from an attribute', () => {
  const msFor = (name: string): number => {
    const text = `<svg><rect ${name}${' '.repeat(2_000_000)}/></svg>`;
    const times = Array.from({ length: 3 }, () => {
      const began = performance.now();
      parseXml(text);
      return performance.now() - began;
    });
    return Math.min(...times);
  };
  expect(msFor('a'.repeat(100)) / msFor('a')).toBeLessThan(8);
});

test('a text whose very many parts are inside of one is read', async () => {
  const { text } = await only(`<text><tspan>${'<tspan dy="1">a</tspan>'.repeat(190_000)}</tspan></text>`);
  expect(text?.startsWith('a\na')).toBe(true);
});
