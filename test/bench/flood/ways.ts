import { encodeOps } from '../../../core/board/codec/op-codec.ts';
import { type ClientId, elementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { CONTRACT_VERSION, HubMethod } from '../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { addInk } from '../../support/ink.ts';
import { benchClientId, benchSecret, hubMessage } from '../fanout/dialect-inkroom.ts';
import { clientFrame } from '../fanout/raw-socket.ts';
import type { Flood, Line } from './lanes.ts';

/** Ways in which one address floods the hub, as the security review and its scripts did. None needs the link of a room. */
export interface Way {
  readonly name: string;
  /** Connections at a time. */
  readonly lanes: number;
  attack(flood: Flood, lane: number): Promise<void>;
}

/** Numbers of flooders begin here: those of honest people end long before. */
const FIRST_FLOODER = 1_000;
const INVOCATION = 1;
const STREAM = 4;

const call = (target: string, args: readonly unknown[], id: string | null = null): Buffer =>
  clientFrame(hubMessage([INVOCATION, {}, id, target, args]));
const push = (n: number, ops: unknown): Buffer => call(HubMethod.push, [n, ops, [1, 1]]);

/** Made once: what is measured is the hub, not the flooder. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

let rooms = 0;
const newRoom = (): string => `flood-${process.pid}-${rooms++}`;

async function join(line: Line, lane: number, room: string): Promise<void> {
  const person = { secret: benchSecret(FIRST_FLOODER + lane), name: 'flood', color: 1 };
  await line.send(call(HubMethod.join, [{ version: CONTRACT_VERSION, room, ...person }], 'j'));
  await line.answered('j');
}

/** Ops name their author's elements by number alone: the same bytes are good for everybody. */
const AUTHOR: ClientId = benchClientId(FIRST_FLOODER);

function addsFrom(first: number): unknown {
  const values = { kind: 1, order: 'a0', x: 0, y: 0, color: 1, width: 32, pressured: false } as const;
  const ops: Op[] = [];
  for (let k = first; k < first + LIMITS.opsPerBatch; k++) ops.push(addInk({ id: elementId(AUTHOR, k), lamport: k, values }));
  return encodeOps(AUTHOR, ops);
}

const FULL_BATCHES = LIMITS.elementsPerBoard / LIMITS.opsPerBatch;
const bigBatches = once(() => Array.from({ length: FULL_BATCHES }, (_, i) => push(i + 1, addsFrom(1 + i * LIMITS.opsPerBatch))));
const MANY = 1_000;
const moves = once(() => Array.from({ length: MANY }, (_, i) => call(HubMethod.push, [0, null, [i, i]])));
const unknownElements = once(() => {
  const [id, removed] = [elementId(AUTHOR, 1), elementId(benchClientId(0), 1)];
  const gone = encodeOps(AUTHOR, [{ kind: 'alive', ids: [id, removed], lamport: 5, alive: false }]);
  return Array.from({ length: MANY }, (_, i) => push(i + 1, gone));
});
const malformedOps = once(() => {
  const junk = 'x'.repeat(LIMITS.messageBytes - 1_024);
  return Array.from({ length: 64 }, (_, i) => push(i + 1, [junk]));
});
const WIDE_KEYS = 10_000;
const wideCalls = once(() => {
  const wide = Object.fromEntries(Array.from({ length: WIDE_KEYS }, (_, i) => [`key${i}`, i]));
  const one = hubMessage([INVOCATION, {}, 'w', HubMethod.join, [wide]]);
  return clientFrame(Buffer.concat([one, one]));
});
/** A frame of which the last byte is missing: its head says one more than comes. */
const unfinished = once(() => clientFrame(Buffer.alloc(200 * 1024)).subarray(0, -1));
const requests = once(() => Buffer.from('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(5_000)));
const negotiations = once(() =>
  Buffer.from('POST /hub/negotiate?negotiateVersion=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n'.repeat(200)),
);

async function sendAll(line: Line, frames: readonly Buffer[]): Promise<void> {
  for (const frame of frames) await line.send(frame);
}

export const WAYS: readonly Way[] = [
  {
    name: 'connections that are held',
    lanes: 400,
    attack: async (flood) => (await flood.line()).hold(),
  },
  { name: 'negotiations', lanes: 16, attack: (flood) => flood.http(negotiations()) },
  { name: 'pipelined requests', lanes: 50, attack: (flood) => flood.http(requests()) },
  {
    name: 'unfinished messages',
    lanes: 200,
    attack: async (flood) => {
      const line = await flood.line();
      await line.send(unfinished());
      await line.hold();
    },
  },
  {
    name: 'wide arguments',
    lanes: 20,
    attack: async (flood) => {
      const line = await flood.line();
      for (;;) await line.send(wideCalls());
    },
  },
  {
    name: 'joins and catch-ups',
    lanes: 100,
    attack: async (flood, lane) => {
      const line = await flood.line();
      for (let i = 0; ; i++) {
        await join(line, lane, 'flood-joins');
        await line.send(clientFrame(hubMessage([STREAM, {}, `c${i}`, HubMethod.catchUp, [{}]])));
        await line.answered(`c${i}`);
        await line.send(call(HubMethod.leave, []));
      }
    },
  },
  {
    name: 'messages',
    lanes: 100,
    attack: async (flood, lane) => {
      const line = await flood.line();
      await join(line, lane, `flood-messages-${lane % 4}`);
      for (;;) await sendAll(line, moves());
    },
  },
  {
    name: 'big ops, board after board',
    lanes: 30,
    attack: async (flood, lane) => {
      const line = await flood.line();
      await join(line, lane, newRoom());
      await sendAll(line, bigBatches());
    },
  },
  {
    name: 'refused ops',
    lanes: 50,
    attack: async (flood, lane) => {
      const line = await flood.line();
      await join(line, lane, `flood-refused-${lane % 4}`);
      await sendAll(line, unknownElements());
      await sendAll(line, malformedOps());
    },
  },
  {
    name: 'rooms',
    lanes: 50,
    attack: async (flood, lane) => {
      const line = await flood.line();
      for (;;) {
        await join(line, lane, newRoom());
        await line.send(call(HubMethod.leave, []));
      }
    },
  },
];
