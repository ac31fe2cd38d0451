import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { encodePoints, newTail } from '../../core/board/bodies/points-codec.ts';
import { decodeOps, encodeOps } from '../../core/board/codec/op-codec.ts';
import type { ElementState } from '../../core/board/element.ts';
import { type ClientId, type ElementId, type Epoch, elementId, type InstanceId } from '../../core/board/ids.ts';
import { BOARD_ELEMENT, Body, ElementKind, PROPS } from '../../core/board/kinds.ts';
import { type Op, OpCode } from '../../core/board/op.ts';
import { wordsOps } from '../../core/board/words.ts';
import { ClientMethod, HubMethod } from '../../core/contract/hub-contract.ts';
import { packStates, packSuffix, unpackStates, unpackSuffix } from '../../core/room/catch-up.ts';
import { decodeFrame, encodeFrame, type Frame } from '../../core/room/frame.ts';
import { decodeSnapshot, encodeSnapshot } from '../../core/room/snapshot/snapshot.ts';
import { packValue, unpackValue } from '../../core/wire/msgpack.ts';
import { addInk, inkBirth, stampAll } from '../support/ink.ts';

/**
 * Frozen bytes. A change here breaks every client, file and hub that is out there: add vectors, never alter them. A new vector is
 * written by running with `INKROOM_WRITE_GOLDEN=1`, which adds what is missing and keeps what is there.
 */
const FILE = new URL('./wire-vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string>;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function golden(name: string, bytes: Uint8Array): Uint8Array {
  if (process.env.INKROOM_WRITE_GOLDEN && !(name in vectors)) {
    vectors[name] = hex(bytes);
    writeFileSync(FILE, `${JSON.stringify(vectors, null, 2)}\n`);
  }
  expect(hex(bytes), name).toBe(vectors[name]);
  return Uint8Array.from(Buffer.from(vectors[name] as string, 'hex'));
}

const ANA = 'AnaAnaAnaAn' as ClientId;
const BEN = 'BenBenBenBe' as ClientId;
const HUB = 'HubHubHubHu' as InstanceId;
const EPOCH = 'EpochEpochE' as Epoch;
const MINE = elementId(ANA, 300);
const OTHERS = 'BenBenBenBe.1f' as ElementId;
const XY = Int32Array.from([0, 0, 16, -8, 40, -30, 2_000, 900]);
const points = encodePoints(newTail(), { xy: XY, pressure: undefined });
const pressed = encodePoints(newTail(), { xy: XY, pressure: Uint8Array.from([0, 128, 255, 200]) });

const values = { alive: false, order: 'a0V', x: -70_000, y: 12, color: 0x1ff8800, width: 192 };
const state: ElementState = {
  id: MINE,
  birth: inkBirth(ElementKind.highlighter, true),
  values,
  stamps: { ...stampAll(values, { lamport: 7, clientId: ANA }), alive: { lamport: 9, clientId: BEN } },
  content: pressed,
  count: 4,
  endCount: 4,
  restored: false,
  marks: [{ origin: HUB, seq: 700 }],
};
const young: ElementState = {
  ...state,
  id: OTHERS,
  stamps: stampAll(values, { lamport: 3, clientId: BEN }),
  endCount: -1,
  marks: [],
};
const RUN = elementId(ANA, 301);
/** A run of text, forked by its author, with a property and a fact of a later version; chunks and spans that wait for their births. */
const odd: readonly ElementState[] = [
  {
    ...young,
    id: RUN,
    birth: { kind: ElementKind.run, body: Body.text, facts: { target: OTHERS, place: [], p200: 'later' } as object },
    values: { alive: true, group: ['g'], p99: [1.5, 'x', true] } as object,
    stamps: stampAll({ alive: 0, group: 0, p99: 0 }, { lamport: 4, clientId: ANA }),
    content: 'hällo 🙂',
    count: 8,
    endCount: 12,
    sealed: true,
  },
  {
    ...young,
    id: elementId(ANA, 302),
    birth: undefined,
    values: {},
    stamps: {},
    content: new Uint8Array(0),
    count: 0,
    waiting: [
      { offset: 3, chunk: 'ab' },
      { offset: 0, chunk: [16, 32] },
    ],
  },
  {
    ...young,
    id: elementId(ANA, 303),
    birth: { kind: ElementKind.cut, body: Body.spans, facts: { target: MINE } },
    values: { alive: true },
    stamps: stampAll({ alive: 0 }, { lamport: 4, clientId: ANA }),
    content: new Uint8Array(0),
    count: 0,
    spans: [0, 16, 40, 4_000],
    restored: true,
  },
  { ...young, id: OTHERS, birth: undefined, values: {}, stamps: {}, content: new Uint8Array(0), count: 0, forgottenTo: 90 },
];

const OPS: Record<keyof typeof OpCode, Op> = {
  add: addInk({
    id: MINE,
    lamport: 5,
    values: { kind: ElementKind.pen, order: 'a0', x: 1_600, y: -3_200, color: 3, width: 56, pressured: false },
  }),
  set: { kind: 'set', id: OTHERS, lamport: 70_000, values: { order: 'Zz', x: 1, y: -1, color: 7, width: 32 } },
  alive: { kind: 'alive', ids: [MINE, OTHERS], lamport: 6, alive: false },
  append: { kind: 'append', id: MINE, offset: 8, chunk: points },
  end: { kind: 'end', id: MINE, count: 12 },
  restore: { kind: 'restore', state: { ...state, marks: [] } },
  type: { kind: 'append', id: RUN, offset: 8, chunk: 'ö🙂' },
  cut: { kind: 'cut', id: elementId(ANA, 303), spans: [0, 16, 400, 480] },
  forget: { kind: 'forget', ranges: [{ author: BEN, from: 3, to: 900 }] },
};
const ADDS: Record<string, Op> = {
  run: {
    kind: 'add',
    id: RUN,
    lamport: 5,
    birth: { kind: ElementKind.run, body: Body.text, facts: { target: OTHERS, place: [RUN, 3, 1] } },
    values: {},
  },
  arrow: {
    kind: 'add',
    id: MINE,
    lamport: 5,
    birth: { kind: ElementKind.arrow, body: Body.none, facts: {} },
    values: { order: 'a1', x: 0, y: 0, color: 1, width: 32, from: [0, 0], to: [OTHERS, 500, 0], headTo: 1 },
  },
  'kind of a later version': {
    kind: 'add',
    id: MINE,
    lamport: 5,
    birth: { kind: 900, body: Body.points, facts: { p201: 'fact' } as object },
    values: { order: 'a1', p100: ['a', 1] } as object,
  },
};

test.each([...Object.entries(OPS), ...Object.entries(ADDS).map(([name, op]) => [`add of ${name}`, op] as const)])(
  '[OPS-2] golden bytes of op %s',
  (name, op) => {
    const bytes = golden(`op.${name}`, packValue(encodeOps(ANA, [op])));
    expect(decodeOps(ANA, unpackValue(bytes))).toEqual({ ok: true, value: [op] });
  },
);

test('[OPS-2] golden bytes of a batch of several ops', () => {
  const ops = [OPS.add, OPS.append, OPS.end];
  const bytes = golden('batch', packValue(encodeOps(ANA, ops)));
  expect(decodeOps(ANA, unpackValue(bytes))).toEqual({ ok: true, value: ops });
});

test('op codes and property codes are frozen', () => {
  expect(OpCode).toEqual({ add: 1, set: 2, alive: 3, append: 4, end: 5, restore: 6, type: 7, cut: 8, forget: 9 });
  const codes = Object.entries(PROPS).map(([name, { code }]) => `${code} ${name}`);
  expect(codes.join(', ')).toBe(
    '2 alive, 3 order, 4 x, 5 y, 6 color, 7 width, 9 angle, 10 fill, 11 dash, 12 opacity, 13 group, 14 locked, 15 w, 16 h, ' +
      '17 font, 18 size, 19 align, 20 from, 21 to, 22 headFrom, 23 headTo, 24 title, 25 background, 26 route, 27 bend, 28 hatch, 29 timer, 30 vote, 31 spotlight, 32 sketch, 33 pointers, 34 corners, 40 mirrored, 128 target, 129 place, ' +
      '130 hash, 131 type, 132 naturalW, 133 naturalH, 134 sentAt, 135 by, 136 byColor, 137 ballot',
  );
  expect(Object.keys(ElementKind).join(' ')).toBe(
    'pen highlighter line arrow rectangle ellipse diamond text note image frame cut board run words dot',
  );
  expect(Object.values(ElementKind)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
  expect(Body).toEqual({ points: 0, pressuredPoints: 1, none: 2, text: 3, spans: 4 });
});

test('names of methods are frozen', () => {
  expect(HubMethod).toEqual({ join: 'join', catchUp: 'catchUp', push: 'p', act: 'act', leave: 'leave' });
  expect(ClientMethod).toEqual({ frame: 'f', refused: 'refused', notice: 'notice' });
});

test.each([
  ['plain', points],
  ['with pressure', pressed],
])('[OPS-5] golden bytes of points %s', (name, bytes) => {
  golden(`points.${name}`, bytes);
});

const ink = encodeOps(ANA, [OPS.append]);
const FRAMES: Record<string, Frame> = {
  'ink of one': {
    origin: undefined,
    firstSeq: 41,
    durableSeq: 41,
    batches: [{ author: 3, n: 17, ops: ink }],
    cursors: [],
    members: [],
  },
  'reactions, and what another member shows': {
    origin: undefined,
    firstSeq: 42,
    durableSeq: 41,
    batches: [],
    cursors: [
      { no: 1, x: 640, y: -20, reaction: 3 },
      { no: 2, shown: { laser: true, selected: [] } },
    ],
    members: [],
  },
  'cursors only': {
    origin: undefined,
    firstSeq: 42,
    durableSeq: 41,
    batches: [],
    cursors: [{ no: 1, x: 640, y: -20 }, { no: 2, x: 70_000, y: 5 }, { no: 3 }],
    members: [],
  },
  'all parts, another origin, not durable': {
    origin: HUB,
    firstSeq: 1_000,
    durableSeq: 998,
    batches: [
      { author: 3, n: 300, ops: ink },
      { author: BEN, n: 1, ops: ink },
    ],
    cursors: [{ no: 3, x: 1, y: 2 }],
    members: [
      { kind: 'joined', member: { no: 4, clientId: BEN, name: 'Ben', color: 11 } },
      { kind: 'left', no: 2 },
    ],
  },
};

test.each(Object.entries(FRAMES))('[SEQ-1] [SEQ-2] golden bytes of frame: %s', (name, frame) => {
  const bytes = golden(`frame.${name}`, packValue(encodeFrame(frame)));
  expect(decodeFrame(unpackValue(bytes))).toEqual({ ok: true, value: frame });
});

test('[CHT-1] [VOT-1] [VOT-2] golden bytes of a chat message, a dot, and the registers by which people meet', () => {
  const words = { id: elementId(ANA, 7), lamport: 9, text: 'hello', by: 'Ana', byColor: 3, sentAt: 1_795_000_000_000 };
  const dot = { kind: ElementKind.dot, body: Body.none, facts: { ballot: 'b1' } } as const;
  const values = { timer: [0, 60_000], vote: ['b1', 3, 1], spotlight: [ANA, 5] } as const;
  const ops: readonly Op[] = [
    ...wordsOps(words),
    { kind: 'add', id: elementId(ANA, 8), lamport: 10, birth: dot, values: { x: 16, y: -16, to: [elementId(BEN, 1), 500, 250] } },
    { kind: 'set', id: BOARD_ELEMENT, lamport: 11, values },
  ];
  const bytes = golden('ops of a meeting', packValue(encodeOps(ANA, ops)));
  expect(decodeOps(ANA, unpackValue(bytes))).toEqual({ ok: true, value: ops });
});

test('[RPL-3] golden bytes of a suffix and of a table of states', () => {
  const parts = [
    {
      origin: HUB,
      firstSeq: 40,
      batches: [
        { author: ANA, n: 16, ops: [OPS.add, OPS.append] },
        { author: BEN, n: 2, ops: [OPS.alive] },
      ],
    },
  ];
  expect(unpackSuffix(golden('suffix', packSuffix(parts)))).toEqual({ ok: true, value: parts });
  const states = [state, young, ...odd];
  expect(unpackStates(golden('states', packStates(states)))).toEqual({ ok: true, value: states });
});

test('[SNP-1] golden bytes of a snapshot', () => {
  const snapshot = { epoch: EPOCH, vector: [[HUB, 700]] as const, savedAt: 1_795_000_000_000, states: [state, young] };
  expect(decodeSnapshot(golden('snapshot', encodeSnapshot(snapshot)))).toEqual({ ok: true, value: snapshot });
});

test('[SNP-2] what contract 1 wrote is read: a table, a restored element, a file', () => {
  const old = (name: string): Uint8Array => Uint8Array.from(Buffer.from(vectors[name] as string, 'hex'));
  expect(unpackStates(old('states of contract 1'))).toEqual({ ok: true, value: [state, young] });
  const restore = decodeOps(ANA, unpackValue(old('op.restore of contract 1')));
  expect(restore).toEqual({ ok: true, value: [OPS.restore] });
  const file = decodeSnapshot(old('snapshot of contract 1'));
  expect(file).toMatchObject({ ok: true, value: { epoch: EPOCH, vector: [[HUB, 700]], states: [state, young] } });
});
