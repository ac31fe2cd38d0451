import { type Disposable, DisposableStore } from '../../../../core/base/disposable.ts';
import type { Clock } from '../../../../core/base/host.ts';
import type { ClientId } from '../../../../core/board/ids.ts';
import type { PresenceAccess, RemoteMember } from '../../../../core/room/board-access.ts';
import type { SeenView } from '../../../../core/room/seen-view.ts';
import type { Engine } from '../../../engine/engine.ts';
import { UNITS } from '../../../engine/geometry.ts';
import type { Camera } from '../../../engine/view/camera.ts';
import { createValue, type Source } from '../../value-store.ts';
import { PEOPLE } from '../../words/people/people-words.ts';
import type { Person } from './people.ts';

/** The interval between two steps towards the other's view. Milliseconds. */
const STEP_MS = 16;
/** The share of the remaining way that one step covers. When the next view arrives 200 ms later, this one is nearly reached. */
const STEP_SHARE = 0.22;
/** Differences that are invisible: screen pixels, and a share of the zoom. */
const CLOSE_PX = 0.3;
const CLOSE_ZOOM = 0.0005;

/** The person whose view this window shows. Undefined for none. */
export interface Following extends Source<Person | undefined>, Disposable {
  follow(clientId: ClientId): void;
  /** False if no person was followed. */
  stop(): boolean;
}

export interface FollowingOptions {
  readonly presence: Pick<PresenceAccess, 'members' | 'onPresence' | 'lookAt'>;
  readonly engine: Pick<Engine, 'snapshot' | 'onChange' | 'setCamera' | 'seen' | 'cameraFor'>;
  readonly clock: Clock;
  readonly reducedMotion: boolean;
  readonly say: (text: string) => void;
}

/** Sends this window's view to the others. Shows the view of the followed person until the user moves the board. */
export function createFollowing({ presence, engine, clock, reducedMotion, say }: FollowingOptions): Following {
  const owned = new DisposableStore();
  const followed = createValue<Person | undefined>(undefined);
  let target: Camera | undefined;
  let set: Camera | undefined;
  let step: Disposable | undefined;
  let isMoving = false;

  /** The user has moved the board since the last step. */
  const wasMoved = (): boolean => set !== undefined && !isSame(engine.snapshot().camera, set);
  const stop = (): boolean => {
    const was = followed.read() !== undefined;
    step?.dispose();
    step = target = set = undefined;
    followed.write(undefined);
    if (was) tell();
    return was;
  };
  /**
   * A follower passes on the view of the followed person. So two people who follow each other get the same view, and their views do
   * not grow around one another permanently.
   */
  const tell = (): void => {
    const view = memberOf(followed.read()?.clientId)?.shown?.view;
    presence.lookAt(view ?? unitsOf(engine.seen()));
  };
  const memberOf = (id: ClientId | undefined): RemoteMember | undefined =>
    id === undefined ? undefined : presence.members().find(({ clientId }) => clientId === id);
  const moveTo = (camera: Camera): void => {
    isMoving = true;
    engine.setCamera(camera);
    isMoving = false;
    set = engine.snapshot().camera;
  };
  const glide = (): void => {
    step = undefined;
    if (!target) return;
    if (wasMoved()) {
      stop();
      return;
    }
    const now = engine.snapshot().camera;
    if (reducedMotion || isClose(now, target)) {
      moveTo(target);
      return;
    }
    moveTo(between(now, target, STEP_SHARE));
    step = clock.after(STEP_MS, glide);
  };
  const look = (): void => {
    const person = followed.read();
    if (!person) return;
    const member = memberOf(person.clientId);
    if (!member) {
      stop();
      say(PEOPLE.left(person.name));
      return;
    }
    if (member.name !== person.name || member.color !== person.color) followed.write(personOf(member));
    tell();
    target = cameraOf(member, engine) ?? target;
    if (target && !step) glide();
  };
  owned.add(presence.onPresence(look));
  owned.add(
    engine.onChange(() => {
      if (isMoving) return;
      if (wasMoved()) stop();
      else if (!followed.read()) tell();
    }),
  );
  tell();
  return {
    read: followed.read,
    watch: followed.watch,
    follow(clientId) {
      const member = memberOf(clientId);
      if (!member) return;
      stop();
      followed.write(personOf(member));
      set = engine.snapshot().camera;
      look();
    },
    stop,
    dispose() {
      owned.dispose();
      step?.dispose();
    },
  };
}

const personOf = ({ clientId, name, color }: RemoteMember): Person => ({ clientId, name, color });

/** The camera that shows the other's view. An older app sends no view, so its pointer is followed. */
function cameraOf({ shown, cursor }: RemoteMember, engine: FollowingOptions['engine']): Camera | undefined {
  if (shown?.view) {
    const { x, y, width, height } = shown.view;
    return engine.cameraFor({ minX: x / UNITS, minY: y / UNITS, maxX: (x + width) / UNITS, maxY: (y + height) / UNITS });
  }
  if (!cursor) return undefined;
  const { zoom } = engine.snapshot().camera;
  const { minX, minY, maxX, maxY } = engine.seen();
  return { x: cursor.x - (maxX - minX) / 2, y: cursor.y - (maxY - minY) / 2, zoom };
}

function unitsOf({ minX, minY, maxX, maxY }: ReturnType<Engine['seen']>): SeenView {
  return { x: minX * UNITS, y: minY * UNITS, width: (maxX - minX) * UNITS, height: (maxY - minY) * UNITS };
}

function between(from: Camera, to: Camera, share: number): Camera {
  const mix = (a: number, b: number): number => a + (b - a) * share;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), zoom: from.zoom * (to.zoom / from.zoom) ** share };
}

function isClose(a: Camera, b: Camera): boolean {
  const px = Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) * b.zoom;
  return px < CLOSE_PX && Math.abs(a.zoom / b.zoom - 1) < CLOSE_ZOOM;
}

function isSame(a: Camera, b: Camera): boolean {
  return a.x === b.x && a.y === b.y && a.zoom === b.zoom;
}
