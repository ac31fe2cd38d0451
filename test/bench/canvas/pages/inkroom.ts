import type { Clock } from '../../../../core/base/host.ts';
import { Board } from '../../../../core/board/board.ts';
import type { ElementState } from '../../../../core/board/element.ts';
import { type ClientId, elementId } from '../../../../core/board/ids.ts';
import type { BoardAccess, BoardChange, PresenceAccess, RemoteMember } from '../../../../core/room/board-access.ts';
import { openStates } from '../../../../core/room/catch-up.ts';
import { createEngine } from '../../../../renderer/engine/engine.ts';
import { PICTURES, partsOf } from '../boards/mix.ts';
import { mountPoint, pictureBlob } from './bench-page.ts';
import { inkroomBytes, UNITS } from './inkroom-board.ts';

/** The boldest pen, so that ink shows at zoom-to-fit. */
const PEN_WIDTH_PX = 12;
const CLIENT = 'benchdrawer' as ClientId;

const clock: Clock = {
  now: () => Date.now(),
  mono: () => performance.now(),
  after: (waitMs, run) => {
    const timer = setTimeout(run, waitMs);
    return { dispose: () => clearTimeout(timer) };
  },
};

let board = new Board();
const listeners = new Set<(change: BoardChange) => void>();
let elements = 0;
let gestures = 0;

const access: BoardAccess = {
  clientId: CLIENT,
  board: () => board,
  newElementId: () => elementId(CLIENT, ++elements),
  nextLamport: () => board.lamport + 1,
  newGesture: () => ++gestures,
  propose: (ops) => {
    const ids = board.apply(CLIENT, ops);
    for (const listener of listeners) listener({ ids, origin: 'user' });
  },
  onChange: (listener) => {
    listeners.add(listener);
    return { dispose: () => listeners.delete(listener) };
  },
};

let members: readonly RemoteMember[] = [];
const presenceListeners = new Set<() => void>();
const presence: PresenceAccess = {
  members: () => members,
  onPresence: (listener) => {
    presenceListeners.add(listener);
    return { dispose: () => presenceListeners.delete(listener) };
  },
  pointAt: () => undefined,
  lookAt: () => undefined,
  showOthers: () => undefined,
};

const pictures = new Map<string, Uint8Array>();

/** Keeps a picture's bytes under the name by which elements know it. */
async function keepPicture(number: number): Promise<string> {
  const bytes = new Uint8Array(await (await pictureBlob(number)).arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hash = btoa(String.fromCharCode(...digest))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '');
  pictures.set(hash, bytes);
  return hash;
}

const engine = createEngine({
  mount: mountPoint(),
  access,
  presence,
  clock,
  theme: 'light',
  readPicture: async (hash) => {
    const bytes = pictures.get(hash);
    return bytes && { bytes, type: 'image/png' };
  },
});

let staged: Uint8Array | undefined;

/** Row by row, as a client reads what a hub sends. */
function* rowsOf(bytes: Uint8Array): Generator<ElementState> {
  const table = openStates(bytes);
  if (!table.ok) throw new Error('The staged board cannot be read');
  for (let i = 0; i < table.value.size; i++) {
    const state = table.value.state(i);
    if (!state.ok) throw new Error('A row of the staged board cannot be read');
    yield state.value;
  }
}

window.bench = {
  async stage(plan) {
    const hashes = await Promise.all(Array.from({ length: PICTURES }, (_, i) => keepPicture(i)));
    staged = inkroomBytes(partsOf(plan), hashes);
  },
  show() {
    board = new Board();
    board.merge(rowsOf(staged ?? new Uint8Array()));
    staged = undefined;
    for (const listener of listeners) listener({ ids: 'all', origin: 'file' });
    engine.zoomToFit();
  },
  count: () => board.aliveCount,
  lookAt(x, y) {
    engine.zoomTo(1);
    const at = engine.screenAt({ x, y });
    engine.panBy(at.x - innerWidth / 2, at.y - innerHeight / 2);
  },
  fit: () => engine.zoomToFit(),
  takePen() {
    engine.setTool('pen');
    engine.setStyle({ width: PEN_WIDTH_PX * UNITS });
  },
  selectAll() {
    engine.setTool('select');
    engine.selectAll();
  },
  moveCursors(places) {
    const movedAt = clock.mono();
    members = places.map((cursor, i) => ({
      clientId: `benchpeer${i}` as ClientId,
      name: `Person ${i}`,
      color: i % 12,
      cursor,
      movedAt,
    }));
    for (const listener of presenceListeners) listener();
  },
  screenAt: (x, y) => engine.screenAt({ x, y }),
};
