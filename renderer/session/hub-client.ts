import {
  HttpTransportType,
  type HubConnection,
  HubConnectionBuilder,
  type IHttpConnectionOptions,
  type IHubProtocol,
  type ISubscription,
  LogLevel,
} from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import {
  type CatchUpRequest,
  ClientMethod,
  HUB_HEARTBEAT_MS,
  HUB_PATH,
  HubMethod,
  type JoinRequest,
} from '../../core/contract/hub-contract.ts';
import type { WireValue } from '../../core/wire/wire-value.ts';
import { codeIn } from './code-in.ts';
import type { ConnectHub, HubClient, HubEvent } from './hub-port.ts';
import { REATTACH_MS, SocketLine } from './reattaching-socket.ts';

export interface SignalRHubOptions {
  /** `http://host:port` or `https://host`. */
  readonly server: string;
  /** How often the hub says something, milliseconds, if it is not ours: a service in between has pings of its own. */
  readonly heartbeatMs?: number;
}

/** The stock client's own verdict on a silent hub, milliseconds. It ends a connection for good, so it must come after our own and after reattaching. */
const SERVER_TIMEOUT_MS = REATTACH_MS + 48_000;
/** Own pings: the hub drops who is silent for 30 s. */
const KEEP_ALIVE_MS = 15_000;
/** Milliseconds that negotiating may take. */
const NEGOTIATE_MS = 8_000;

/**
 * The hub over Microsoft's own client, speaking MessagePack over WebSockets. Stateful reconnect bridges the loss of a socket: the line
 * (`reattaching-socket.ts`) tells when it is down and goes on trying for the client. When it gives up, `closed` is told, and
 * reconnecting is the session's business (the client's own is off).
 */
export function signalRHub({ server, heartbeatMs = HUB_HEARTBEAT_MS }: SignalRHubOptions): ConnectHub {
  return (tell, { clock, random }) => {
    let ended = false;
    const say = (event: HubEvent): void => {
      if (!ended) tell(event);
    };
    const line = new SocketLine({
      clock,
      random,
      dial: (url) => new WebSocket(url),
      answers,
      onDown: () => say({ kind: 'down' }),
    });
    // The stock client takes a WebSocket class, and does not say so in its types.
    const options: IHttpConnectionOptions & { readonly WebSocket: unknown } = {
      withCredentials: false,
      timeout: NEGOTIATE_MS,
      transport: HttpTransportType.WebSockets,
      WebSocket: line.WebSocket,
    };
    const connection = new HubConnectionBuilder()
      .withUrl(server + HUB_PATH, options)
      .withHubProtocol(attentive(new MessagePackHubProtocol(), () => say({ kind: 'heard' })))
      .withServerTimeout(SERVER_TIMEOUT_MS)
      .withKeepAliveInterval(KEEP_ALIVE_MS)
      .withStatefulReconnect()
      .configureLogging(LogLevel.None)
      .build();
    connection.on(ClientMethod.frame, (frame: unknown) => say({ kind: 'frame', frame }));
    connection.on(ClientMethod.refused, (...args: unknown[]) => say({ kind: 'refused', args }));
    connection.on(ClientMethod.notice, (notice: unknown) => say({ kind: 'notice', notice }));
    let started = false;
    connection.onclose((error) => {
      // A failed start has its own answer.
      if (started) say({ kind: 'closed', reason: error?.message });
    });
    connection.start().then(
      () => {
        started = true;
        say({ kind: 'open' });
      },
      (error: unknown) => say({ kind: 'closed', reason: messageOf(error) }),
    );
    return {
      transport: 'WebSockets',
      heartbeatMs,
      ...callsOver(connection, say),
      cut: () => line.cut(),
      wake: () => line.wake(),
      close() {
        ended = true;
        // A connection that is being reattached ends only when that has failed.
        line.end();
        connection.stop().then(
          () => line.dispose(),
          () => line.dispose(),
        );
      },
    };
  };
}

/** Whether anything answers at `url`'s host: what it says is of no interest, and needs no permission to be read. */
function answers(url: string, signal: AbortSignal): Promise<unknown> {
  const { origin } = new URL(url.replace(/^ws/, 'http'));
  return fetch(`${origin}/healthz`, { mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal });
}

function callsOver(
  connection: HubConnection,
  say: (event: HubEvent) => void,
): Pick<HubClient, 'join' | 'catchUp' | 'push' | 'leave' | 'bill'> {
  // What cannot be sent is not lost: the outbox has it, and the connection tells its end by itself.
  const send = (method: string, args: readonly unknown[]): void => {
    connection.send(method, ...args).catch(() => undefined);
  };
  let stream: ISubscription<unknown> | undefined;
  return {
    join(request: JoinRequest) {
      connection.invoke<unknown>(HubMethod.join, request).then(
        (welcome) => say({ kind: 'welcome', welcome }),
        (error: unknown) => say({ kind: 'joinRefused', code: codeIn(messageOf(error)) }),
      );
    },
    catchUp(request: CatchUpRequest) {
      stream?.dispose();
      stream = connection.stream<unknown>(HubMethod.catchUp, request).subscribe({
        next: (item) => say({ kind: 'item', item }),
        complete: () => {
          stream = undefined;
          say({ kind: 'caughtUp' });
        },
        error: (error: unknown) => {
          stream = undefined;
          say({ kind: 'catchUpFailed', code: codeIn(messageOf(error)) });
        },
      });
    },
    push: (args: readonly WireValue[]) => send(HubMethod.push, args),
    leave() {
      stream?.dispose();
      stream = undefined;
      send(HubMethod.leave, []);
    },
    bill: () => connection.invoke<unknown>(HubMethod.bill),
  };
}

/** The protocol, telling when anything comes at all: a ping goes by unseen otherwise. */
function attentive(protocol: IHubProtocol, heard: () => void): IHubProtocol {
  return {
    name: protocol.name,
    version: protocol.version,
    transferFormat: protocol.transferFormat,
    writeMessage: (message) => protocol.writeMessage(message),
    parseMessages(input, logger) {
      heard();
      return protocol.parseMessages(input, logger);
    },
  };
}

function messageOf(error: unknown): string | undefined {
  return error instanceof Error ? error.message : undefined;
}
