import { HttpTransportType, type HubConnection, HubConnectionBuilder, type IHubProtocol, LogLevel } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { type CatchUpRequest, ClientMethod, HUB_PATH, HubMethod, type JoinRequest } from '../../core/contract/hub-contract.ts';
import type { WireValue } from '../../core/wire/wire-value.ts';
import { codeIn } from './code-in.ts';
import type { ConnectHub, HubClient, HubEvent } from './hub-port.ts';

export interface SignalRHubOptions {
  /** `http://host:port` or `https://host`. */
  readonly server: string;
  /** Silence after which the connection is taken for dead, milliseconds. More than twice the hub's ping interval. */
  readonly serverTimeoutMs?: number;
}

/** Two pings of our hub may be lost (`server/compose.ts`: one every 5 s). */
const SERVER_TIMEOUT_MS = 12_000;
/** Own pings: the hub drops who is silent for 30 s. */
const KEEP_ALIVE_MS = 15_000;
/** Milliseconds that negotiating may take. */
const NEGOTIATE_MS = 8_000;

/**
 * The hub over Microsoft's own client, speaking MessagePack over WebSockets. Stateful reconnect bridges the loss of a socket without a
 * word to anybody; when its one attempt fails, `closed` is told and reconnecting is the session's business (the client's own is off).
 */
export function signalRHub({ server, serverTimeoutMs = SERVER_TIMEOUT_MS }: SignalRHubOptions): ConnectHub {
  return (tell) => {
    let ended = false;
    const say = (event: HubEvent): void => {
      if (!ended) tell(event);
    };
    const connection = new HubConnectionBuilder()
      .withUrl(server + HUB_PATH, { withCredentials: false, timeout: NEGOTIATE_MS, transport: HttpTransportType.WebSockets })
      .withHubProtocol(attentive(new MessagePackHubProtocol(), () => say({ kind: 'heard' })))
      .withServerTimeout(serverTimeoutMs)
      .withKeepAliveInterval(KEEP_ALIVE_MS)
      .withStatefulReconnect()
      .configureLogging(LogLevel.None)
      .build();
    connection.on(ClientMethod.frame, (...args: unknown[]) => say({ kind: 'frame', args }));
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
    return clientOver(connection, say, () => {
      ended = true;
    });
  };
}

function clientOver(connection: HubConnection, say: (event: HubEvent) => void, end: () => void): HubClient {
  // What cannot be sent is not lost: the outbox has it, and the connection tells its end by itself.
  const send = (method: string, args: readonly unknown[]): void => {
    connection.send(method, ...args).catch(() => undefined);
  };
  return {
    transport: 'WebSockets',
    join(request: JoinRequest) {
      connection.invoke<unknown>(HubMethod.join, request).then(
        (welcome) => say({ kind: 'welcome', welcome }),
        (error: unknown) => say({ kind: 'joinRefused', code: codeIn(messageOf(error)) }),
      );
    },
    catchUp(request: CatchUpRequest) {
      connection.stream<unknown>(HubMethod.catchUp, request).subscribe({
        next: (item) => say({ kind: 'item', item }),
        complete: () => say({ kind: 'caughtUp' }),
        error: (error: unknown) => say({ kind: 'catchUpFailed', code: codeIn(messageOf(error)) }),
      });
    },
    push: (args: readonly WireValue[]) => send(HubMethod.push, args),
    leave: () => send(HubMethod.leave, []),
    close() {
      end();
      connection.stop().catch(() => undefined);
    },
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
