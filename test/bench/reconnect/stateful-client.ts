import {
  type CatchUpItem,
  ClientMethod,
  type Have,
  HUB_PATH,
  HubMethod,
  type Welcome,
} from '../../../core/contract/hub-contract.ts';
import { readBytes } from '../../../core/wire/wire-value.ts';
import { hubMessage, visitHubMessages } from '../fanout/dialect-inkroom.ts';
import { clientFrame, openRawSocket, type RawSocket } from '../fanout/raw-socket.ts';

/**
 * A client of the hub as cheap as it can be: it does on the wire what the product's does (negotiate, stateful reconnect, acknowledgements
 * once a second, join, catch up), and looks into nothing that it need not.
 */
export interface StatefulClient {
  readonly welcome: Welcome;
  /** Of the catch-up; undefined where nothing was missing. */
  readonly start: Extract<CatchUpItem, { readonly kind: 'start' }> | undefined;
  /** What it knows at the end. */
  readonly have: Have;
  /** Received until it was live. */
  readonly bytes: number;
  /** The line is lost without a word. */
  lose(): void;
}

export interface ComeOptions {
  readonly port: number;
  /** What `join` takes. */
  readonly request: Readonly<Record<string, unknown>> & { readonly have?: Have };
  /** Bytes of the body, in order. */
  readonly onChunk?: (bytes: Uint8Array) => void;
}

const HANDSHAKE = '{"protocol":"messagepack","version":2}\u001e';
const RECORD_SEPARATOR = 0x1e;
const Message = { invocation: 1, item: 2, completion: 3, streamInvocation: 4, close: 7, ack: 8 } as const;
const JOIN_ID = '1';
const CATCH_UP_ID = '2';
const FAILED = 1;
const ACK_MS = 1_000;

/** Resolves when the client is live: it has been welcomed, and has what it lacked. */
export async function come({ port, request, onChunk }: ComeOptions): Promise<StatefulClient> {
  const server = `http://127.0.0.1:${port}${HUB_PATH}`;
  const negotiated = await fetch(`${server}/negotiate?negotiateVersion=1&useStatefulReconnect=true`, { method: 'POST' });
  if (!negotiated.ok) throw new Error(`negotiate: ${negotiated.status}`);
  const { connectionToken } = (await negotiated.json()) as { readonly connectionToken: string };

  const live = Promise.withResolvers<void>();
  let welcome: Welcome | undefined;
  let start: StatefulClient['start'];
  let vector: Have['vector'] = [];
  let bytes = 0;
  let counted = 0;
  let phase: 'greeting' | 'open' = 'greeting';

  const ask = (type: number, id: string, target: string, argument: unknown): void =>
    socket.send(clientFrame(hubMessage([type, {}, id, target, [argument]])));
  const onWelcome = (given: Welcome): void => {
    welcome = given;
    vector = given.vector;
    if (given.catchUp === 'none') live.resolve();
    else ask(Message.streamInvocation, CATCH_UP_ID, HubMethod.catchUp, request.have ? { have: request.have } : {});
  };
  const onItem = (item: CatchUpItem): void => {
    if (item.kind === 'start') start = item;
    else if (item.kind === 'end') vector = item.vector;
    else onChunk?.(readBytes(item.bytes) ?? new Uint8Array());
  };
  const onMessage = (message: readonly unknown[]): void => {
    const [type] = message;
    if (type === Message.close) live.reject(new Error(`closed: ${String(message[1])}`));
    if (typeof type !== 'number' || type > 5) return;
    counted++;
    if (type === Message.item) onItem(message[3] as CatchUpItem);
    if (type === Message.completion) {
      if (message[3] === FAILED) live.reject(new Error(String(message[4])));
      else if (message[2] === JOIN_ID) onWelcome(message[4] as Welcome);
      else if (message[2] === CATCH_UP_ID) live.resolve();
    }
    if (type === Message.invocation && message[3] === ClientMethod.refused) live.reject(new Error('refused'));
  };
  const socket: RawSocket = await openRawSocket({
    port,
    path: `${HUB_PATH}?id=${connectionToken}`,
    onMessage(frame, from, end) {
      let at = from;
      bytes += end - from;
      if (phase === 'greeting') {
        at = frame.indexOf(RECORD_SEPARATOR, from) + 1;
        phase = 'open';
      }
      visitHubMessages(frame, at, end, onMessage);
    },
    onEnd: (why) => live.reject(new Error(why)),
  });
  const acks = setInterval(() => socket.send(clientFrame(hubMessage([Message.ack, counted]))), ACK_MS);
  socket.send(clientFrame(HANDSHAKE));
  ask(Message.invocation, JOIN_ID, HubMethod.join, request);
  const lose = (): void => {
    clearInterval(acks);
    socket.close();
  };
  try {
    await live.promise;
  } catch (error) {
    lose();
    throw error;
  }
  if (!welcome) throw new Error('live without a welcome');
  return { welcome, start, have: { epoch: welcome.epoch, vector }, bytes, lose };
}
