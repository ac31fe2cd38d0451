/**
 * The peers' faces, as narrow as the benches use them. Declared here because the peers are installed only when a bench runs, while
 * `tsc -b` must pass without them (an ambient declaration wins over an installed package).
 */
declare module 'socket.io' {
  import type { Server as HttpServer } from 'node:http';
  export interface Socket {
    readonly broadcast: { emit(event: string, ...args: unknown[]): boolean };
    readonly volatile: { readonly broadcast: { emit(event: string, ...args: unknown[]): boolean } };
    on(event: string, listener: (...args: unknown[]) => void): this;
  }
  export class Server {
    constructor(http: HttpServer, options?: { transports?: readonly string[]; perMessageDeflate?: boolean });
    on(event: 'connection', listener: (socket: Socket) => void): this;
  }
}

declare module '@hocuspocus/server' {
  export class Server {
    constructor(options: { port: number; address: string; quiet: boolean; stopOnSignals?: boolean });
    listen(): Promise<unknown>;
    readonly address: { readonly port: number };
  }
}

declare module 'yjs' {
  export class Doc {
    clientID: number;
    getMap(name: string): YMap;
    on(event: 'update', listener: (update: Uint8Array) => void): void;
    transact(run: () => void): void;
  }
  export function applyUpdate(doc: Doc, update: Uint8Array): void;
  export function decodeUpdate(update: Uint8Array): {
    readonly structs: readonly { readonly id: { readonly client: number; readonly clock: number } }[];
  };
  export class YMap {
    readonly size: number;
    set(key: string, value: unknown): void;
  }
  export { YMap as Map };

  class YArray {
    push(values: readonly unknown[]): void;
  }

  export { YArray as Array };
}

declare module 'lib0/encoding' {
  export interface Encoder {
    readonly pos: number;
  }
  export function createEncoder(): Encoder;
  export function toUint8Array(encoder: Encoder): Uint8Array;
  export function writeVarUint(encoder: Encoder, value: number): void;
  export function writeVarString(encoder: Encoder, text: string): void;
  export function writeVarUint8Array(encoder: Encoder, bytes: Uint8Array): void;
}

declare module '@tldraw/state' {
  export function atom<T>(name: string, value: T): { get(): T };
}

declare module '@tldraw/store' {
  export class Store {
    constructor(options: { readonly schema: unknown; readonly props: object });
    allRecords(): readonly { readonly typeName: string }[];
    put(records: readonly object[]): void;
  }
}

declare module '@tldraw/sync-core' {
  import type { Store } from '@tldraw/store';
  import type { WebSocket } from 'ws';
  export interface TLPersistentClientSocket {
    connectionStatus: 'online' | 'offline' | 'error';
    sendMessage(message: unknown): void;
    onReceiveMessage(listener: (message: unknown) => void): () => void;
    onStatusChange(listener: (change: { readonly status: 'online' }) => void): () => void;
    restart(): void;
    close(): void;
  }
  export class TLSyncClient {
    constructor(options: {
      readonly store: Store;
      readonly socket: TLPersistentClientSocket;
      readonly presence: { get(): unknown };
      onLoad(): void;
      onSyncError(reason: string): void;
    });
    close(): void;
  }
  export class TLSocketRoom {
    constructor(options: { log?: { warn?(...args: unknown[]): void; error?(...args: unknown[]): void } });
    handleSocketConnect(options: { sessionId: string; socket: WebSocket; isReadonly?: boolean }): void;
  }
  export function getTlsyncProtocolVersion(): number;
}

declare module '@tldraw/tlschema' {
  export function createTLSchema(): { serialize(): unknown };
}

declare module '@excalidraw/excalidraw' {
  import type { ReactElement } from 'react';
  export type ExcalidrawElement = Readonly<Record<string, unknown>>;
  export interface ExcalidrawImperativeAPI {
    updateScene(scene: {
      elements?: readonly ExcalidrawElement[];
      appState?: object;
      collaborators?: ReadonlyMap<string, object>;
    }): void;
    addFiles(files: readonly object[]): void;
    getSceneElements(): readonly ExcalidrawElement[];
    scrollToContent(
      elements: readonly ExcalidrawElement[],
      options: { fitToViewport: boolean; viewportZoomFactor: number },
    ): void;
    setActiveTool(tool: { type: 'freedraw' | 'selection' }): void;
    getAppState(): {
      readonly scrollX: number;
      readonly scrollY: number;
      readonly zoom: { readonly value: number };
      readonly offsetLeft: number;
      readonly offsetTop: number;
    };
  }
  export function Excalidraw(props: { excalidrawAPI: (api: ExcalidrawImperativeAPI) => void }): ReactElement;
}

declare module 'tldraw' {
  import type { ReactElement } from 'react';
  export interface Editor {
    readonly store: { put(records: readonly object[]): void };
    zoomToFit(): void;
    setCamera(camera: { readonly x: number; readonly y: number; readonly z: number }): void;
    setCurrentTool(tool: 'draw' | 'select'): void;
    selectAll(): void;
    setStyleForNextShapes(style: typeof DefaultSizeStyle, value: 'xl'): void;
    getCurrentPageId(): string;
    getCurrentPageShapeIds(): ReadonlySet<string>;
    pageToScreen(point: { readonly x: number; readonly y: number }): { readonly x: number; readonly y: number };
  }
  export const b64Vecs: { encodePoints(points: readonly { x: number; y: number; z: number }[]): string };
  export const DefaultSizeStyle: { readonly id: string };
  export function getIndices(count: number): string[];
  export function Tldraw(props: {
    onMount: (editor: Editor) => void;
    options: { readonly maxShapesPerPage: number };
  }): ReactElement;
}
