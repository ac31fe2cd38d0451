import type { Clock, Log } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import { fail, ok, type Refusal, type Result } from '../../../core/base/result.ts';
import { SingleFlight } from '../../../core/base/single-flight.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import { DamagedBoard } from '../../ports/snapshot-store.ts';
import { CutOff } from '../instances/instances.ts';
import { HubLogEvent } from '../log-events.ts';
import type { Room } from '../room/room.ts';
import { roomTag } from '../room/room-tag.ts';
import { type BoardMemory, MemoryFull } from './board-memory.ts';
import { type UnloadedBoard, UnloadedBoards } from './unloaded-boards.ts';

export interface RegistryOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly maxRooms: number;
  readonly memory: Pick<BoardMemory, 'hasRoom'>;
  /** Rejects when the room cannot be opened. `previousLife`: the board that was unloaded under this name. */
  readonly openRoom: (id: RoomId, previousLife: UnloadedBoard | undefined) => Promise<Room>;
  /** How long a room stays after the last member has left, milliseconds. */
  readonly graceMs?: number;
}

/** Opens and closes rooms. Concurrent joins open a room once. */
export class RoomRegistry {
  readonly #options: RegistryOptions;
  readonly #rooms = new Map<RoomId, Room>();
  readonly #opening = new SingleFlight<RoomId, Result<Room, Refusal>>();
  readonly #closing = new SingleFlight<RoomId, void>();
  readonly #unloaded = new UnloadedBoards();

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

  /** After any further wait, check again that the room is open (`get`). */
  open(id: RoomId): Promise<Result<Room, Refusal>> {
    const room = this.#rooms.get(id);
    if (room) return Promise.resolve(ok(room));
    const running = this.#opening.of(id);
    if (running) return running;
    const code = this.#lack();
    if (code !== undefined) return Promise.resolve(fail(code));
    return this.#opening.run(id, () => this.#open(id));
  }

  /** [CLS-4] The reason why no more rooms can be opened, when no empty room can be closed for them. */
  #lack(): RefusalCode | undefined {
    const isFull = (): boolean => this.#rooms.size + this.#opening.size >= this.#options.maxRooms;
    if (isFull()) this.#makeWay();
    if (isFull()) return 'server.rooms_full';
    if (!this.#options.memory.hasRoom) this.#makeWay();
    return this.#options.memory.hasRoom ? undefined : 'server.full';
  }

  /** Closes the room that has been empty longest, among rooms that lose nothing: without drawings, or completely stored. */
  #makeWay(): void {
    let longest: Room | undefined;
    for (const room of this.#rooms.values()) {
      if (room.emptySince === undefined || room.isBehindStore) continue;
      if (room.persistence.mode === 'none' && room.replica.board.elementCount > 0) continue;
      if (longest?.emptySince === undefined || room.emptySince < longest.emptySince) longest = room;
    }
    if (!longest) return;
    this.#rememberLife(longest);
    void this.#close(longest);
  }

  async #open(id: RoomId): Promise<Result<Room, Refusal>> {
    const { log, openRoom } = this.#options;
    try {
      // The room's last life must be stored before the next one begins.
      await this.#closing.of(id);
      const room = await openRoom(id, this.#unloaded.get(id));
      this.#unloaded.forget(id);
      this.#rooms.set(id, room);
      log.info(HubLogEvent.roomOpened, { room: roomTag(id), epoch: room.epoch, elements: room.replica.board.elementCount });
      return ok(room);
    } catch (error) {
      log.error(HubLogEvent.roomOpenFailed, { room: roomTag(id), reason: reasonOf(error) });
      if (error instanceof DamagedBoard) return fail('store.damaged');
      if (error instanceof MemoryFull) return fail('server.full');
      return fail(error instanceof CutOff ? 'server.cut_off' : 'store.unavailable');
    }
  }

  /**
   * [CLS-3] Closes the rooms that have been empty for the grace period. A client with a connection is in its room, even one
   * without a socket that may get another.
   * No room is closed while the service that carries all connections is away (`reachableSince` undefined), because then no client
   * can come. A room with unstored batches stays, because they exist only here.
   */
  closeEmpty(mono: number, reachableSince: number | undefined): void {
    if (reachableSince === undefined) return;
    const graceMs = this.#options.graceMs ?? LIMITS.emptyRoomGraceMs;
    for (const room of this.#rooms.values()) {
      if (room.emptySince === undefined || mono - Math.max(room.emptySince, reachableSince) < graceMs || room.isBehindStore)
        continue;
      this.#rememberLife(room);
      void this.#close(room);
    }
  }

  /** Resolves when every room is stored and closed. */
  async closeAll(): Promise<void> {
    await this.#opening.ended();
    await Promise.all([...this.#rooms.values()].map((room) => this.#close(room)));
    await this.#closing.ended();
  }

  #rememberLife(room: Room): void {
    if (room.persistence.mode !== 'none') return;
    const elements = room.replica.board.aliveCount;
    if (elements > 0) this.#unloaded.remember(room.id, { endedAt: this.#options.clock.now(), elements });
    else if (room.previousLife) this.#unloaded.remember(room.id, room.previousLife);
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
    return this.#closing.run(room.id, async () => {
      try {
        await room.close();
      } catch (error) {
        log.error(HubLogEvent.roomOpenFailed, { room: room.tag, reason: reasonOf(error) });
      }
    });
  }
}
