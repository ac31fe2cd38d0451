import { atom } from '@tldraw/state';
import { Store } from '@tldraw/store';
import { getTlsyncProtocolVersion, type TLPersistentClientSocket, TLSyncClient } from '@tldraw/sync-core';
import { createTLSchema } from '@tldraw/tlschema';
import { generateKeyBetween } from 'fractional-indexing';
import { WebSocket } from 'ws';
import { disposable } from '../../../core/base/disposable.ts';
import { Emitter } from '../../../core/base/emitter.ts';
import { pointsText } from '../fanout/tldraw-points.ts';
import type { BoardStroke } from './board-strokes.ts';
import type { JoinPeer } from './join-peer.ts';

/**
 * tldraw sync with its own client: draw shapes with a base64 path, JSON on the wire, and the newcomer's records in tldraw's own store. Only
 * the author who draws the board full speaks for itself.
 */
const SHAPES_PER_PUSH = 100;
const SIZES = ['s', 'm', 'l', 'xl'] as const;
const COLORS = ['black', 'grey', 'blue', 'light-blue', 'red', 'green', 'orange', 'violet'] as const;

interface ServerEvent {
  readonly type: string;
  readonly data?: readonly ServerEvent[];
  readonly diff?: Readonly<Record<string, readonly [kind: string, record: unknown]>>;
  readonly clientClock?: number;
  readonly action?: unknown;
}

/** Comes in. `onEvent` gets everything that the server says. */
function enter(port: number, name: string, onEvent: (event: ServerEvent) => void, onError: (error: Error) => void): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/?session=${name}`, { perMessageDeflate: false, maxPayload: 0 });
  socket.on('error', onError);
  socket.on('open', () =>
    socket.send(
      JSON.stringify({
        type: 'connect',
        connectRequestId: 'bench',
        lastServerClock: 0,
        protocolVersion: getTlsyncProtocolVersion(),
        schema: createTLSchema().serialize(),
      }),
    ),
  );
  socket.on('message', (bytes: Buffer) => {
    const event = JSON.parse(bytes.toString()) as ServerEvent;
    if (event.type === 'data') for (const inner of event.data ?? []) onEvent(inner);
    else onEvent(event);
  });
  return socket;
}

function shapeOf(stroke: BoardStroke, index: string): unknown {
  const { x, y, pressured, points } = stroke;
  return {
    id: `shape:a${stroke.author}s${stroke.ordinal}`,
    typeName: 'shape',
    type: 'draw',
    x,
    y,
    rotation: 0,
    index,
    parentId: 'page:page',
    isLocked: false,
    opacity: 1,
    props: {
      segments: [{ type: 'free', path: pointsText(points) }],
      color: COLORS[stroke.color] ?? 'black',
      fill: 'none',
      dash: 'draw',
      size: SIZES[Math.min(SIZES.length - 1, Math.floor(stroke.width / 3))] ?? 'm',
      isComplete: true,
      isClosed: false,
      isPen: pressured,
      scale: 1,
      scaleX: 1,
      scaleY: 1,
    },
    meta: {},
  };
}

/** tldraw's client counts frames, which there are none of here: it is never kept waiting. */
globalThis.requestAnimationFrame ??= (run) => Number(setTimeout(() => run(performance.now()), 0));
globalThis.cancelAnimationFrame ??= (frame) => clearTimeout(frame);

export const tldrawPeer: JoinPeer = {
  async fill(port, strokes) {
    const entered = Promise.withResolvers<void>();
    const drawn = Promise.withResolvers<void>();
    const pushes = Math.ceil(strokes.length / SHAPES_PER_PUSH);
    const failed = (error: Error): void => {
      entered.reject(error);
      drawn.reject(error);
    };
    const socket = enter(
      port,
      'author',
      (event) => {
        if (event.type === 'connect') entered.resolve();
        if (event.type !== 'push_result') return;
        if (event.action === 'discard') failed(new Error('tldraw discarded a push'));
        if (event.clientClock === pushes) drawn.resolve();
      },
      failed,
    );
    await entered.promise;
    let index: string | null = null;
    for (let i = 0; i < pushes; i++) {
      const diff: Record<string, unknown> = {};
      for (const stroke of strokes.slice(i * SHAPES_PER_PUSH, (i + 1) * SHAPES_PER_PUSH)) {
        index = generateKeyBetween(index, null);
        diff[`shape:a${stroke.author}s${stroke.ordinal}`] = ['put', shapeOf(stroke, index)];
      }
      socket.send(JSON.stringify({ type: 'push', clientClock: i + 1, diff }));
    }
    await drawn.promise;
    return disposable(() => socket.terminate());
  },

  async join(port, strokes) {
    const store = new Store({ schema: createTLSchema(), props: {} });
    const complete = Promise.withResolvers<number>();
    const socket = clientSocket(`ws://127.0.0.1:${port}/?session=newcomer`, complete.reject);
    const client = new TLSyncClient({
      store,
      socket,
      presence: atom('nobody', null),
      onLoad: () => {
        const shapes = store.allRecords().filter(({ typeName }) => typeName === 'shape').length;
        if (shapes >= strokes) complete.resolve(shapes);
        else complete.reject(new Error(`tldraw gave ${shapes} of ${strokes} strokes`));
      },
      onSyncError: (reason) => complete.reject(new Error(reason)),
    });
    try {
      return await complete.promise;
    } finally {
      client.close();
      socket.close();
    }
  },
};

/** The socket that tldraw's client wants; it comes back after no loss. */
function clientSocket(url: string, onError: (error: Error) => void): TLPersistentClientSocket {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 0 });
  const messages = new Emitter<unknown>();
  const statuses = new Emitter<{ readonly status: 'online' }>();
  const listen =
    <T>(emitter: Emitter<T>) =>
    (listener: (value: T) => void) => {
      const listening = emitter.on(listener);
      return () => listening.dispose();
    };
  const client: TLPersistentClientSocket = {
    connectionStatus: 'offline',
    sendMessage: (message) => socket.send(JSON.stringify(message)),
    onReceiveMessage: listen(messages),
    onStatusChange: listen(statuses),
    restart: () => onError(new Error('tldraw wants a new socket')),
    close: () => socket.terminate(),
  };
  socket.on('error', onError);
  socket.on('open', () => {
    client.connectionStatus = 'online';
    statuses.emit({ status: 'online' });
  });
  socket.on('message', (bytes: Buffer) => messages.emit(JSON.parse(bytes.toString())));
  return client;
}
