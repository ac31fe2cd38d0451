import { expect, test } from 'vitest';
import type { Points } from '../../../../../core/board/bodies/points-codec.ts';
import { ElementKind, isThing, KINDS } from '../../../../../core/board/kinds.ts';
import { boxOfEntries } from '../../../../../renderer/engine/export/draw-entries.ts';
import { RecordingCanvas } from '../../../../../renderer/engine/export/recording-canvas.ts';
import { markupOf } from '../../../../../renderer/engine/export/svg/svg-markup.ts';
import { SvgPath } from '../../../../../renderer/engine/export/svg/svg-path.ts';
import { InkCache } from '../../../../../renderer/engine/ink/ink-cache.ts';
import { kindOf } from '../../../../../renderer/engine/kinds/kind-of.ts';
import { SURFACE, type Theme } from '../../../../../renderer/engine/palette.ts';
import { PictureCache } from '../../../../../renderer/engine/pictures/picture-cache.ts';
import { compareDepth, Scene } from '../../../../../renderer/engine/scene.ts';
import type { NewElement } from '../../../../../renderer/files/new-element.ts';
import { toOps } from '../../../../../renderer/files/to-ops.ts';
import { LocalBoard } from '../local-board.ts';

const { arrow, diamond, ellipse, frame, highlighter, image, line, note, pen, rectangle, text } = ElementKind;
const U = 16;

interface Sample extends Omit<NewElement, 'key' | 'x' | 'y'> {
  readonly key?: string;
}

const wave = (pressed: boolean): Points => {
  const xy = Int32Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? i * 48 : Math.round(400 + 300 * Math.sin(i / 4))));
  return { xy, pressure: pressed ? Uint8Array.from({ length: 20 }, (_, i) => 60 + i * 9) : undefined };
};
const box = { w: 120 * U, h: 80 * U, color: 0, width: 32 };
const way = { color: 3, width: 32, headTo: 1 };
const ends = { from: { x: 0, y: 0 }, to: { x: 120 * U, y: 60 * U } };

/** Every kind in each of its looks. */
const SAMPLES: readonly Sample[] = [
  { kind: frame, values: { w: 120 * U, h: 80 * U, title: 'A frame with a title that is too long' } },
  { kind: pen, values: { color: 0, width: 64 }, points: wave(false) },
  { kind: pen, values: { color: 1, width: 96 }, points: wave(true), cuts: [100, 160] },
  { kind: pen, values: { color: 2, width: 32, w: 60 * U, h: 90 * U, angle: 3_000 }, points: wave(false) },
  { kind: highlighter, values: { color: 4, width: 224 }, points: wave(false) },
  { kind: rectangle, key: 'target', values: { ...box, fill: 3 }, text: 'A label that wraps' },
  { kind: rectangle, values: { ...box, fill: 1, hatch: 1, dash: 1, angle: 1_500 } },
  { kind: rectangle, values: { ...box, sketch: 1, fill: 2, hatch: 2 } },
  { kind: ellipse, values: { ...box, dash: 2, opacity: 50, fill: 0x1ff8800 } },
  { kind: ellipse, values: { ...box, sketch: 2 }, text: 'Oval' },
  { kind: diamond, values: { ...box, color: 5, width: 96 } },
  { kind: diamond, values: { ...box, sketch: 1, dash: 1 } },
  { kind: line, values: { ...way, headTo: 0 }, ...ends },
  { kind: line, values: { ...way, headTo: 0, sketch: 1 }, ...ends },
  { kind: arrow, values: { ...way, headFrom: 3, headTo: 2 }, ...ends, text: 'said' },
  { kind: arrow, values: { ...way, route: 1, headFrom: 4, sketch: 2 }, ...ends },
  { kind: arrow, values: { ...way, route: 2, dash: 1 }, ...ends },
  {
    kind: arrow,
    values: way,
    from: { x: 0, y: 0 },
    to: { x: 0, y: 0, on: { key: 'target', across: 500, down: 500 } },
  },
  { kind: text, values: { color: 0, size: 320 }, text: 'Two lines\nof text' },
  { kind: text, values: { color: 1, size: 448, font: 1, align: 2, w: 120 * U, opacity: 75 }, text: 'wraps at its width' },
  { kind: text, values: { color: 0, size: 256, font: 2 }, text: 'see https://example.org' },
  { kind: note, values: { w: 120 * U, h: 80 * U, color: 4, size: 320, align: 1 }, text: 'A note' },
  { kind: note, values: { w: 120 * U, h: 80 * U, color: 7, size: 256, angle: 34_500 }, text: 'turned' },
  {
    kind: image,
    facts: { hash: 'h'.repeat(43), type: 'image/png', naturalW: 120, naturalH: 80 },
    values: { w: 120 * U, h: 80 * U, opacity: 60 },
  },
];

/** The samples in rows of six. */
function everyKind(): LocalBoard {
  const board = new LocalBoard();
  const elements = SAMPLES.map((sample, i): NewElement => {
    const [column, row] = [i % 6, Math.floor(i / 6)];
    return { key: `${i}`, x: column * 170 * U, y: row * 140 * U, ...sample };
  });
  board.propose(toOps(elements, board).ops, board.newGesture());
  return board;
}

function drawn(board: LocalBoard, theme: Theme, scale: number): string {
  const scene = new Scene(() => board.board());
  scene.reset();
  const entries = [...scene.entries()].sort(compareDepth);
  const whole = boxOfEntries(entries);
  if (!whole) throw new Error('the board has elements');
  const target = new RecordingCanvas((_font, words) => ({ width: words.length * 8 }) as TextMetrics);
  const ink = new InkCache(() => new SvgPath());
  const pictures = new PictureCache({ read: async () => undefined, decode: async () => Promise.reject(), ready: () => {} });
  const place = { scale, originX: (whole.minX - 10) * scale, originY: (whole.minY - 10) * scale };
  for (const { id } of entries) {
    const element = board.element(id);
    kindOf(element.kind)?.draw(target, element, place, { board: board.board(), theme, ink, pictures });
  }
  const [width, height] = [whole.maxX - whole.minX + 20, whole.maxY - whole.minY + 20].map((side) => Math.ceil(side * scale));
  const paper = `<rect width="${width}" height="${height}" fill="${SURFACE[theme].paper}"/>`;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`;
  return `${head}\n${paper}\n${markupOf(target.marks, () => 'data:,')}\n</svg>\n`;
}

test('there is a sample of every kind that can be seen', () => {
  const sampled = new Set(SAMPLES.map(({ kind }) => kind));
  for (const kind of KINDS.keys()) expect(sampled.has(kind)).toBe(isThing(kind));
});

/**
 * What each kind paints, as pictures that anyone can open. They compare paths, colours and texts and not pixels, so antialiasing and
 * fonts of another browser do not matter. That the canvas shows the same is the matter of `test/e2e/files.spec.ts` and
 * `test/e2e/pdf.spec.ts`. After a wanted change: `vitest run --update=all` with this file, and a look at the pictures.
 */
test.each([
  ['light', 0.5],
  ['light', 2],
  ['dark', 0.5],
  ['dark', 2],
] as const)('every kind looks as before, %s, at zoom %d', async (theme, scale) => {
  const name = `./pictures/${theme}-${scale * 100}.svg`;
  await expect(drawn(everyKind(), theme, scale)).toMatchFileSnapshot(name);
});
