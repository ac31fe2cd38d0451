import {
  DefaultHttpClient,
  type HttpRequest,
  type HttpResponse,
  HttpTransportType,
  type HubConnection,
  HubConnectionBuilder,
  type IHttpConnectionOptions,
  type IHubProtocol,
  type ISubscription,
  LogLevel,
  NullLogger,
} from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { HostAct } from '../../../core/contract/access/host-acts.ts';
import {
  type CatchUpRequest,
  ClientMethod,
  HUB_HEARTBEAT_MS,
  HUB_PATH,
  HUB_POLL_MS,
  HubMethod,
  type JoinRequest,
} from '../../../core/contract/hub-contract.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import { codeIn } from './code-in.ts';
import { dialledSocket } from './dialled-socket.ts';
import type { ConnectHub, HubClient, HubEvent } from './hub-port.ts';
import { type DirectSocket, TransportMemory } from './transport-memory.ts';

export interface SignalRHubOptions {
  /** `http://host:port` or `https://host`. */
  readonly server: string;
  /** Heartbeat interval of a foreign hub, milliseconds. A service in between has its own pings. */
  readonly heartbeatMs?: number;
  /** Without it a page that comes back asks the hub for its transports anew. */
  readonly directSocket?: DirectSocket;
}

/** The stock client's own timeout for a silent hub, milliseconds. It must be longer than the link's. */
const SERVER_TIMEOUT_MS = 60_000;
/** Interval of own pings: the hub drops clients that are silent for 30 s. */
const KEEP_ALIVE_MS = 15_000;
/** Longest negotiation, milliseconds. */
const NEGOTIATE_MS = 8_000;

/** Server-Sent Events are listed for a text hub protocol. With MessagePack, which is binary, the stock client skips them. */
const ALL_TRANSPORTS = HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling;

/**
 * The hub through Microsoft's own client, with MessagePack over WebSockets, or over long polling where a network blocks them. One
 * client is one connection: the session reconnects, and the stock client's own reconnecting is off.
 */
export function signalRHub({ server, heartbeatMs = HUB_HEARTBEAT_MS, directSocket }: SignalRHubOptions): ConnectHub {
  const memory = new TransportMemory(directSocket);
  return (tell, { clock }) => {
    let isMuted = false;
    const say = (event: HubEvent): void => {
      if (!isMuted) tell(event);
    };
    const triesWebSockets = memory.triesWebSockets(clock.mono());
    const isDirect = triesWebSockets && memory.isDirect;
    let hasSocket = false;
    let dialled = '';
    /** `clock.mono()`. */
    let startedAt: number | undefined;
    // The stock client accepts a WebSocket class, although its types do not say so.
    const options: IHttpConnectionOptions & { readonly WebSocket: unknown } = {
      withCredentials: false,
      timeout: NEGOTIATE_MS,
      skipNegotiation: isDirect,
      transport: isDirect
        ? HttpTransportType.WebSockets
        : triesWebSockets
          ? ALL_TRANSPORTS
          : ALL_TRANSPORTS ^ HttpTransportType.WebSockets,
      httpClient: new AttentiveHttpClient(() => {
        if (startedAt !== undefined) say({ kind: 'heard' });
      }),
      WebSocket: dialledSocket(
        clock,
        (url) => {
          dialled = url;
          return new WebSocket(url);
        },
        () => {
          hasSocket = true;
        },
      ),
    };
    const connection = new HubConnectionBuilder()
      .withUrl(server + HUB_PATH, options)
      .withHubProtocol(attentive(new MessagePackHubProtocol(), () => say({ kind: 'heard' })))
      .withServerTimeout(SERVER_TIMEOUT_MS)
      .withKeepAliveInterval(KEEP_ALIVE_MS)
      .configureLogging(LogLevel.None)
      .build();
    connection.on(ClientMethod.frame, (frame: unknown) => say({ kind: 'frame', frame }));
    connection.on(ClientMethod.refused, (...args: unknown[]) => say({ kind: 'refused', args }));
    connection.on(ClientMethod.notice, (notice: unknown) => say({ kind: 'notice', notice }));
    const remember = (): void => {
      if (hasSocket && !isMuted) memory.socketEnded(clock.mono(), startedAt);
    };
    connection.onclose((error) => {
      // A failed start is reported elsewhere.
      if (startedAt === undefined) return;
      remember();
      say({ kind: 'closed', reason: error?.message });
    });
    connection.start().then(
      () => {
        startedAt = clock.mono();
        if (triesWebSockets && !hasSocket) memory.fellBack(startedAt);
        memory.reachedDirectly(hasSocket && new URL(dialled).host === new URL(server).host);
        say({ kind: 'open' });
      },
      (error: unknown) => {
        memory.reachedDirectly(false);
        remember();
        if (!triesWebSockets && !isNegotiation(error)) memory.hadNoOther();
        say({ kind: 'closed', reason: reasonOf(error) });
      },
    );
    return {
      get transport() {
        if (startedAt === undefined) return undefined;
        return hasSocket ? 'WebSockets' : 'long polling';
      },
      get carrier() {
        const host = startedAt === undefined || !hasSocket ? undefined : new URL(dialled).host;
        return host === new URL(server).host ? undefined : host;
      },
      get heartbeatMs() {
        return hasSocket ? heartbeatMs : Math.max(heartbeatMs, HUB_POLL_MS);
      },
      ...callsOver(connection, say),
      close() {
        // A socket that opened and brought nothing before the link gave it up counts against WebSockets.
        if (startedAt === undefined) {
          memory.reachedDirectly(false);
          remember();
        }
        isMuted = true;
        connection.stop().catch(() => undefined);
      },
    };
  };
}

/** The stock client's HTTP, which also reports every answer. Otherwise an empty poll would go unnoticed. */
class AttentiveHttpClient extends DefaultHttpClient {
  readonly #heard: () => void;

  constructor(heard: () => void) {
    super(NullLogger.instance);
    this.#heard = heard;
  }

  override async send(request: HttpRequest): Promise<HttpResponse> {
    const response = await super.send(request);
    if (response.statusCode === 200) this.#heard();
    return response;
  }
}

function callsOver(
  connection: HubConnection,
  say: (event: HubEvent) => void,
): Pick<HubClient, 'join' | 'catchUp' | 'push' | 'act' | 'leave'> {
  // An unsent message is not lost: the outbox has it, and the connection reports its own end.
  const send = (method: string, args: readonly unknown[]): void => {
    connection.send(method, ...args).catch(() => undefined);
  };
  let stream: ISubscription<unknown> | undefined;
  return {
    join(request: JoinRequest) {
      connection.invoke<unknown>(HubMethod.join, request).then(
        (welcome) => say({ kind: 'welcome', welcome }),
        (error: unknown) => say({ kind: 'joinRefused', code: codeIn(reasonOf(error)) }),
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
          say({ kind: 'catchUpFailed', code: codeIn(reasonOf(error)) });
        },
      });
    },
    push: (args: readonly WireValue[]) => send(HubMethod.push, args),
    act: (act: HostAct) => connection.invoke<unknown>(HubMethod.act, act),
    leave() {
      stream?.dispose();
      stream = undefined;
      send(HubMethod.leave, []);
    },
  };
}

/** The protocol, which also reports all incoming bytes. Otherwise a ping would go unnoticed. */
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

/** True when the attempt failed before any transport was tried: the hub did not answer. */
function isNegotiation(error: unknown): boolean {
  return error instanceof Error && 'errorType' in error && error.errorType === 'FailedToNegotiateWithServerError';
}
