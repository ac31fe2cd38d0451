import type { Clock, Log } from '../../../core/base/host.ts';
import { reasonOfRequest } from '../../../core/base/reason-of.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { picturePixels, pictureType } from '../../../core/room/picture-header.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import { HubLogEvent } from '../log-events.ts';
import type { Room } from '../room/room.ts';
import type { RoomPictures } from '../room/room-start.ts';
import { roomTag } from '../room/room-tag.ts';

/** `unknown`: no element of the room shows it, or not yet. `wrong`: the bytes are not a picture, or have another hash. */
export type PictureRefusal = 'unknown' | 'wrong' | 'large' | 'full';

export interface Picture {
  readonly bytes: Uint8Array;
  /** Media type, found from the bytes. */
  readonly type: string;
}

/** Least time between two requests to the room for one picture, milliseconds. */
const ASK_MS = 3_000;
/** How long a request of another instance is remembered, milliseconds. */
const WAIT_MS = 30_000;
/** Most pictures that are requested at a time: a bound against made-up boards. */
const MAX_ASKED = 1_000;

/** The environment of pictures: store, hash and network. */
export interface HubPictures {
  readonly store: BlobStore;
  /** True when the store keeps pictures while their room is closed. */
  readonly isKept: boolean;
  /** SHA-256, base64url. */
  readonly hashOf: (bytes: Uint8Array) => string;
  /** The address at which other instances reach this one. Undefined while it does not listen. */
  readonly url: () => string | undefined;
  /** Sends a picture to another instance. Rejects when that fails. */
  readonly give: (url: string, room: RoomId, hash: string, picture: Picture) => Promise<void>;
}

/** For a hub that takes no pictures. */
export const NO_PICTURES: HubPictures = {
  store: { read: async () => undefined, write: async () => 'full', forget: async () => undefined },
  isKept: false,
  hashOf: () => '',
  url: () => undefined,
  give: async () => undefined,
};

export interface PictureExchangeOptions extends HubPictures {
  /** An open room. */
  readonly roomOf: (id: RoomId) => Pick<Room, 'replica' | 'notify' | 'wantPicture'> | undefined;
  readonly clock: Pick<Clock, 'mono'>;
  readonly log: Log;
}

/** Another instance that waits for a picture. */
interface Waiting {
  readonly url: string;
  readonly until: number;
}

/**
 * Pictures of the open rooms [PIC-1]. The hub accepts only pictures that an element shows, so that a client without the right to
 * draw cannot fill it. It requests missing pictures from the room's members and the other hubs, which hold copies.
 */
export class PictureExchange implements RoomPictures {
  readonly #options: PictureExchangeOptions;
  /** By room and hash: `clock.mono()` of the last request. */
  readonly #asked = new Map<string, number>();
  readonly #waiting = new Map<string, Waiting>();

  constructor(options: PictureExchangeOptions) {
    this.#options = options;
  }

  /** [PIC-1], [PIC-2] Undefined: the picture is stored. */
  async put(room: RoomId, hash: string, bytes: Uint8Array): Promise<PictureRefusal | undefined> {
    const { store, hashOf, log } = this.#options;
    if (!this.shows(room, hash)) return 'unknown';
    if (bytes.length > LIMITS.pictureBytes) return 'large';
    const type = pictureType(bytes);
    const pixels = picturePixels(bytes);
    if (type === undefined || !pixels || hashOf(bytes) !== hash) return 'wrong';
    if (pixels > LIMITS.picturePixels) return 'large';
    if ((await store.write(room, hash, bytes)) === 'full') {
      log.warn(HubLogEvent.pictureNoSpace, { room: roomTag(room), bytes: bytes.length });
      return 'full';
    }
    const key = keyOf(room, hash);
    const waiting = this.#waiting.get(key);
    this.#waiting.delete(key);
    if (waiting && waiting.until > this.#options.clock.mono()) this.#give(waiting.url, room, hash, { bytes, type });
    return undefined;
  }

  /** [PIC-3] Undefined: it is missing here. When an element shows it, all members of the room are asked for it. */
  async get(room: RoomId, hash: string): Promise<Picture | undefined> {
    if (!this.shows(room, hash)) return undefined;
    const picture = await this.#read(room, hash);
    if (!picture) this.#ask(room, hash, true);
    return picture;
  }

  url(): string | undefined {
    return this.#options.url();
  }

  /** [PIC-4] */
  wanted({ room, hash, url }: { readonly room: RoomId; readonly hash: string; readonly url: string }): void {
    this.#answer(room, hash, url).catch((error: unknown) => this.#notForwarded(room, url, error));
  }

  async #answer(room: RoomId, hash: string, url: string): Promise<void> {
    if (!this.shows(room, hash)) return;
    const picture = await this.#read(room, hash);
    if (picture) {
      this.#give(url, room, hash, picture);
      return;
    }
    if (this.#waiting.size >= MAX_ASKED) this.#waiting.clear();
    this.#waiting.set(keyOf(room, hash), { url, until: this.#options.clock.mono() + WAIT_MS });
    this.#ask(room, hash, false);
  }

  closed(room: RoomId): void {
    for (const key of [...this.#asked.keys(), ...this.#waiting.keys()]) {
      if (!key.startsWith(`${room} `)) continue;
      this.#asked.delete(key);
      this.#waiting.delete(key);
    }
    const { isKept, store } = this.#options;
    if (!isKept) void store.forget(room);
  }

  /** An element of the open room shows the picture, removed or not. */
  shows(room: RoomId, hash: string): boolean {
    return this.#options.roomOf(room)?.replica.board.hasPicture(hash) ?? false;
  }

  async #read(room: RoomId, hash: string): Promise<Picture | undefined> {
    const bytes = await this.#options.store.read(room, hash);
    const type = bytes && pictureType(bytes);
    return bytes && type !== undefined ? { bytes, type } : undefined;
  }

  #give(url: string, room: RoomId, hash: string, picture: Picture): void {
    this.#options.give(url, room, hash, picture).catch((error: unknown) => this.#notForwarded(room, url, error));
  }

  #notForwarded(room: RoomId, to: string, error: unknown): void {
    this.#options.log.warn(HubLogEvent.pictureForwardFailed, { room: roomTag(room), to, reason: reasonOfRequest(error) });
  }

  #ask(id: RoomId, hash: string, alsoOthers: boolean): void {
    const key = keyOf(id, hash);
    const mono = this.#options.clock.mono();
    if (mono - (this.#asked.get(key) ?? Number.NEGATIVE_INFINITY) < ASK_MS) return;
    if (this.#asked.size >= MAX_ASKED) this.#asked.clear();
    this.#asked.set(key, mono);
    const room = this.#options.roomOf(id);
    room?.notify({ kind: 'picture', hash });
    if (alsoOthers) room?.wantPicture(hash);
  }
}

function keyOf(room: RoomId, hash: string): string {
  return `${room} ${hash}`;
}
