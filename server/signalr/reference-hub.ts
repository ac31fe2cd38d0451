import { setTimeout as wait } from 'node:timers/promises';
import { type Hub, type HubCall, HubError, type HubMethod } from './hub.ts';
import type { HubServer } from './hub-server.ts';
import { createReferenceUsers, userOf } from './reference-users.ts';

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
  attach(servers: readonly HubServer[]): void;
  send(outside: Outside): void;
  join(connectionId: string, group: string, leave: boolean): void;
}

export function createReferenceHub({ name, announceLeft }: { name: string; announceLeft: boolean }): ReferenceHub {
  let servers: readonly HubServer[] = [];
  const users = createReferenceUsers();

  const toAll = (p: unknown, except?: string): void => {
    for (const server of servers) server.sendAll('message', [p], except);
  };
  const toGroup = (group: string, p: unknown, except?: string): void => {
    for (const server of servers) server.groups.send(group, 'message', [p], except);
  };
  const toConnection = (id: string, p: unknown): void => {
    for (const server of servers) server.send(id, 'message', [p]);
  };
  const toUser = (user: string, p: unknown): void => users.send(user, 'message', [p]);
  const join = (id: string, group: string): void => {
    for (const server of servers) server.groups.add(id, group);
  };
  const leave = (id: string, group: string): void => {
    for (const server of servers) server.groups.remove(id, group);
  };

  const methods = new Map<string, HubMethod>([
    ['Echo', call(1, ({ args }) => args[0])],
    ['Add', call(2, ({ args }) => number(args[0]) + number(args[1]))],
    ['Void', call(0, () => null)],
    ['Slow', call(1, async ({ args }) => wait(number(args[0]), number(args[0])))],
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
    ['SendToGroup', call(2, ({ args }) => toGroup(text(args[0]), args[1]))],
    ['SendToGroups', call(2, ({ args }) => texts(args[0]).forEach((group) => void toGroup(group, args[1])))],
    ['SendToOthersInGroup', call(2, ({ connection, args }) => toGroup(text(args[0]), args[1], connection.id))],
    ['SendToAll', call(1, ({ args }) => toAll(args[0]))],
    ['SendToOthers', call(1, ({ connection, args }) => toAll(args[0], connection.id))],
    ['SendToCaller', call(1, ({ connection, args }) => void connection.send('message', [args[0]]))],
    ['SendToConnection', call(2, ({ args }) => toConnection(text(args[0]), args[1]))],
    ['SendToUser', call(2, ({ args }) => toUser(text(args[0]), args[1]))],
    ['SendToUsers', call(2, ({ args }) => texts(args[0]).forEach((user) => void toUser(user, args[1])))],
    ['Counter', { kind: 'stream', parameters: 2, run: ({ args, signal }) => count(number(args[0]), number(args[1]), signal) }],
    ['StreamFails', { kind: 'stream', parameters: 1, run: ({ args }) => breaks(number(args[0])) }],
    ['Abort', call(0, ({ connection }) => connection.close())],
  ]);

  return {
    hub: {
      methods,
      onConnected: users.joined,
      onDisconnected(connection) {
        users.left(connection);
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
          return toGroup(whom, payload);
        case 'user':
          return toUser(whom, payload);
        case 'connection':
          return toConnection(whom, payload);
      }
    },
    join: (id, group, leaves) => (leaves ? leave(id, group) : join(id, group)),
  };
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

function number(value: unknown): number {
  if (typeof value !== 'number') throw new HubError('a number was expected');
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new HubError('a text was expected');
  return value;
}

function texts(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw new HubError('a list of texts was expected');
  return value.map(text);
}
