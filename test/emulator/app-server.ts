import { MessageStream } from '@inkroom/azure-signalr/protocol/message-stream';
import { AckStatus, ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import { NO_HEADERS } from '@inkroom/azure-signalr/protocol/service-containers';
import type { OpenConnection, Payloads, ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import { writeServiceMessage } from '@inkroom/azure-signalr/protocol/write-message';
import { jsonProtocol } from '@inkroom/signalr/hub-protocol/json';
import { messagePackProtocol } from '@inkroom/signalr/hub-protocol/messagepack';
import { Inbox } from '@inkroom/signalr/receiving/inbox';
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { eventually } from '../support/eventually.ts';
import type { Rig } from './emulator-rig.ts';

/** One server connection, with nothing on top: a test sends messages and looks at what has come. */
export interface ServerLine {
  readonly ws: WebSocket;
  readonly got: ServiceMessage[];
  send(...messages: ServiceMessage[]): void;
  /** Code of the close, once it is closed. */
  closed(): number | undefined;
  /** The first message of that type that has come or comes. */
  first<N extends ServiceMessage['type']>(type: N): Promise<Extract<ServiceMessage, { type: N }>>;
  all<N extends ServiceMessage['type']>(type: N): Extract<ServiceMessage, { type: N }>[];
}

export interface LineOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly serverId?: string;
  readonly token?: string;
  readonly url?: string;
  /** Undefined: the test shakes hands itself. */
  readonly connectionType?: number | undefined;
}

/** Opens a server connection; closed when the test has finished. Rejects with the status of a refused upgrade. */
export async function openLine(rig: Rig, options: LineOptions = {}): Promise<ServerLine> {
  const { serverId = 'server-1', connectionType = 0 } = options;
  const token = options.token ?? (await rig.serverToken(serverId));
  const ws = new WebSocket(options.url ?? rig.serverUrl(), {
    headers: { authorization: `Bearer ${token}`, 'x-asrs-server-id': serverId, ...options.headers },
  });
  onTestFinished(() => ws.terminate());
  const got: ServiceMessage[] = [];
  const stream = new MessageStream();
  let code: number | undefined;
  ws.on('message', (bytes: Buffer) => {
    stream.push(bytes);
    for (let taken = stream.take(); taken !== undefined; taken = stream.take()) {
      if (taken.kind !== 'message') throw new Error(`the emulator sent ${JSON.stringify(taken)}`);
      got.push(taken.message);
      ws.emit('taken', taken.message);
    }
  });
  ws.on('close', (closeCode) => {
    code = closeCode;
  });
  await new Promise<void>((resolve, reject) => {
    ws.once('open', resolve);
    ws.once('unexpected-response', (_request, response) => reject(new Error(String(response.statusCode))));
    ws.once('error', reject);
  });
  ws.on('error', () => {});
  const all: ServerLine['all'] = (type) =>
    got.filter((one): one is Extract<ServiceMessage, { type: typeof type }> => one.type === type);
  const line: ServerLine = {
    ws,
    got,
    send(...messages) {
      ws.send(Buffer.concat(messages.map(writeServiceMessage)));
    },
    closed: () => code,
    first: (type) =>
      eventually(() => {
        const [found] = all(type);
        if (found === undefined) throw new Error(`no message of type ${type}`);
        return found;
      }),
    all,
  };
  if ('connectionType' in options && options.connectionType === undefined) return line;
  line.send({ type: T.handshakeRequest, version: 1, connectionType, target: '', migrationLevel: 0 });
  await line.first(T.handshakeResponse);
  return line;
}

/** The same message in both protocols, as an application server sends it to many. */
export const saying = (target: string, ...args: unknown[]): Payloads =>
  new Map([
    ['json', jsonProtocol.invocation(target, args)],
    ['messagepack', messagePackProtocol.invocation(target, args)],
  ]);

/** An application server that serves a small hub over any number of server connections. */
export interface AppServer {
  readonly serverId: string;
  readonly lines: readonly ServerLine[];
  /** Logical connections, in the order of their opening. */
  readonly opened: readonly OpenConnection[];
  /** Ids of logical connections that the service has ended. */
  readonly ended: readonly string[];
}

interface Logical {
  readonly open: OpenConnection;
  readonly line: ServerLine;
  readonly inbox: Inbox;
  isShaken: boolean;
}

/**
 * `Echo(x)`, `Where()`, `Join(group)`, `ToGroup(group, x)`, `ToAll(x)`, `Leave()` of the connection, `Ask(connectionId, x)`: what the
 * emulator must carry for a hub.
 */
export async function startAppServer(rig: Rig, serverId = 'server-1', lineCount = 2): Promise<AppServer> {
  const opened: OpenConnection[] = [];
  const ended: string[] = [];
  const logical = new Map<string, Logical>();
  let ackId = 0;
  const acks = new Map<number, (status: number) => void>();
  const answers = new Map<string, (value: unknown) => void>();
  const lines: ServerLine[] = [];

  const protocolOf = ({ open }: Logical) => (open.extensions.protocol === 'messagepack' ? messagePackProtocol : jsonProtocol);
  const write = (one: Logical, payload: Uint8Array): void =>
    one.line.send({ type: T.connectionData, connectionId: one.open.connectionId, payload, extensions: {} });

  async function call(one: Logical, target: string, args: readonly unknown[]): Promise<unknown> {
    const { line } = one;
    const { connectionId } = one.open;
    const [first, second] = args;
    switch (target) {
      case 'Echo':
        return first;
      case 'Where':
        return serverId;
      case 'Join': {
        const id = ++ackId;
        const status = new Promise<number>((resolve) => acks.set(id, resolve));
        line.send({ type: T.joinGroupWithAck, connectionId, group: String(first), ackId: id, extensions: {} });
        return (await status) === AckStatus.ok;
      }
      case 'ToGroup':
        line.send({
          type: T.groupBroadcastData,
          group: String(first),
          excludedConnectionIds: [],
          payloads: saying('said', second),
          extensions: {},
          excludedUserIds: [],
          callerUserId: null,
        });
        return null;
      case 'ToAll':
        line.send({ type: T.broadcastData, excludedConnectionIds: [], payloads: saying('said', first), extensions: {} });
        return null;
      case 'Leave':
        write(one, protocolOf(one).close(undefined, false));
        line.send({ type: T.closeConnection, connectionId, errorMessage: '', headers: NO_HEADERS, extensions: {} });
        return null;
      case 'Ask': {
        const invocationId = `${connectionId}-${++ackId}`;
        const answer = new Promise((resolve) => answers.set(invocationId, resolve));
        line.send({
          type: T.clientInvocation,
          invocationId,
          connectionId: String(first),
          callerServerId: serverId,
          payloads: new Map([
            ['json', jsonProtocol.invocation('ask', [second], invocationId)],
            ['messagepack', messagePackProtocol.invocation('ask', [second], invocationId)],
          ]),
          extensions: {},
        });
        return answer;
      }
      default:
        throw new Error(`no method ${target}`);
    }
  }

  function onHubBytes(one: Logical, payload: Uint8Array): void {
    one.inbox.push(Buffer.from(payload));
    if (!one.isShaken) {
      one.isShaken = true;
      one.inbox.clear();
      write(one, Buffer.from('{}\u001e'));
      return;
    }
    const protocol = protocolOf(one);
    for (;;) {
      const framed = one.inbox.take(protocol.framing, 10_000_000);
      if (typeof framed === 'string') return;
      const message = protocol.parse(framed);
      if (message?.type === 1) {
        const { id } = message;
        const args = protocol.decodeArguments(message.args) ?? [];
        call(one, message.target, args).then((value) => {
          if (id !== undefined && logical.has(one.open.connectionId))
            write(one, protocol.completion(id, { kind: 'value', value }));
        });
      } else if (message?.type === 3 && message.outcome.kind === 'value') {
        const value = protocol.decodeValue(message.outcome.value)?.value;
        const own = answers.get(message.id);
        own?.(value);
        one.line.send({
          type: T.clientCompletion,
          invocationId: message.id,
          connectionId: one.open.connectionId,
          callerServerId: serverId,
          protocol: protocol.name,
          payload: own === undefined ? framed : Buffer.alloc(0),
          extensions: { protocol: protocol.name },
        });
      }
    }
  }

  function onMessage(line: ServerLine, message: ServiceMessage): void {
    switch (message.type) {
      case T.openConnection:
        opened.push(message);
        logical.set(message.connectionId, { open: message, line, inbox: new Inbox(), isShaken: false });
        return;
      case T.connectionData: {
        const one = logical.get(message.connectionId);
        if (one !== undefined) onHubBytes(one, message.payload);
        return;
      }
      case T.closeConnection:
        logical.delete(message.connectionId);
        ended.push(message.connectionId);
        return;
      case T.ack:
        acks.get(message.ackId)?.(message.status);
        return;
      case T.errorCompletion:
        answers.get(message.invocationId)?.({ failed: message.error });
        return;
      case T.clientCompletion: {
        const protocol = message.protocol === 'messagepack' ? messagePackProtocol : jsonProtocol;
        const parsed = protocol.parse(Buffer.from(message.payload));
        if (parsed?.type === 3 && parsed.outcome.kind === 'value')
          answers.get(message.invocationId)?.(protocol.decodeValue(parsed.outcome.value)?.value);
        return;
      }
    }
  }

  for (let i = 0; i < lineCount; i++) {
    const line = await openLine(rig, { serverId });
    line.ws.on('taken', (message: ServiceMessage) => onMessage(line, message));
    line.ws.on('close', () => {
      for (const [id, one] of logical) if (one.line === line) logical.delete(id);
    });
    lines.push(line);
  }
  return { serverId, lines, opened, ended };
}
