import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { BoardPlace } from '../../../core/contract/board-card.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Camera } from '../../engine/view/camera.ts';
import type { Session } from '../../session/session.ts';
import { placeKey } from './place-key.ts';
import { findRecent, keepRecent, type RecentList } from './recent-list.ts';
import type { SettingsStorage } from './settings-storage.ts';

/** Most rooms whose view is remembered: the last used ones. */
export const VIEWS_KEPT = 50;
/** A view that has rested for this long is remembered, milliseconds. */
const REST_MS = 1_000;

type View = readonly [place: string, x: number, y: number, zoom: number];

const VIEWS: RecentList<View> = { key: 'inkroom.views', most: VIEWS_KEPT, isEntry: isView };

function isView(raw: unknown): raw is View {
  if (!Array.isArray(raw) || raw.length !== 4 || typeof raw[0] !== 'string') return false;
  return raw.slice(1).every((part) => typeof part === 'number' && Number.isFinite(part));
}

export function rememberedView(storage: SettingsStorage | undefined, place: BoardPlace): Camera | undefined {
  const found = findRecent(storage, VIEWS, placeKey(place));
  return found && { x: found[1], y: found[2], zoom: found[3] };
}

export function rememberView(storage: SettingsStorage | undefined, place: BoardPlace, { x, y, zoom }: Camera): void {
  keepRecent(storage, VIEWS, [placeKey(place), x, y, zoom]);
}

export interface ViewMemoryOptions {
  readonly storage: SettingsStorage | undefined;
  readonly place: BoardPlace;
  readonly engine: Pick<Engine, 'snapshot' | 'onChange' | 'setCamera' | 'fitOnce'>;
  readonly session: Pick<Session, 'status' | 'onStatus'>;
  readonly clock: Clock;
  /** Shows the view that a link asked for, in place of the one that is remembered. */
  readonly asked?: (() => void) | undefined;
}

export interface ViewKeeping extends Disposable {
  /** The page may be gone the next moment: stores the current view. */
  keep(): void;
}

/**
 * Restores the view of a room from its last use on this device. At a first visit it shows the whole board, unless the person has
 * moved or drawn before the board came.
 */
export function keepView({ storage, place, engine, session, clock, asked }: ViewMemoryOptions): ViewKeeping {
  const owned = new DisposableStore();
  const remembered = rememberedView(storage, place);
  if (asked) asked();
  else if (remembered) engine.setCamera(remembered);
  let kept = engine.snapshot().camera;
  let timer: Disposable | undefined;
  const write = (): void => {
    timer?.dispose();
    timer = undefined;
    const { camera } = engine.snapshot();
    if (isSame(camera, kept)) return;
    kept = camera;
    rememberView(storage, place, camera);
  };
  owned.add(
    engine.onChange(() => {
      if (!isSame(engine.snapshot().camera, kept)) timer ??= clock.after(REST_MS, write);
    }),
  );
  if (!remembered && !asked) owned.add(fitWhenSeen(engine, session));
  return {
    keep: write,
    dispose() {
      write();
      owned.dispose();
    },
  };
}

function fitWhenSeen(engine: ViewMemoryOptions['engine'], session: ViewMemoryOptions['session']): Disposable {
  const owned = new DisposableStore();
  const first = engine.snapshot().camera;
  const look = (): void => {
    const { state, elements, asOf, lostCopy } = session.status();
    if (state.phase !== 'live' && asOf === undefined) return;
    const { camera, hasDrawn } = engine.snapshot();
    const isUntouched = isSame(camera, first) && !hasDrawn;
    if (isUntouched && (elements > 0 || lostCopy !== undefined)) engine.fitOnce();
    // A board that was empty at the join is drawn where the person looks.
    if (state.phase === 'live' || !isUntouched) owned.dispose();
  };
  owned.add(session.onStatus(look));
  look();
  return owned;
}

function isSame(a: Camera, b: Camera): boolean {
  return a.x === b.x && a.y === b.y && a.zoom === b.zoom;
}
