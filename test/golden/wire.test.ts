import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ElementKind, type ElementState, Prop } from '../../core/board/element.ts';
import { type ClientId, type ElementId, type Epoch, elementId, type InstanceId } from '../../core/board/ids.ts';
import { type Op, OpCode } from '../../core/board/op.ts';
import { decodeOps, encodeOps } from '../../core/board/op-codec.ts';
import { encodePoints, newTail } from '../../core/board/points-codec.ts';
import { type Bill, ClientMethod, HubMethod } from '../../core/contract/hub-contract.ts';
import { packStates, packSuffix, unpackStates, unpackSuffix } from '../../core/room/catch-up.ts';
import { decodeFrame, encodeFrame, type Frame } from '../../core/room/frame.ts';
import { decodeSnapshot, encodeSnapshot } from '../../core/room/snapshot.ts';
import { packValue, unpackValue } from '../../core/wire/msgpack.ts';
import { parseBill } from '../../renderer/session/parse-bill.ts';

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

const state: ElementState = {
  id: MINE,
  values: {
    kind: ElementKind.highlighter,
    alive: false,
    order: 'a0V',
    x: -70_000,
    y: 12,
    color: 0x1ff8800,
    width: 192,
    pressured: true,
  },
  stamps: Object.values(Prop).map((prop) => ({
    lamport: prop === Prop.alive ? 9 : 7,
    clientId: prop === Prop.alive ? BEN : ANA,
  })),
  points: pressed,
  pointCount: 4,
  endCount: 4,
  restored: false,
  marks: [{ origin: HUB, seq: 700 }],
};
const young: ElementState = {
  ...state,
  id: OTHERS,
  stamps: state.stamps.map(() => ({ lamport: 3, clientId: BEN })),
  endCount: -1,
  marks: [],
};

const OPS: Record<keyof typeof OpCode, Op> = {
  add: {
    kind: 'add',
    id: MINE,
    lamport: 5,
    values: { kind: ElementKind.pen, order: 'a0', x: 1_600, y: -3_200, color: 3, width: 56, pressured: false },
  },
  set: { kind: 'set', id: OTHERS, lamport: 70_000, values: { order: 'Zz', x: 1, y: -1, color: 7, width: 32 } },
  alive: { kind: 'alive', ids: [MINE, OTHERS], lamport: 6, alive: false },
  append: { kind: 'append', id: MINE, offset: 8, points },
  end: { kind: 'end', id: MINE, count: 12 },
  restore: { kind: 'restore', state: { ...state, marks: [] } },
};

test.each(Object.entries(OPS))('[OPS-2] golden bytes of op %s', (name, op) => {
  const bytes = golden(`op.${name}`, packValue(encodeOps(ANA, [op])));
  expect(decodeOps(ANA, unpackValue(bytes))).toEqual({ ok: true, value: [op] });
});

test('[OPS-2] golden bytes of a batch of several ops', () => {
  const ops = [OPS.add, OPS.append, OPS.end];
  const bytes = golden('batch', packValue(encodeOps(ANA, ops)));
  expect(decodeOps(ANA, unpackValue(bytes))).toEqual({ ok: true, value: ops });
});

test('op codes and property codes are frozen', () => {
  expect(OpCode).toEqual({ add: 1, set: 2, alive: 3, append: 4, end: 5, restore: 6 });
  expect(Prop).toEqual({ kind: 1, alive: 2, order: 3, x: 4, y: 5, color: 6, width: 7, pressured: 8 });
  expect(ElementKind).toEqual({ pen: 1, highlighter: 2 });
});

test('names of methods are frozen', () => {
  expect(HubMethod).toEqual({ join: 'join', catchUp: 'catchUp', push: 'p', leave: 'leave', bill: 'bill' });
  expect(ClientMethod).toEqual({ frame: 'f', refused: 'refused', notice: 'notice' });
});

test('[BILL-2] golden bytes of a bill', () => {
  const bill: Bill = { unitsPerSecond: 24.5, instances: 2 };
  expect(parseBill(unpackValue(golden('bill', packValue({ ...bill }))))).toEqual(bill);
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
  expect(unpackStates(golden('states', packStates([state, young])))).toEqual({ ok: true, value: [state, young] });
});

test('[SNP-1] golden bytes of a snapshot', () => {
  const snapshot = { epoch: EPOCH, vector: [[HUB, 700]] as const, savedAt: 1_795_000_000_000, states: [state, young] };
  expect(decodeSnapshot(golden('snapshot', encodeSnapshot(snapshot)))).toEqual({ ok: true, value: snapshot });
});
