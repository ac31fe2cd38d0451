import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ClientId, type Epoch, type InstanceId, isInstanceId, type RoomId } from '../../core/board/ids.ts';
import type { TraceId } from '../../core/contract/tracing/trace-context.ts';
import {
  decodePeerMessage,
  encodePeerMessage,
  memberSum,
  type PeerMessage,
  PeerMessageCode,
} from '../../core/room/peer-messages.ts';
import { packValue, unpackValue } from '../../core/wire/msgpack.ts';
import type { WireValue } from '../../core/wire/wire-value.ts';
import { seededRandom } from '../support/seeded.ts';

const FROM = 'HubHubHubHu' as InstanceId;
const ROOM = 'room-1' as RoomId;
const EPOCH = 'EpochEpochE' as Epoch;
const MERGED = 'FpochFpochF' as Epoch;
const ANA = 'AnaAnaAnaAn' as ClientId;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736' as TraceId;
const member = { no: 3, clientId: ANA, name: 'Ana', color: 11 };
const part = { body: 'BodyBodyBod', how: 'delta', total: 300, at: 0, bytes: Uint8Array.of(1, 2, 3), end: undefined } as const;

/** Frozen: a change here means that instances of two releases do not understand each other. `INKROOM_WRITE_GOLDEN=1` adds what is missing. */
const FILE = new URL('./peer-message-vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string>;
const MESSAGES: Record<string, PeerMessage> = {
  beat: { kind: 'beat', wants: false },
  'beat that wants answers': { kind: 'beat', wants: true },
  here: { kind: 'here', room: ROOM, epoch: EPOCH, vector: [[FROM, 700]], who: memberSum([member]), counted: 0 },
  gone: { kind: 'gone', room: ROOM },
  ask: { kind: 'ask', room: ROOM, askId: 7 },
  'head: not served': { kind: 'head', room: ROOM, askId: 7, head: undefined },
  head: {
    kind: 'head',
    room: ROOM,
    askId: 7,
    head: { epoch: EPOCH, merged: [MERGED], vector: [[FROM, 700]], members: [member], counted: 0 },
  },
  'pull of everything': { kind: 'pull', room: ROOM, askId: 8, have: undefined, body: undefined, at: 0 },
  'pull that goes on': {
    kind: 'pull',
    room: ROOM,
    askId: 8,
    have: { epoch: EPOCH, vector: [[FROM, 699]] },
    body: part.body,
    at: 262_144,
  },
  part: { kind: 'part', room: ROOM, askId: 8, part },
  'last part': {
    kind: 'part',
    room: ROOM,
    askId: 8,
    part: { ...part, how: 'snapshot', total: 3, end: { vector: [[FROM, 700]], clients: [[ANA, 17]] } },
  },
  bye: { kind: 'bye' },
  want: { kind: 'want', room: ROOM, hash: 'h'.repeat(43), url: 'http://127.0.0.1:7421' },
  said: {
    kind: 'said',
    room: ROOM,
    said: { from: { clientId: ANA, name: 'Ana', color: 3 }, to: 'hosts', text: 'Why?', at: 1_764_000_000_000 },
  },
  rights: {
    kind: 'rights',
    room: ROOM,
    entries: [
      { key: 'lock', value: '1', at: 1_764_000_000_000, by: FROM },
      { key: `who:${ANA}`, value: 'draw', at: 1_764_000_000_001, by: FROM },
      { key: 'link:LinkLinkLin', value: '', at: 1_764_000_000_002, by: FROM },
    ],
  },
  'head with a program': {
    kind: 'head',
    room: ROOM,
    askId: 7,
    head: { epoch: EPOCH, merged: [], vector: [[FROM, 700]], members: [{ ...member, program: true }], counted: 0 },
  },
  'here with an audience': { kind: 'here', room: ROOM, epoch: EPOCH, vector: [], who: 0, counted: 4_880 },
  'head with an audience': {
    kind: 'head',
    room: ROOM,
    askId: 7,
    head: { epoch: EPOCH, merged: [], vector: [], members: [], counted: 4_880 },
  },
  'announce to a topic, in all rooms': {
    kind: 'announce',
    room: undefined,
    announcement: { text: 'Lunch', from: 'Canteen', audience: { to: 'topic', topic: 'food' } },
  },
  'announce to a person': {
    kind: 'announce',
    room: ROOM,
    announcement: { text: 'Call home', from: 'Office', audience: { to: 'person', who: ANA } },
  },
  'trace: watch': { kind: 'trace', room: ROOM, talk: { what: 'watch', lifeMs: 30_000 } },
  'trace: told': { kind: 'trace', room: ROOM, talk: { what: 'told', trace: TRACE, seq: 700, who: ANA } },
  'trace: part': {
    kind: 'trace',
    room: ROOM,
    talk: {
      what: 'part',
      part: { trace: TRACE, heard: 1.5, said: 20, came: 2.25, bytes: 312, peers: [{ who: ANA, came: 3, painted: undefined }] },
    },
  },
  'trace: records': {
    kind: 'trace',
    room: ROOM,
    talk: { what: 'records', records: [{ kind: 'unlisted', at: 1_764_000_000_000, instance: FROM, messages: 12 }] },
  },
  'announce to all': { kind: 'announce', room: ROOM, announcement: { text: 'Bell', from: '', audience: { to: 'all' } } },
};
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test.each(Object.entries(MESSAGES))('[INS-1] golden bytes of a peer message: %s', (name, message) => {
  const bytes = encodePeerMessage(FROM, message);
  if (process.env.INKROOM_WRITE_GOLDEN && !(name in vectors)) {
    vectors[name] = hex(bytes);
    writeFileSync(FILE, `${JSON.stringify(vectors, null, 2)}\n`);
  }
  expect(hex(bytes), name).toBe(vectors[name]);
  expect(decodePeerMessage(bytes)).toEqual({ ok: true, value: { from: FROM, message } });
});

test('[INS-1] the codes are frozen, and every one has golden bytes', () => {
  expect(PeerMessageCode).toEqual({
    beat: 1,
    here: 2,
    gone: 3,
    ask: 4,
    head: 5,
    pull: 6,
    part: 7,
    bye: 8,
    want: 9,
    rights: 10,
    said: 11,
    announce: 12,
    trace: 13,
  });
  expect(new Set(Object.values(MESSAGES).map(({ kind }) => kind))).toEqual(new Set(Object.keys(PeerMessageCode)));
  expect(Object.keys(vectors).toSorted()).toEqual(Object.keys(MESSAGES).toSorted());
});

test('[AUD-4] an instance that counts more people than any room holds, or no number of them, is refused', () => {
  for (const counted of [1e9, -1, 1.5, 'many', null]) {
    const here = { kind: 'here', room: ROOM, epoch: EPOCH, vector: [], who: 0, counted: 1 } as const;
    const raw = unpackValue(encodePeerMessage(FROM, here)) as unknown[];
    const read = decodePeerMessage(packValue([...raw.slice(0, -1), counted] as WireValue[]));
    expect(read, String(counted)).toMatchObject({ ok: false, error: { code: 'instance.malformed' } });
  }
});

test('[INS-1] a peer message of another version is refused as such', () => {
  const raw = unpackValue(encodePeerMessage(FROM, { kind: 'bye' })) as unknown[];
  expect(decodePeerMessage(packValue([2, ...raw.slice(1)]))).toMatchObject({ ok: false, error: { code: 'instance.version' } });
});

test('[INS-1] a version that has no text is refused like any other', () => {
  for (const version of [{ toString: 1 }, { valueOf: null, toString: null }, [], null]) {
    expect(decodePeerMessage(packValue([version, 1, FROM]))).toMatchObject({ ok: false, error: { code: 'instance.version' } });
  }
});

test('[INS-1] whatever comes instead of a peer message is refused with a code, cut, changed or made up, and what is taken can be used', () => {
  const random = seededRandom(20_261_121);
  const all = Object.values(MESSAGES).map((message) => encodePeerMessage(FROM, message));
  let refused = 0;
  for (let i = 0; i < 20_000; i++) {
    const bytes = (all[i % all.length] as Uint8Array).slice();
    const dice = random.next();
    let hostile: Uint8Array = bytes;
    if (dice < 0.3) hostile = bytes.subarray(0, Math.floor(random.next() * bytes.length));
    else if (dice < 0.9) {
      for (let hits = 0; hits < 1 + random.next() * 3; hits++)
        bytes[Math.floor(random.next() * bytes.length)] = random.next() * 256;
    } else hostile = random.bytes(1 + Math.floor(random.next() * 60));
    const read = decodePeerMessage(hostile);
    if (read.ok) expect(isInstanceId(read.value.from)).toBe(true);
    else {
      refused++;
      expect(read.error.code).toMatch(/^instance\.(malformed|version)$/);
    }
  }
  expect(refused).toBeGreaterThan(10_000);
});
