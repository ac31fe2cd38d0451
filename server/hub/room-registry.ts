import type { Log } from '../../core/base/host.ts';
import { fail, ok, type Refusal, type Result } from '../../core/base/result.ts';
import type { RoomId } from '../../core/board/ids.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import { HubLogEvent } from './log-events.ts';
import type { Room } from './room.ts';
import { roomTag } from './room-tag.ts';

export interface RegistryOptions {
  readonly log: Log;
  readonly maxRooms: number;
  /** Rejects when the room cannot be had. */
  readonly openRoom: (id: RoomId) => Promise<Room>;
  /** Milliseconds that a room is kept after the last one has left. */
  readonly graceMs?: number;
}

/** Opens and closes rooms. A room is opened once, however many come for it at a time. */
export class RoomRegistry {
  readonly #options: RegistryOptions;
  readonly #rooms = new Map<RoomId, Room>();
  readonly #opening = new Map<RoomId, Promise<Result<Room, Refusal>>>();
  readonly #closing = new Map<RoomId, Promise<void>>();

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#rooms.size;
  }
  rooms(): Iterable<Room> {
    return this.#rooms.values();
  }

  /** The room if it is open. */
  get(id: RoomId): Room | undefined {
    return this.#rooms.get(id);
  }

  /** Look again whether the room is still open (`get`) after waiting for anything else. */
  open(id: RoomId): Promise<Result<Room, Refusal>> {
    const room = this.#rooms.get(id);
    if (room) return Promise.resolve(ok(room));
    const running = this.#opening.get(id);
    if (running) return running;
    if (this.#rooms.size + this.#opening.size >= this.#options.maxRooms) return Promise.resolve(fail('server.rooms_full'));
    const started = this.#open(id).finally(() => this.#opening.delete(id));
    this.#opening.set(id, started);
    return started;
  }

  async #open(id: RoomId): Promise<Result<Room, Refusal>> {
    const { log, openRoom } = this.#options;
    try {
      // Its last life must have ended in the store before the next one begins.
      await this.#closing.get(id);
      const room = await openRoom(id);
      this.#rooms.set(id, room);
      log.info(HubLogEvent.roomOpened, { room: roomTag(id), epoch: room.epoch, elements: room.replica.board.elementCount });
      return ok(room);
    } catch (error) {
      log.error(HubLogEvent.roomOpenFailed, { room: roomTag(id), reason: error instanceof Error ? error.message : 'unknown' });
      return fail('store.unavailable');
    }
  }

  /** [CLS-3] Closes the rooms that have been empty for the grace period. */
  closeEmpty(mono: number): void {
    const graceMs = this.#options.graceMs ?? LIMITS.emptyRoomGraceMs;
    for (const room of this.#rooms.values()) {
      if (room.emptySince !== undefined && mono - room.emptySince >= graceMs) void this.#close(room);
    }
  }

  /** Resolves when every room is stored and closed. */
  async closeAll(): Promise<void> {
    await Promise.all(this.#opening.values());
    await Promise.all([...this.#rooms.values()].map((room) => this.#close(room)));
    await Promise.all(this.#closing.values());
  }

  #close(room: Room): Promise<void> {
    const { log } = this.#options;
    this.#rooms.delete(room.id);
    log.info(HubLogEvent.roomUnloaded, {
      room: room.tag,
      epoch: room.epoch,
      elements: room.replica.board.aliveCount,
      persistence: room.persistence.mode,
    });
    const closed = room
      .close()
      .catch((error: unknown) => {
        log.error(HubLogEvent.roomOpenFailed, { room: room.tag, reason: error instanceof Error ? error.message : 'unknown' });
      })
      .finally(() => this.#closing.delete(room.id));
    this.#closing.set(room.id, closed);
    return closed;
  }
}
