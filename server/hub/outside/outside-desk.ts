import type { Clock, Log } from '../../../core/base/host.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { encodeOps } from '../../../core/board/codec/op-codec.ts';
import { type ClientId, elementId, type InstanceId, type RoomId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import type { Announcement } from '../../../core/contract/announcement.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { packedSize } from '../../../core/wire/packed-size.ts';
import type { Outside, OutsideDrawing, OutsideDrawn, OutsideReading, OutsideSender } from '../../ports/outside.ts';
import type { WatchRooms } from '../../ports/room-watch.ts';
import { HubLogEvent } from '../log-events.ts';
import type { PictureExchange } from '../pictures/picture-exchange.ts';
import type { RightsDesk } from '../rights/rights-desk.ts';
import type { Room } from '../room/room.ts';
import type { RoomRegistry } from '../rooms/room-registry.ts';
import { announceTo } from './announcing.ts';
import { outsideAuthor } from './outside-author.ts';

export interface OutsideDeskOptions {
  readonly instanceId: InstanceId;
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: Pick<RoomRegistry, 'get' | 'open' | 'rooms'>;
  readonly rights: Pick<RightsDesk, 'isLocked'>;
  readonly pictures: Pick<PictureExchange, 'get'>;
  /** To the other instances. */
  readonly tell: (room: RoomId | undefined, announcement: Announcement) => void;
  /** A room may have been opened, and is empty. */
  readonly opened: () => void;
  readonly isServing: () => boolean;
  readonly watch: WatchRooms | undefined;
}

/** What other systems do with the rooms of this hub. */
export class OutsideDesk implements Outside {
  readonly #options: OutsideDeskOptions;
  /** The last ordinal of each author. Bounded by the number of senders, which the operator makes. */
  readonly #ordinals = new Map<ClientId, number>();

  constructor(options: OutsideDeskOptions) {
    this.#options = options;
  }

  announce(room: RoomId | undefined, announcement: Announcement): number {
    this.#options.tell(room, announcement);
    return this.deliver(room, announcement);
  }

  /** [ANN-3] Sends to the members here only: the announcement may come from another instance. */
  deliver(id: RoomId | undefined, announcement: Announcement): number {
    const { registry } = this.#options;
    const one = id === undefined ? undefined : registry.get(id);
    const rooms = id === undefined ? [...registry.rooms()] : one ? [one] : [];
    return rooms.reduce((sum, room) => sum + announceTo(room, announcement), 0);
  }

  async read(id: RoomId): Promise<Result<OutsideReading | undefined>> {
    const room = await this.#open(id);
    if (!room.ok) return room;
    const { replica, epoch } = room.value;
    if (replica.vector.pairs().length === 0) return ok(undefined);
    return ok({ board: replica.board, epoch, picture: (hash) => this.#options.pictures.get(id, hash) });
  }

  async draw(
    id: RoomId,
    { id: sender, cause }: OutsideSender,
    make: (drawing: OutsideDrawing) => Result<readonly Op[]>,
  ): Promise<Result<OutsideDrawn>> {
    const opened = await this.#open(id);
    if (!opened.ok) return opened;
    const room = opened.value;
    if (this.#options.rights.isLocked(id)) return fail('room.locked');
    const author = outsideAuthor(sender, this.#options.instanceId);
    const made = make(this.#drawingFor(author, room));
    if (!made.ok) return made;
    if (made.value.length > LIMITS.opsPerBatch) return fail('batch.too_many_ops');
    const ops = encodeOps(author, made.value);
    const bytes = packedSize(ops);
    if (bytes > LIMITS.messageBytes) return fail('batch.too_large');
    // The frame may leave while the batch is accepted.
    if (cause !== undefined) this.#options.watch?.({ kind: 'caused', room: id, cause });
    room.tap.hooks?.drawing(author, bytes, cause);
    const refused = room.acceptFrom(author, ops, this.#options.clock.mono());
    if (refused) return { ok: false, error: refused };
    this.#options.log.info(HubLogEvent.outsideDrew, { room: room.tag, author });
    return ok({ author });
  }

  #drawingFor(author: ClientId, room: Room): OutsideDrawing {
    const { board } = room.replica;
    return {
      board: () => board,
      newElementId: () => {
        const ordinal = (this.#ordinals.get(author) ?? 0) + 1;
        this.#ordinals.set(author, ordinal);
        return elementId(author, ordinal);
      },
      nextLamport: () => board.lamport + 1,
    };
  }

  async #open(id: RoomId): Promise<Result<Room>> {
    const { registry, isServing, opened } = this.#options;
    if (!isServing()) return fail('server.draining');
    const room = await registry.open(id);
    opened();
    if (!room.ok) return room;
    // It may have been closed while it was waited for.
    return isServing() && registry.get(id) === room.value ? room : fail('server.draining');
  }
}
