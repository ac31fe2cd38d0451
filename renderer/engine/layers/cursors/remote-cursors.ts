import type { ClientId } from '../../../../core/board/ids.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import type { RemoteMember } from '../../../../core/room/board-access.ts';
import type { Point, Size } from '../../view/camera.ts';

/** A painted cursor: smoothed, world pixels. */
export interface ShownCursor {
  readonly clientId: ClientId;
  name: string;
  color: number;
  x: number;
  y: number;
  /** It is a laser that leaves a trail. */
  laser: boolean;
  /** 1 while it moves, less when idle, 0 when it is gone. */
  alpha: number;
}

/** An idle cursor fades to this, and disappears after a minute. */
const IDLE_ALPHA = 0.3;
const FADE_MS = 400;
const GONE_AFTER_MS = 60_000;
/** The cursor covers 63 % of the distance to its target in this time, so that two network ticks look like one movement. */
const SMOOTHING_MS = 45;
/** World pixels below which a difference is invisible. */
const CLOSE = 0.05;

interface Tracked extends ShownCursor {
  toX: number;
  toY: number;
  movedAt: number;
}

/** The displayed places of others' cursors. Times are `clock.mono()`. */
export class RemoteCursors {
  readonly #tracked = new Map<ClientId, Tracked>();
  #lastAt = Number.NEGATIVE_INFINITY;

  /** Takes the current presence. */
  update(members: readonly RemoteMember[]): void {
    const seen = new Set<ClientId>();
    for (const { clientId, name, color, cursor, movedAt, shown } of members) {
      const laser = shown?.laser ?? false;
      if (!cursor) continue;
      seen.add(clientId);
      const known = this.#tracked.get(clientId);
      if (known) Object.assign(known, { name, color, laser, toX: cursor.x, toY: cursor.y, movedAt });
      else {
        this.#tracked.set(clientId, {
          clientId,
          name,
          color,
          laser,
          ...place(cursor),
          toX: cursor.x,
          toY: cursor.y,
          movedAt,
          alpha: 1,
        });
      }
    }
    for (const id of this.#tracked.keys()) if (!seen.has(id)) this.#tracked.delete(id);
  }

  /** Moves and fades to the time `now`. True when another frame would look different. */
  advance(now: number, atOnce: boolean): boolean {
    // There were no frames during a pause. Continues as if the last frame were just over.
    const elapsed = Math.min(Math.max(now - this.#lastAt, 0), 50);
    this.#lastAt = now;
    const share = atOnce ? 1 : 1 - Math.exp(-elapsed / SMOOTHING_MS);
    let moving = false;
    for (const cursor of this.#tracked.values()) {
      cursor.x += (cursor.toX - cursor.x) * share;
      cursor.y += (cursor.toY - cursor.y) * share;
      if (Math.abs(cursor.toX - cursor.x) < CLOSE && Math.abs(cursor.toY - cursor.y) < CLOSE) {
        cursor.x = cursor.toX;
        cursor.y = cursor.toY;
      } else moving = true;
      const idle = now - cursor.movedAt;
      cursor.alpha = alphaAfter(idle);
      if (idle >= LIMITS.cursorIdleMs && idle < LIMITS.cursorIdleMs + FADE_MS) moving = true;
    }
    return moving;
  }

  /** Milliseconds from `now` until a cursor fades or disappears without a movement. Undefined when none will. */
  nextChange(now: number): number | undefined {
    let next: number | undefined;
    for (const { movedAt } of this.#tracked.values()) {
      const idle = now - movedAt;
      const wait =
        idle < LIMITS.cursorIdleMs ? LIMITS.cursorIdleMs - idle : idle < GONE_AFTER_MS ? GONE_AFTER_MS - idle : undefined;
      if (wait !== undefined && (next === undefined || wait < next)) next = wait;
    }
    return next;
  }

  shown(): Iterable<ShownCursor> {
    return this.#tracked.values();
  }
}

function place(cursor: Point): Point {
  return { x: cursor.x, y: cursor.y };
}

function alphaAfter(idleMs: number): number {
  if (idleMs < LIMITS.cursorIdleMs) return 1;
  if (idleMs >= GONE_AFTER_MS) return 0;
  return 1 - (1 - IDLE_ALPHA) * Math.min(1, (idleMs - LIMITS.cursorIdleMs) / FADE_MS);
}

/** How far from each edge of the view the sign of a cursor outside of it is shown, screen pixels. */
export interface EdgeMargins {
  readonly side: number;
  readonly top: number;
  readonly bottom: number;
}

/** The place of a cursor in a view of this size: its own, or at the edge with the direction to it (radians). */
export function clampToView(screen: Point, { width, height }: Size, edge: EdgeMargins): Point & { readonly toward?: number } {
  if (screen.x >= 0 && screen.y >= 0 && screen.x <= width && screen.y <= height) return screen;
  const x = Math.min(Math.max(screen.x, edge.side), Math.max(width - edge.side, edge.side));
  const y = Math.min(Math.max(screen.y, edge.top), Math.max(height - edge.bottom, edge.top));
  return { x, y, toward: Math.atan2(screen.y - y, screen.x - x) };
}
