import { type Hub, type HubCall, HubError, type HubMethod } from '@inkroom/signalr/hub';
import type { HubServer } from '@inkroom/signalr/hub-server';

const call = (parameters: number, run: (call: HubCall) => unknown): HubMethod => ({ kind: 'call', parameters, run });
const text = (value: unknown): string => String(value);

async function* count(to: number): AsyncGenerator<number> {
  for (let i = 0; i < to; i++) yield i;
}

async function* fails(after: number): AsyncGenerator<number> {
  yield* count(after);
  throw new HubError('stream broke');
}

async function sum(numbers: AsyncIterable<unknown> | undefined): Promise<number> {
  let total = 0;
  for await (const one of numbers ?? []) total += Number(one);
  return total;
}

/** Yields for ever, and says when it was stopped. */
async function* endless(item: unknown, onStop: () => void): AsyncGenerator<unknown> {
  try {
    for (;;) yield item;
  } finally {
    onStop();
  }
}

/** A promise that the test settles. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

export interface SampleHub extends Hub {
  readonly methods: ReadonlyMap<string, HubMethod>;
  /** `wait` blocks on it. */
  gate: Gate;
  /** What happened, in order. */
  readonly events: string[];
  /** To be set when the server is there. */
  server: HubServer | undefined;
}

/** Methods like those of the reference hub, and some for tests. */
export function sampleHub(): SampleHub {
  const events: string[] = [];
  const hub: SampleHub = {
    gate: gate(),
    events,
    server: undefined,
    methods: new Map<string, HubMethod>([
      ['Echo', call(1, ({ args }) => args[0])],
      ['Add', call(2, ({ args }) => Number(args[0]) + Number(args[1]))],
      ['Void', call(0, () => undefined)],
      ['Any', { kind: 'call', run: ({ args }) => args.length }],
      ['Later', call(1, async ({ args }) => args[0])],
      ['Fail', call(0, () => Promise.reject(new HubError('boom')))],
      [
        'FailPlain',
        call(0, () => {
          throw new Error('secret');
        }),
      ],
      ['Note', call(1, ({ args }) => void events.push(text(args[0])))],
      [
        'Wait',
        call(1, async ({ args }) => {
          events.push(`start ${text(args[0])}`);
          await hub.gate.opened;
          events.push(`end ${text(args[0])}`);
        }),
      ],
      ['ConnectionId', call(0, ({ connection }) => connection.id)],
      ['Abort', call(0, ({ connection }) => connection.close())],
      ['CloseForReconnect', call(0, ({ connection }) => connection.close({ error: 'come back', allowReconnect: true }))],
      ['Bytes', call(1, (made) => made.bytes)],
      ['JoinGroup', call(1, ({ args, connection }) => void hub.server?.groups.add(connection.id, text(args[0])))],
      ['LeaveGroup', call(1, ({ args, connection }) => void hub.server?.groups.remove(connection.id, text(args[0])))],
      ['SendToGroup', call(2, ({ args }) => void hub.server?.groups.send(text(args[0]), 'message', [args[1]]))],
      [
        'SendToOthersInGroup',
        call(2, ({ args, connection }) => void hub.server?.groups.send(text(args[0]), 'message', [args[1]], connection.id)),
      ],
      ['SendToAll', call(1, ({ args }) => void hub.server?.sendAll('message', [args[0]]))],
      ['SendToCaller', call(1, ({ args, connection }) => void connection.send('message', [args[0]]))],
      ['SendToConnection', call(2, ({ args }) => void hub.server?.send(text(args[0]), 'message', [args[1]]))],
      ['AskMe', call(2, (asking) => asking.ask(text(asking.args[0]), [asking.args[1]]))],
      ['Sum', { kind: 'call', parameters: 0, uploads: 1, run: ({ uploads: [numbers] }) => sum(numbers) }],
      ['User', call(0, ({ connection }) => connection.user?.id)],
      ['Counter', { kind: 'stream', parameters: 1, run: ({ args }) => count(Number(args[0])) }],
      ['StreamFails', { kind: 'stream', parameters: 1, run: ({ args }) => fails(Number(args[0])) }],
      ['Endless', { kind: 'stream', parameters: 1, run: ({ args }) => endless(args[0], () => void events.push('stopped')) }],
    ]),
    onConnected: () => void events.push('connected'),
    onDisconnected: (_connection, reason) => void events.push(`disconnected ${reason}`),
  };
  return hub;
}
