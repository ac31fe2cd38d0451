import { type Disposable, disposable } from '../../core/base/disposable.ts';
import { SingleFlight } from '../../core/base/single-flight.ts';
import type { Picture } from '../hub/pictures/picture-exchange.ts';

export interface SendingBounds {
  /** Bytes of all pictures that are being sent, and of those that go to one network address. A picture with several readers counts once. */
  readonly bytes: number;
  readonly addressBytes: number;
  /** Pictures that are read from the store at a time, and those that wait for it. */
  readonly reads: number;
  readonly waiting: number;
}

/** An address may take a quarter. One picture always fits. */
const SENDING: SendingBounds = { bytes: 256 * 1024 * 1024, addressBytes: 64 * 1024 * 1024, reads: 8, waiting: 1_000 };

/** A picture that is being sent to one reader, until the reader has it or has gone. */
export interface TakenPicture extends Disposable {
  readonly picture: Picture;
}

interface Sent {
  readonly picture: Picture;
  /** Readers by network address. */
  readonly readers: Map<string, number>;
}

/**
 * Bounds the memory of pictures that are being sent. Readers of one picture share its bytes, because a reader may take as long as it
 * likes, and one connection may ask many times.
 */
export class PictureSending {
  readonly #bounds: SendingBounds;
  readonly #sent = new Map<string, Sent>();
  readonly #reading = new SingleFlight<string, Picture | 'busy' | undefined>();
  readonly #waiting: (() => void)[] = [];
  /** Bytes by network address. */
  readonly #addresses = new Map<string, number>();
  #bytes = 0;
  #reads = 0;

  constructor(bounds: SendingBounds = SENDING) {
    this.#bounds = bounds;
  }

  /** Undefined: there is no such picture. `busy`: others must be sent first. */
  async take(key: string, address: string, read: () => Promise<Picture | undefined>): Promise<TakenPicture | 'busy' | undefined> {
    const picture = this.#sent.get(key)?.picture ?? (await this.#reading.run(key, () => this.#read(read)));
    if (picture === undefined || picture === 'busy') return picture;
    const { bytes, addressBytes } = this.#bounds;
    const { length } = picture.bytes;
    const known = this.#sent.get(key);
    const more = known ? 0 : length;
    const moreThere = known?.readers.has(address) ? 0 : length;
    const there = this.#addresses.get(address) ?? 0;
    if (this.#bytes + more > bytes || there + moreThere > addressBytes) return 'busy';
    const sent: Sent = known ?? { picture, readers: new Map() };
    this.#sent.set(key, sent);
    this.#bytes += more;
    this.#addresses.set(address, there + moreThere);
    sent.readers.set(address, (sent.readers.get(address) ?? 0) + 1);
    return { picture: sent.picture, ...disposable(() => this.#release(key, sent, address)) };
  }

  #release(key: string, { picture, readers }: Sent, address: string): void {
    const { length } = picture.bytes;
    const left = (readers.get(address) ?? 1) - 1;
    if (left > 0) {
      readers.set(address, left);
      return;
    }
    readers.delete(address);
    const there = (this.#addresses.get(address) ?? 0) - length;
    if (there > 0) this.#addresses.set(address, there);
    else this.#addresses.delete(address);
    if (readers.size > 0) return;
    this.#sent.delete(key);
    this.#bytes -= length;
  }

  /** A few at a time: until it is read, the size of a picture is unknown. */
  async #read(read: () => Promise<Picture | undefined>): Promise<Picture | 'busy' | undefined> {
    const { reads, waiting } = this.#bounds;
    if (this.#reads >= reads) {
      if (this.#waiting.length >= waiting) return 'busy';
      // The reader before passes its turn on.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#reads++;
    try {
      return await read();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#reads--;
    }
  }
}
