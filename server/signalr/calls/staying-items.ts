import type { HubProtocol } from '../hub-protocol/hub-protocol.ts';

/** Messages in memory: a crowd that joins at once is at a few chunks of the same body. */
const MESSAGES = 16;
/** Longer ones are made for each stream: all of them together stay below 1 MiB. */
const MOST_BYTES = 64 * 1024;

interface Made {
  readonly protocol: HubProtocol;
  readonly id: string;
  readonly item: unknown;
  readonly message: Uint8Array;
}

/**
 * Encodes stream items that never change, once for all streams that send the same item under the same id. When a whole room joins
 * at once, each chunk of its body would otherwise be copied for each person, and the garbage would block the hub. One for all
 * connections of a server.
 */
export class StayingItems {
  readonly #made: Made[] = [];
  #next = 0;

  message(protocol: HubProtocol, id: string, item: unknown): Uint8Array {
    for (const made of this.#made) if (made.item === item && made.id === id && made.protocol === protocol) return made.message;
    const message = protocol.streamItem(id, item);
    // A short value is encoded faster than it is found, and only an object is the same one for all.
    if (typeof item !== 'object' || item === null || message.length > MOST_BYTES) return message;
    this.#made[this.#next] = { protocol, id, item, message };
    this.#next = (this.#next + 1) % MESSAGES;
    return message;
  }
}
