import { readFile } from 'node:fs/promises';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log, Random } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import type { TraceContext } from '../../../core/contract/tracing/trace-context.ts';
import type { RoomEvent, WatchRooms } from '../../ports/room-watch.ts';
import { HookQueue } from './hook-queue.ts';
import { httpPost, type Post } from './post.ts';
import { type Hook, parseWebhooksFile, type WebhookEvent } from './webhooks-file.ts';

/** A changed board is reported at most this often, milliseconds. */
const CHANGED_MS = 5_000;
const MAX_CAUSES = 1_000;

type Reported = Exclude<RoomEvent, { kind: 'caused' }>;

const NAMES: Readonly<Record<Reported['kind'], WebhookEvent>> = {
  joined: 'member.joined',
  left: 'member.left',
  changed: 'board.changed',
};

export interface WebhooksOptions {
  readonly hooks: readonly Hook[];
  readonly post: Post;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Reports what happens in rooms to other systems. Nothing here waits for them. */
export class Webhooks implements Disposable {
  readonly #queues: readonly { readonly hook: Hook; readonly queue: HookQueue }[];
  readonly #clock: Clock;
  /** Rooms whose change was reported, and what came since. Bounded by the open rooms: each entry lives 5 s after a change. */
  readonly #changed = new Map<RoomId, { latest: number | undefined; readonly timer: Disposable }>();
  /** [TRC-7] The trace that the next report of a changed board goes on. The oldest goes when there are `MAX_CAUSES`. */
  readonly #causes = new Map<RoomId, TraceContext>();
  readonly watch: WatchRooms;

  constructor({ hooks, ...rest }: WebhooksOptions) {
    this.#clock = rest.clock;
    this.#queues = hooks.map((hook) => ({ hook, queue: new HookQueue({ ...rest, hook }) }));
    this.watch = (event) => {
      if (event.kind === 'changed') this.#onChange(event.room, event.elements);
      else if (event.kind === 'caused') this.#causedBy(event.room, event.cause);
      else this.#report(event);
    };
  }

  #causedBy(room: RoomId, cause: TraceContext): void {
    this.#causes.set(room, cause);
    // A refused batch causes no report.
    const [oldest] = this.#causes.keys();
    if (this.#causes.size > MAX_CAUSES && oldest !== undefined) this.#causes.delete(oldest);
  }

  /** The first change is reported at once, those of the next 5 s as one. */
  #onChange(room: RoomId, elements: number): void {
    const known = this.#changed.get(room);
    if (known) {
      known.latest = elements;
      return;
    }
    this.#report({ kind: 'changed', room, elements });
    const timer = this.#clock.after(CHANGED_MS, () => {
      const latest = this.#changed.get(room)?.latest;
      this.#changed.delete(room);
      if (latest !== undefined) this.#onChange(room, latest);
    });
    this.#changed.set(room, { latest: undefined, timer });
  }

  #report(event: Reported): void {
    const name = NAMES[event.kind];
    const cause = event.kind === 'changed' ? this.#causes.get(event.room) : undefined;
    if (cause !== undefined) this.#causes.delete(event.room);
    for (const { hook, queue } of this.#queues) {
      const isWanted = hook.events.includes(name) && (hook.rooms === undefined || hook.rooms.includes(event.room));
      if (isWanted) queue.add(name, dataOf(event), cause);
    }
  }

  dispose(): void {
    for (const { timer } of this.#changed.values()) timer.dispose();
    this.#changed.clear();
    for (const { queue } of this.#queues) queue.dispose();
  }
}

function dataOf(event: Reported): Readonly<Record<string, unknown>> {
  if (event.kind === 'changed') return { room: event.room, elements: event.elements };
  const { clientId, name, program } = event.member;
  return {
    room: event.room,
    member: { id: clientId, name, ...(program === true ? { program } : {}) },
    members: event.members,
  };
}

/** Webhooks by a file, read once. Rejects with a sentence for the operator. */
export async function openWebhooks(
  options: Omit<WebhooksOptions, 'hooks' | 'post'> & { readonly file: string; readonly toPrivate: boolean },
): Promise<Webhooks> {
  const { file, toPrivate, ...rest } = options;
  try {
    const hooks = parseWebhooksFile(await readFile(file, 'utf8'), toPrivate);
    return new Webhooks({ ...rest, hooks, post: httpPost(toPrivate) });
  } catch (error) {
    throw new Error(`The webhooks of --webhooks ${file} cannot be used: ${reasonOf(error)}.`);
  }
}
