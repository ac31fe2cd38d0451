/** Reads the bytes of a picture by its hash. Undefined: they are unavailable. */
export type ReadPicture = (hash: string) => Promise<{ readonly bytes: Uint8Array; readonly type: string } | undefined>;

export interface PictureCacheOptions {
  readonly read: ReadPicture;
  /** Decodes a picture for drawing. Rejects for invalid bytes. */
  readonly decode: (bytes: Uint8Array, type: string) => Promise<ImageBitmap>;
  /** The picture can be drawn from now on. */
  readonly ready: (hash: string) => void;
}

/** What drawing needs of pictures. */
export type DrawnPictures = Pick<PictureCache, 'bitmap' | 'settled'>;

/** Pixels of all decoded pictures, four bytes each: some 250 MB. */
const PIXELS_KEPT = 64_000_000;

type Entry =
  | { readonly is: 'loading'; readonly done: Promise<void> }
  /** The browser cannot show it, or no device has it. */
  | { readonly is: 'lost' }
  | { readonly is: 'here'; readonly bitmap: ImageBitmap };

/** Decoded pictures. When there are too many pixels, those drawn longest ago are dropped, and decoded again when needed. */
export class PictureCache {
  readonly #options: PictureCacheOptions;
  readonly #entries = new Map<string, Entry>();
  #pixels = 0;
  #isOver = false;

  constructor(options: PictureCacheOptions) {
    this.#options = options;
  }

  /** Undefined while it is loading; `ready` is called later. */
  bitmap(hash: string): ImageBitmap | undefined {
    const entry = this.#entries.get(hash);
    if (!entry) {
      this.#begin(hash);
      return undefined;
    }
    if (entry.is !== 'here') return undefined;
    // Re-inserted as the most recently drawn.
    this.#entries.delete(hash);
    this.#entries.set(hash, entry);
    return entry.bitmap;
  }

  /** Resolves when each of these can be drawn or is unavailable. For an export, which needs all of them at once. */
  async settled(hashes: Iterable<string>): Promise<void> {
    const waiting = [...hashes].map((hash) => {
      const entry = this.#entries.get(hash);
      return entry ? (entry.is === 'loading' ? entry.done : undefined) : this.#begin(hash);
    });
    await Promise.all(waiting);
  }

  #begin(hash: string): Promise<void> {
    const done = this.#load(hash);
    this.#entries.set(hash, { is: 'loading', done });
    return done;
  }

  async #load(hash: string): Promise<void> {
    const { read, decode, ready } = this.#options;
    let entry: Entry = { is: 'lost' };
    try {
      const picture = await read(hash);
      if (picture) entry = { is: 'here', bitmap: await decode(picture.bytes, picture.type) };
    } catch {
      // It stays a grey box. Another browser may be able to show it.
    }
    if (this.#isOver) {
      if (entry.is === 'here') entry.bitmap.close();
      return;
    }
    this.#entries.set(hash, entry);
    if (entry.is !== 'here') return;
    this.#pixels += pixelsOf(entry.bitmap);
    this.#drop(hash);
    ready(hash);
  }

  #drop(except: string): void {
    for (const [hash, entry] of this.#entries) {
      if (this.#pixels <= PIXELS_KEPT) return;
      if (entry.is !== 'here' || hash === except) continue;
      this.#entries.delete(hash);
      this.#pixels -= pixelsOf(entry.bitmap);
      entry.bitmap.close();
    }
  }

  dispose(): void {
    this.#isOver = true;
    for (const entry of this.#entries.values()) if (entry.is === 'here') entry.bitmap.close();
    this.#entries.clear();
  }
}

function pixelsOf({ width, height }: ImageBitmap): number {
  return width * height;
}
