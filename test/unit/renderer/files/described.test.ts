import * as v from 'valibot';
import { expect, test } from 'vitest';
import { checkBatch } from '../../../../core/board/admission/validate-op.ts';
import { Board } from '../../../../core/board/board.ts';
import { decodeOps, encodeOps } from '../../../../core/board/codec/op-codec.ts';
import { type ClientId, type ElementId, elementId } from '../../../../core/board/ids.ts';
import { wordsOps } from '../../../../core/board/words.ts';
import { svgOfBoard } from '../../../../renderer/engine/export/svg/svg-of-board.ts';
import { describeBoard } from '../../../../renderer/files/described/describe-board.ts';
import { type DescribedElement, DescribedElements } from '../../../../renderer/files/described/described-element.ts';
import { describedOps } from '../../../../renderer/files/described/read-described.ts';
import { nodeClock } from '../../../../server/process/node-host.ts';

const AUTHOR = 'BotBotBotBo' as ClientId;

class Drawing {
  readonly board = new Board();
  #k = 0;
  readonly access = {
    board: () => this.board,
    newElementId: (): ElementId => elementId(AUTHOR, ++this.#k),
    nextLamport: (): number => this.board.lamport + 1,
  };

  /** Through the checks of a hub. */
  draw(...described: readonly DescribedElement[]): readonly ElementId[] {
    const made = describedOps(v.parse(DescribedElements, described), this.access);
    if (!made.ok) throw new Error(made.error.code);
    const ops = decodeOps(AUTHOR, encodeOps(AUTHOR, made.value.ops));
    if (!ops.ok) throw new Error(ops.error.code);
    expect(checkBatch(this.board, AUTHOR, ops.value)).toBeUndefined();
    this.board.apply(AUTHOR, ops.value);
    return made.value.ids;
  }
}

const EVERY: readonly DescribedElement[] = [
  { kind: 'rectangle', key: 'a', x: 0, y: 0, w: 100, h: 50, text: 'Begin', color: 'red', fill: 'blue', dash: 'dashed' },
  { kind: 'ellipse', key: 'b', x: 300, y: 0, w: 100, h: 50, color: '#12abef', angle: 30, opacity: 40 },
  { kind: 'diamond', x: 300, y: 200, w: 80, h: 80, group: 'g' },
  { kind: 'text', x: 10, y: 300, text: 'Two\nlines', size: 28, font: 'mono', align: 'middle' },
  { kind: 'note', x: 500, y: 0, text: 'Remember' },
  { kind: 'frame', x: -50, y: -50, w: 900, h: 600, title: 'All of it' },
  { kind: 'arrow', from: { on: 'a' }, to: { on: 'b', across: 0, down: 0.5 }, headTo: 'filled', route: 'elbow' },
  { kind: 'line', from: { x: 0, y: 400 }, to: { x: 90, y: 400 }, group: 'g' },
  { kind: 'arrow', from: { on: 'a' }, to: { x: 90, y: 700 }, corners: [[0, 650], [-40, 680]] }, // biome-ignore format: a way
  { kind: 'pen', points: [[0, 500], [50, 520], [100, 500]], width: 3 }, // biome-ignore format: a way
  { kind: 'highlighter', points: [[0, 550], [100, 550]] }, // biome-ignore format: a way
];

test('every kind that a program describes is drawn, and reads back as it was described', () => {
  const drawing = new Drawing();
  const ids = drawing.draw(...EVERY);
  const { elements } = describeBoard(drawing.board);
  expect(ids).toHaveLength(EVERY.length);
  const read = ids.map((id) => elements.find((element) => element.id === id));
  const [a, b] = ids;
  expect(read[0]).toMatchObject({ kind: 'rectangle', x: 0, y: 0, w: 100, h: 50, text: 'Begin', color: 'red', fill: 'blue' });
  expect(read[1]).toMatchObject({ kind: 'ellipse', color: '#12abef', angle: 30, opacity: 40 });
  expect(read[3]).toMatchObject({ kind: 'text', text: 'Two\nlines', size: 28, font: 'mono', align: 'middle' });
  expect(read[4]).toMatchObject({ kind: 'note', text: 'Remember', w: 200, color: 'orange' });
  expect(read[5]).toMatchObject({ kind: 'frame', title: 'All of it' });
  expect(read[6]).toMatchObject({
    kind: 'arrow',
    from: { on: a, across: 0.5, down: 0.5 },
    to: { on: b, across: 0, down: 0.5 },
    headTo: 'filled',
    route: 'elbow',
  });
  expect(read[7]).toMatchObject({ kind: 'line', from: { x: 0, y: 400 }, to: { x: 90, y: 400 } });
  expect(read[7]?.group).toBe(read[2]?.group);
  expect(read[8]).toMatchObject({ from: { on: a }, to: { x: 90, y: 700 }, corners: [[0, 650], [-40, 680]] }); // biome-ignore format: a way
  expect(read[9]?.points).toEqual([[0, 500], [50, 520], [100, 500]]); // biome-ignore format: a way
});

test('an arrow may lead to what is on the board already; one to nothing is refused, and so are two equal keys', () => {
  const drawing = new Drawing();
  const [box] = drawing.draw({ kind: 'rectangle', x: 0, y: 0, w: 100, h: 50 });
  const [arrow] = drawing.draw({ kind: 'arrow', from: { x: 300, y: 300 }, to: { on: String(box) } });
  expect(describeBoard(drawing.board, [arrow as ElementId]).elements[0]).toMatchObject({
    from: { x: 300, y: 300 },
    to: { on: box },
  });
  const nowhere = describedOps([{ kind: 'arrow', from: { x: 0, y: 0 }, to: { on: 'nothing' } }], drawing.access);
  expect(nowhere).toMatchObject({ ok: false, error: { code: 'op.unknown_element', detail: 'nothing' } });
  const message = elementId(AUTHOR, 900);
  const said = { id: message, lamport: 1, text: 'Hello', by: 'Ada', byColor: 0, sentAt: 0 };
  drawing.board.apply(AUTHOR, wordsOps(said));
  const atMessage = describedOps([{ kind: 'arrow', from: { x: 0, y: 0 }, to: { on: message } }], drawing.access);
  expect(atMessage).toMatchObject({ ok: false, error: { code: 'op.unknown_element', detail: message } });
  const note: DescribedElement = { kind: 'note', key: 'n', x: 0, y: 0 };
  expect(describedOps([note, note], drawing.access)).toMatchObject({ ok: false, error: { code: 'op.element_exists' } });
});

test('a described board becomes a picture outside of a browser', async () => {
  const drawing = new Drawing();
  const look = { clock: nodeClock, theme: 'light' } as const;
  expect(await svgOfBoard(drawing.board, look)).toBeUndefined();
  const [, ellipse] = drawing.draw(...EVERY);
  const svg = await svgOfBoard(drawing.board, look);
  for (const word of ['Begin', 'Remember', 'All of it', 'lines']) expect(svg).toContain(word);
  expect(svg?.match(/<path /g)?.length).toBeGreaterThan(8);
  const one = await svgOfBoard(drawing.board, { ...look, only: new Set([ellipse as ElementId]) });
  expect(one).toContain('#12abef');
  expect(one).not.toContain('Begin');
});

test.each<[string, unknown]>([
  ['no list', {}],
  ['an empty list', []],
  ['an unknown kind', [{ kind: 'cloud', x: 0, y: 0 }]],
  ['an unknown word', [{ kind: 'note', x: 0, y: 0, evil: 1 }]],
  ['a place off the world', [{ kind: 'note', x: 2_000_000, y: 0 }]],
  ['a number that is none', [{ kind: 'note', x: Number.NaN, y: 0 }]],
  ['a colour that is none', [{ kind: 'note', x: 0, y: 0, color: 'url(#x)' }]],
  ['too many', Array.from({ length: 201 }, () => ({ kind: 'note', x: 0, y: 0 }))],
  ['too long a text', [{ kind: 'text', x: 0, y: 0, text: 'x'.repeat(5_001) }]],
])('a description with %s is refused', (_what, raw) => {
  expect(v.safeParse(DescribedElements, raw).success).toBe(false);
});
