import { expect, test } from 'vitest';
import type { ElementId } from '../../../../core/board/ids.ts';
import { Body, ElementKind } from '../../../../core/board/kinds.ts';
import { svgOfBoard } from '../../../../renderer/engine/export/svg/svg-of-board.ts';
import { readClipboard } from '../../../../renderer/files/clipboard/read-clipboard.ts';
import { fromBoard } from '../../../../renderer/files/from-board.ts';
import type { NewElement } from '../../../../renderer/files/new-element.ts';
import { readFile } from '../../../../renderer/files/read-file.ts';
import { withElements } from '../../../../renderer/files/svg/own-svg.ts';
import { toOps } from '../../../../renderer/files/to-ops.ts';
import { nodeClock } from '../../../../server/process/node-host.ts';
import { LocalBoard } from '../engine/local-board.ts';
import { readFixture } from './fixture.ts';

const garden = async (): Promise<LocalBoard> => {
  const board = new LocalBoard();
  const { elements } = await readFixture('garden.excalidraw');
  board.propose(toOps(elements, board).ops, 1);
  return board;
};
const allOf = (board: LocalBoard): readonly NewElement[] =>
  fromBoard(
    board.board(),
    board.alive().map(({ id }) => id),
  );
const pictureOf = async (board: LocalBoard): Promise<string> =>
  (await svgOfBoard(board.board(), { clock: nodeClock, theme: 'light' })) ?? '';
const opened = async (svg: string): Promise<readonly NewElement[]> => {
  const read = await readFile('a.svg', new TextEncoder().encode(svg));
  if (!read.ok) throw new Error(read.error.code);
  expect(read.value.losses.size).toBe(0);
  return read.value.elements;
};

test('an exported SVG picture opens as the elements that were drawn, with their fills and words', async () => {
  const board = await garden();
  const drawn = allOf(board);
  const svg = withElements(await pictureOf(board), drawn);
  const elements = await opened(svg);
  const plain = ({ key: _, from: __, to: ___, groups: ____, ...rest }: NewElement): unknown => rest;
  expect(elements.map(plain)).toEqual(drawn.map(plain));
  const names = elements.map(({ key }) => key);
  for (const [i, { from }] of drawn.entries())
    if (from?.on)
      expect(names.indexOf(elements[i]?.from?.on?.key ?? '')).toBe(drawn.findIndex(({ key }) => key === from.on?.key));
  // As text in the clipboard it is the same.
  expect(readClipboard({ html: '', text: svg })?.elements).toEqual(elements);
});

test('a picture holds no ids of its authors, and no ink that was erased', async () => {
  const board = await garden();
  const vine = allOf(board).find(({ points }) => points !== undefined)?.key as ElementId;
  const cut = board.newElementId();
  board.propose(
    [
      {
        kind: 'add',
        id: cut,
        lamport: 9,
        birth: { kind: ElementKind.cut, body: Body.spans, facts: { target: vine } },
        values: {},
      },
      { kind: 'cut', id: cut, spans: [4, 20] },
    ],
    2,
  );
  const drawn = allOf(board);
  const elements = await opened(withElements(await pictureOf(board), drawn));
  const whole = drawn.find(({ key }) => key === vine)?.points?.xy.length ?? 0;
  expect(elements.filter(({ cuts }) => cuts !== undefined)).toEqual([]);
  expect(elements.every(({ points }) => points === undefined || points.xy.length < whole)).toBe(true);
  expect(elements.length).toBeGreaterThanOrEqual(drawn.length);
  expect(JSON.stringify(elements)).not.toContain(board.clientId);
});

test('a picture in a picture comes with its bytes; without them a room is asked for it', async () => {
  const image: NewElement = {
    key: 'a',
    kind: ElementKind.image,
    x: 0,
    y: 0,
    facts: { hash: 'A'.repeat(43), type: 'image/png', naturalW: 2, naturalH: 2 },
    values: { w: 320, h: 320 },
  };
  const bare = '<svg xmlns="http://www.w3.org/2000/svg"></svg>';
  const [kept] = await opened(withElements(bare, [image]));
  expect(kept?.facts).toEqual(image.facts);
  const [own] = await opened(withElements(bare, [image], { ['A'.repeat(43)]: 'data:image/png;base64,AAEC' }));
  expect(own).toMatchObject({ picture: { type: 'image/png', bytes: new Uint8Array([0, 1, 2]) } });
  expect(own?.facts).toBeUndefined();
});
