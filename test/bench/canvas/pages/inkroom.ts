import type { Clock } from '../../../../core/base/host.ts';
import { Board } from '../../../../core/board/board.ts';
import { encodePoints, newTail } from '../../../../core/board/bodies/points-codec.ts';
import { type ClientId, elementId } from '../../../../core/board/ids.ts';
import type { BoardAccess, BoardChange, PresenceAccess } from '../../../../core/room/board-access.ts';
import { createEngine } from '../../../../renderer/engine/engine.ts';
import { addInk } from '../../../support/ink.ts';
import { scatter, WIDTH_PX } from '../scatter.ts';
import { mountPoint, POINTS_EACH, STROKES } from './bench-page.ts';

/** World units in a world pixel. */
const UNITS = 16;
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

const board = new Board();
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

const presence: PresenceAccess = {
  members: () => [],
  onPresence: () => ({ dispose: () => undefined }),
  pointAt: () => undefined,
  lookAt: () => undefined,
  showOthers: () => undefined,
};

function fill(): void {
  scatter(STROKES, POINTS_EACH).forEach((stroke, i) => {
    const id = access.newElementId();
    const xy = Int32Array.from(stroke.points.flatMap((point) => [point.x * UNITS, point.y * UNITS]));
    const values = {
      kind: 1,
      order: `a${i.toString(36).padStart(4, '0')}V`,
      x: stroke.x * UNITS,
      y: stroke.y * UNITS,
      color: stroke.color,
      width: WIDTH_PX * UNITS,
      pressured: false,
    } as const;
    board.apply(CLIENT, [
      addInk({ id, lamport: access.nextLamport(), values }),
      { kind: 'append', id, offset: 0, chunk: encodePoints(newTail(), { xy, pressure: undefined }) },
      { kind: 'end', id, count: stroke.points.length },
    ]);
  });
}

const engine = createEngine({ mount: mountPoint(), access, presence, clock, theme: 'light' });

window.bench = {
  prepare: async () => {
    fill();
    for (const listener of listeners) listener({ ids: 'all', origin: 'file' });
    engine.zoomToFit();
    engine.setTool('pen');
    engine.setStyle({ width: PEN_WIDTH_PX * UNITS });
  },
  count: () => board.aliveCount,
  screenAt: (x, y) => engine.screenAt({ x, y }),
};
