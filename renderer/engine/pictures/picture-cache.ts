import { NotLoaded } from '../../../core/base/late-code.ts';
import { SerialQueue } from '../../../core/base/serial-queue.ts';

/** Reads the bytes of a picture by its hash. Undefined: they are unavailable. */
export type ReadPicture = (hash: string) => Promise<{ readonly bytes: Uint8Array; readonly type: string } | undefined>;

export interface PictureCacheOptions {
  readonly read: ReadPicture;
  /** Decodes a picture for drawing, made smaller if it has more than `most` pixels, though not below it. Rejects for invalid bytes. */
  readonly decode: (bytes: Uint8Array, type: string, most: number) => Promise<ImageBitmap>;
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
  /** `wanted`: the most pixels for which it was decoded. Infinity: it is whole. */
  | { readonly is: 'here'; readonly bitmap: ImageBitmap; wanted: number };

/** A picture is decoded with more pixels than it covers, so that small steps of the zoom decode nothing. */
const SPARE = 2;
/** Pixels of the smallest that is decoded: less saves nothing. */
const PIXELS_LEAST = 65_536;

/** Decoded pictures, as large as they are drawn. When there are too many pixels, those drawn longest ago are dropped, and decoded again when needed. */
export class PictureCache {
  readonly #options: PictureCacheOptions;
  readonly #entries = new Map<string, Entry>();
  /** One picture at a time: while it is decoded, a photo takes 50 MB. */
  readonly #decoding = new SerialQueue();
  #pixels = 0;
  #isOver = false;

  constructor(options: PictureCacheOptions) {
    this.#options = options;
  }

  /** `pixels`: those that it covers. Undefined while it is loading; `ready` is called later, and again when it has come larger. */
  bitmap(hash: string, pixels = Number.POSITIVE_INFINITY): ImageBitmap | undefined {
    const entry = this.#entries.get(hash);
    if (!entry) {
      void this.#begin(hash, pixels);
      return undefined;
    }
    if (entry.is !== 'here') return undefined;
    // Re-inserted as the most recently drawn.
    this.#entries.delete(hash);
    this.#entries.set(hash, entry);
    void this.#grown(hash, entry, pixels);
    return entry.bitmap;
  }

  /** Resolves when it can be drawn on so many pixels, or is unavailable. Drawing must follow at once: other pictures may take its room. */
  async settled(hash: string, pixels: number): Promise<void> {
    const entry = this.#entries.get(hash);
    if (!entry) await this.#begin(hash, pixels);
    else if (entry.is === 'loading') await entry.done;
    else if (entry.is === 'here') await this.#grown(hash, entry, pixels);
  }

  #begin(hash: string, pixels: number): Promise<void> {
    const done = this.#load(hash, SPARE * Math.max(pixels, PIXELS_LEAST));
    this.#entries.set(hash, { is: 'loading', done });
    return done;
  }

  /** Decodes a picture again that is drawn larger than it was. */
  async #grown(hash: string, entry: Extract<Entry, { is: 'here' }>, pixels: number): Promise<void> {
    if (entry.wanted >= pixels) return;
    entry.wanted = SPARE * pixels;
    await this.#load(hash, entry.wanted);
  }

  async #load(hash: string, wanted: number): Promise<void> {
    const { read, decode, ready } = this.#options;
    let bitmap: ImageBitmap | undefined;
    let isTriedAgain = false;
    try {
      const picture = await read(hash);
      if (picture) bitmap = await this.#decoding.add(() => decode(picture.bytes, picture.type, wanted));
    } catch (error) {
      // It stays a grey box. Another browser may be able to show it. Code that did not come is asked for again.
      isTriedAgain = error instanceof NotLoaded;
    }
    if (this.#isOver) {
      bitmap?.close();
      return;
    }
    const before = this.#entries.get(hash);
    if (!bitmap) {
      if (before?.is === 'here') return;
      if (isTriedAgain) this.#entries.delete(hash);
      else this.#entries.set(hash, { is: 'lost' });
      return;
    }
    if (before?.is === 'here') this.#forget(hash, before.bitmap);
    const pixels = pixelsOf(bitmap);
    this.#entries.set(hash, { is: 'here', bitmap, wanted: pixels < wanted ? Number.POSITIVE_INFINITY : wanted });
    this.#pixels += pixels;
    this.#drop(hash);
    ready(hash);
  }

  #drop(except: string): void {
    for (const [hash, entry] of this.#entries) {
      if (this.#pixels <= PIXELS_KEPT) return;
      if (entry.is !== 'here' || hash === except) continue;
      this.#forget(hash, entry.bitmap);
    }
  }

  #forget(hash: string, bitmap: ImageBitmap): void {
    this.#entries.delete(hash);
    this.#pixels -= pixelsOf(bitmap);
    bitmap.close();
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
