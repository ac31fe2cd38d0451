import { setTimeout as wait } from 'node:timers/promises';
import { ArgumentError, type Hub, type HubCall, type HubConnection, HubError, type HubMethod } from '@inkroom/signalr/hub';
import type { HubHandle, Names } from '@inkroom/signalr/hub-handle';
import { userOf } from './users.ts';

/** Where something is sent: the client method is always `message`. */
export interface Outside {
  readonly to: 'all' | 'group' | 'user' | 'connection';
  readonly name: string;
  readonly payload: unknown;
}

/** The reference hub: every feature of SignalR, and nothing of the board. One hub behind several addresses. */
export interface ReferenceHub {
  readonly hub: Hub;
  /** The servers that serve it: a send reaches clients of all of them. */
  attach(servers: readonly HubHandle[]): void;
  send(outside: Outside): void;
  /** Await it: where a service knows the groups it takes a while. */
  join(connectionId: string, group: string, leave: boolean): unknown;
}

export function createReferenceHub({ name, announceLeft }: { name: string; announceLeft: boolean }): ReferenceHub {
  let servers: readonly HubHandle[] = [];

  const toAll = (p: unknown, except?: string): void => {
    for (const server of servers) server.sendAll('message', [p], except);
  };
  const toGroups = (groups: Names, p: unknown, except?: string): void => {
    for (const server of servers) server.groups.send(groups, 'message', [p], except);
  };
  const toConnection = (id: string, p: unknown): void => {
    for (const server of servers) server.send(id, 'message', [p]);
  };
  const toUsers = (users: Names, p: unknown): void => {
    for (const server of servers) server.users.send(users, 'message', [p]);
  };
  const ask = (id: string, v: unknown): Promise<unknown> => {
    const asked = servers.find((server) => server.connection(id) !== undefined) ?? servers[0];
    return asked === undefined ? Promise.reject(new Error('no server')) : asked.ask(id, 'answer', [v]);
  };
  const pathOf = ({ id }: HubConnection): string | undefined =>
    servers.find((server) => server.connection(id) !== undefined)?.path;
  const join = (id: string, group: string): unknown => inTurn(servers.map(({ groups }) => groups.add(id, group)));
  const leave = (id: string, group: string): unknown => inTurn(servers.map(({ groups }) => groups.remove(id, group)));

  const methods = new Map<string, HubMethod>([
    ['Echo', call(1, ({ args }) => args[0])],
    ['Add', call(2, ({ args }) => number(args[0]) + number(args[1]))],
    ['Void', call(0, () => null)],
    ['Slow', call(1, async ({ args }) => wait(whole(args[0]), args[0]))],
    [
      'Fail',
      call(0, () => {
        throw new HubError('boom');
      }),
    ],
    [
      'FailPlain',
      call(0, () => {
        // The name that the recorded server shows with detailed errors.
        throw Object.assign(new Error('secret'), { name: 'InvalidOperationException' });
      }),
    ],
    ['ConnectionId', call(0, ({ connection }) => connection.id)],
    ['InstanceName', call(0, () => name)],
    ['QueryValue', call(1, ({ connection, args }) => connection.query.get(text(args[0])))],
    ['WhoAmI', call(0, ({ connection }) => userOf(connection))],
    ['JoinGroup', call(1, ({ connection, args }) => join(connection.id, text(args[0])))],
    ['LeaveGroup', call(1, ({ connection, args }) => leave(connection.id, text(args[0])))],
    ['SendToGroup', call(2, ({ args }) => toGroups(text(args[0]), args[1]))],
    ['SendToGroups', call(2, ({ args }) => toGroups(texts(args[0]), args[1]))],
    ['SendToOthersInGroup', call(2, ({ connection, args }) => toGroups(text(args[0]), args[1], connection.id))],
    ['SendToAll', call(1, ({ args }) => toAll(args[0]))],
    ['SendToOthers', call(1, ({ connection, args }) => toAll(args[0], connection.id))],
    ['SendToCaller', call(1, ({ connection, args }) => void connection.send('message', [args[0]]))],
    ['SendToConnection', call(2, ({ args }) => toConnection(text(args[0]), args[1]))],
    ['SendToUser', call(2, ({ args }) => toUsers(text(args[0]), args[1]))],
    ['SendToUsers', call(2, ({ args }) => toUsers(texts(args[0]), args[1]))],
    ['Counter', { kind: 'stream', parameters: 2, run: ({ args, signal }) => count(whole(args[0]), whole(args[1]), signal) }],
    ['StreamFails', { kind: 'stream', parameters: 1, run: ({ args }) => breaks(whole(args[0])) }],
    ['AskClient', call(1, async (asking) => (await asking.ask('answer', [asking.args[0]])) ?? null)],
    ['AskConnection', call(2, async ({ args }) => (await ask(text(args[0]), args[1])) ?? null)],
    ['Request', call(0, ({ connection }) => requestOf(pathOf(connection), connection))],
    ['UploadSum', { kind: 'call', parameters: 0, uploads: 1, run: ({ uploads }) => sum(uploads[0] ?? nothing()) }],
    ['EchoStream', { kind: 'stream', parameters: 0, uploads: 1, run: ({ uploads }) => uploads[0] ?? nothing() }],
    ['Abort', call(0, ({ connection }) => connection.close())],
  ]);

  return {
    hub: {
      methods,
      onDisconnected(connection) {
        if (announceLeft) for (const server of servers) server.sendAll('left', [connection.id], connection.id);
      },
    },
    attach(all) {
      servers = all;
    },
    send({ to, name: whom, payload }) {
      switch (to) {
        case 'all':
          return toAll(payload);
        case 'group':
          return toGroups(whom, payload);
        case 'user':
          return toUsers(whom, payload);
        case 'connection':
          return toConnection(whom, payload);
      }
    },
    join: (id, group, leaves) => (leaves ? leave(id, group) : join(id, group)),
  };
}

/** At once where nobody has to be waited for, which a client can tell by the order of what it gets. */
function inTurn(done: readonly unknown[]): Promise<null> | undefined {
  return done.some((one) => one instanceof Promise) ? Promise.all(done).then(() => null) : undefined;
}

function call(parameters: number, run: (hubCall: HubCall) => unknown): HubMethod {
  // A method without result is answered by null, as by ASP.NET (reference 7.1).
  return { kind: 'call', parameters, run: (hubCall) => run(hubCall) ?? null };
}

async function* count(n: number, delayMs: number, signal: AbortSignal): AsyncGenerator<number> {
  for (let i = 0; i < n; i++) {
    yield i;
    if (delayMs > 0) await wait(delayMs, undefined, { signal });
  }
}

async function* breaks(n: number): AsyncGenerator<number> {
  for (let i = 0; i < n; i++) yield i;
  throw new HubError('stream broke');
}

async function* nothing(): AsyncGenerator<unknown> {}

async function sum(items: AsyncIterable<unknown>): Promise<number> {
  let total = 0;
  for await (const item of items) {
    // The text that clients of the recorded server know.
    if (typeof item !== 'number') throw new HubError('Failed to bind Stream message.');
    total += item;
  }
  return total;
}

function requestOf(path: string | undefined, { query, headers }: HubConnection): unknown {
  return { path, query: Object.fromEntries(query), headers: { ...headers } };
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new ArgumentError('a number was expected');
  return value;
}

function whole(value: unknown): number {
  if (!Number.isInteger(value)) throw new ArgumentError('a whole number was expected');
  return number(value);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new ArgumentError('a text was expected');
  return value;
}

function texts(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw new ArgumentError('a list of texts was expected');
  return value.map(text);
}
