import { signAccessToken } from '@inkroom/azure-signalr/auth/access-token';
import { clientTokenClaims } from '@inkroom/azure-signalr/auth/client-claims';
import type { SigningKeys } from '@inkroom/azure-signalr/auth/signing-keys';
import type { ServiceEndpoint } from '@inkroom/azure-signalr/connection-string';
import { audience } from '@inkroom/azure-signalr/service-urls';
import type { Clock, Disposable } from '@inkroom/signalr/host';
import { MessageType } from '@inkroom/signalr/hub-protocol/hub-protocol';
import { messagePackProtocol } from '@inkroom/signalr/hub-protocol/messagepack';
import { Inbox } from '@inkroom/signalr/receiving/inbox';
import { WebSocket } from 'ws';
import { reasonOf } from '../../../../core/base/reason-of.ts';

/** Largest accepted message. A state comes in parts far below it. */
const MESSAGE_BYTES = 16 * 1024 * 1024;
/** From the first request to the completed handshake. */
const CONNECT_MS = 10_000;
/** The hub closes a client that is silent for 30 s. */
const PING_MS = 5_000;
/** Hub and service send something every few seconds. A mirror that hears nothing for this long is cut off. */
const SILENT_MS = 10_000;
const RECORD_END = 0x1e;
/** Claim of a mirror's token. Its value is the instance that hears through it. */
export const MIRROR_CLAIM = 'instance';
const HANDSHAKE = '{"protocol":"messagepack","version":1}\u001e';

export interface MirrorOptions {
  readonly endpoint: ServiceEndpoint;
  readonly hubKey: string;
  readonly keys: SigningKeys;
  readonly clock: Clock;
  /** Of this process: its own hub serves the mirror where that is possible. */
  readonly serverId: string;
  /** The mirror's user id, as the service and the hubs see it. */
  readonly userId: string;
  /** A message to a group of the mirror. The arguments may be kept. */
  invoked(target: string, args: readonly unknown[]): void;
  /** Called once, after it was open. */
  lost(reason: string): void;
}

/** An open mirror. `dispose` ends it without calling `lost`. */
export interface Mirror extends Disposable {
  readonly connectionId: string;
}

/**
 * An ordinary client of the service, like Microsoft's: it negotiates, connects, shakes hands, pings and receives (reference 4.1,
 * 7.3, 7.6).
 */
export async function openMirror(options: MirrorOptions): Promise<Mirror> {
  const { endpoint, hubKey, keys, clock, serverId, userId } = options;
  const token = await signAccessToken(await keys.current(), {
    audience: audience(endpoint, 'client', hubKey),
    claims: clientTokenClaims({ userId, claims: [[MIRROR_CLAIM, userId]] }, { sticky: { serverId, mode: 'Preferred' } }),
    now: clock.now(),
  });
  const authorization = `Bearer ${token}`;
  const { connectionId, secret } = await negotiate(
    `${endpoint.clientBase}client/negotiate?hub=${hubKey}&negotiateVersion=1`,
    authorization,
  );
  const url = `${endpoint.clientBase.replace(/^http/i, 'ws')}client/?hub=${hubKey}&id=${encodeURIComponent(secret)}`;
  const socket = new WebSocket(url, {
    headers: { authorization },
    maxPayload: MESSAGE_BYTES,
    handshakeTimeout: CONNECT_MS,
    perMessageDeflate: false,
  });
  return new Promise((resolve, reject) => run(socket, connectionId, options, resolve, reject));
}

async function negotiate(
  url: string,
  authorization: string,
): Promise<{ readonly connectionId: string; readonly secret: string }> {
  const response = await fetch(url, { method: 'POST', headers: { authorization }, signal: AbortSignal.timeout(CONNECT_MS) });
  if (!response.ok) throw new Error(`the service answered ${response.status} to the mirror`);
  const { connectionId, connectionToken } = (await response.json()) as Record<string, unknown>;
  if (typeof connectionId !== 'string') throw new Error('the service gave the mirror no connection');
  return { connectionId, secret: typeof connectionToken === 'string' ? connectionToken : connectionId };
}

function run(
  socket: WebSocket,
  connectionId: string,
  { clock, invoked, lost }: MirrorOptions,
  opened: (mirror: Mirror) => void,
  failed: (error: Error) => void,
): void {
  const inbox = new Inbox();
  let phase: 'shaking' | 'open' | 'over' = 'shaking';
  let heardAt = clock.mono();
  let timer = clock.after(CONNECT_MS, () => end('the service did not answer the mirror in time'));

  function end(reason: string | undefined): void {
    const before = phase;
    phase = 'over';
    timer.dispose();
    socket.terminate();
    if (reason === undefined) return;
    if (before === 'shaking') failed(new Error(reason));
    else if (before === 'open') lost(reason);
  }

  function keepAlive(): void {
    timer = clock.after(PING_MS, () => {
      if (clock.mono() - heardAt > SILENT_MS) end('nothing was heard');
      else {
        socket.send(messagePackProtocol.ping);
        keepAlive();
      }
    });
  }

  function shakenWith(bytes: Buffer): Buffer | undefined {
    const at = bytes.indexOf(RECORD_END);
    if (at < 0) return undefined;
    const answer = JSON.parse(bytes.toString('utf8', 0, at)) as { error?: unknown };
    if (answer.error !== undefined) throw new Error('the hub refused the handshake of the mirror');
    timer.dispose();
    phase = 'open';
    keepAlive();
    opened({ connectionId, dispose: () => end(undefined) });
    return bytes.subarray(at + 1);
  }

  function read(): void {
    while (phase === 'open') {
      const framed = inbox.take(messagePackProtocol.framing, MESSAGE_BYTES);
      if (framed === 'empty') return;
      if (typeof framed === 'string') throw new Error(`a message is ${framed}`);
      const message = messagePackProtocol.parse(framed);
      if (message === undefined) continue;
      if (message.type === MessageType.close) throw new Error(message.error ?? 'the hub closed the mirror');
      if (message.type === MessageType.invocation) {
        const args = messagePackProtocol.decodeArguments(message.args);
        if (args) invoked(message.target, args);
      }
    }
  }

  socket.on('open', () => socket.send(HANDSHAKE));
  socket.on('message', (data: Buffer) => {
    heardAt = clock.mono();
    try {
      const rest = phase === 'shaking' ? shakenWith(data) : data;
      if (!rest || rest.length === 0) return;
      inbox.push(rest);
      read();
    } catch (error) {
      end(reasonOf(error));
    }
  });
  socket.on('error', (error) => end(error.message));
  socket.on('close', (code) => end(`the connection was closed with code ${code}`));
}
