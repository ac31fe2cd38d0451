import { Backoff } from '../../../core/base/backoff.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import { Emitter } from '../../../core/base/emitter.ts';
import type { Clock } from '../../../core/base/host.ts';
import { SingleFlight } from '../../../core/base/single-flight.ts';
import type { Picture, PictureLine, PictureStore } from './picture-ports.ts';

export interface PicturesOptions {
  readonly line: PictureLine;
  readonly store: PictureStore;
  readonly clock: Clock;
  /** SHA-256, base64url. */
  readonly hashOf: (bytes: Uint8Array) => string;
}

/** Pauses between two attempts. */
const PAUSES = { firstMs: 500, longestMs: 20_000 };
/** Requests under way at once, and the least time between two repeated ones, milliseconds: a board may name thousands that no one has. */
const REQUESTS_MOST = 6;
const AGAIN_MS = 200;

/**
 * The pictures of one room on this device. Pictures that the person added are sent until the hub has them, even after a restart
 * of the app. Other people's are fetched once and stored.
 */
export class Pictures implements Disposable {
  readonly #options: PicturesOptions;
  readonly #changed = new Emitter<void>();
  readonly #refused = new Emitter<string>();
  readonly #unsent = new Set<string>();
  readonly #reading = new SingleFlight<string, Picture | undefined>();
  readonly #giving = new Set<string>();
  /** Functions that end each pause early. */
  readonly #pauses = new Set<() => void>();
  /** Requests that wait for their turn. */
  readonly #waiting: (() => void)[] = [];
  #requests = 0;
  /** `clock.mono()` of the newest repeated request. */
  #againAt = Number.NEGATIVE_INFINITY;
  #sending = false;
  #isOver = false;

  constructor(options: PicturesOptions) {
    this.#options = options;
  }

  /** The name of a picture with these bytes. */
  hashOf(bytes: Uint8Array): string {
    return this.#options.hashOf(bytes);
  }

  /** Number of pictures that the hub has not taken yet. */
  get unsent(): number {
    return this.#unsent.size;
  }
  isUnsent(hash: string): boolean {
    return this.#unsent.has(hash);
  }
  onChange(listener: () => void): Disposable {
    return this.#changed.on(listener);
  }
  /** The hub will not take it, so the others do not see it. */
  onRefused(listener: (hash: string) => void): Disposable {
    return this.#refused.on(listener);
  }

  /** Continues to send the pictures of an earlier session. */
  async resume(): Promise<void> {
    for (const hash of await this.#options.store.unsent()) this.#unsent.add(hash);
    this.#changed.emit();
    void this.#send();
  }

  /** Stores a picture and sends it. Resolves with its name when it is stored; add the element to the board then. */
  async add(picture: Picture): Promise<string> {
    const hash = this.#options.hashOf(picture.bytes);
    await this.#options.store.write(hash, picture, false);
    this.#unsent.add(hash);
    this.#changed.emit();
    void this.#send();
    return hash;
  }

  /** The picture if this device or the hub has it. Tries once. */
  async now(hash: string): Promise<Picture | undefined> {
    return (await this.#options.store.read(hash)) ?? this.#fetch(hash);
  }

  /** The picture if the hub has it. A picture with another hash is ignored. */
  async #fetch(hash: string): Promise<Picture | undefined> {
    const { line, hashOf } = this.#options;
    if (this.#requests < REQUESTS_MOST) this.#requests++;
    else await new Promise<void>((begin) => this.#waiting.push(begin));
    try {
      const answer = this.#isOver ? '' : await line.get(hash);
      return typeof answer !== 'string' && hashOf(answer.bytes) === hash ? answer : undefined;
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#requests--;
    }
  }

  /** Waits until the hub has it, without a time limit. Undefined if the room was left. */
  read(hash: string): Promise<Picture | undefined> {
    return this.#reading.run(hash, () => this.#read(hash));
  }

  async #read(hash: string): Promise<Picture | undefined> {
    const { store } = this.#options;
    const backoff = new Backoff(PAUSES);
    while (!this.#isOver) {
      const kept = await store.read(hash);
      if (kept) return kept;
      const fetched = await this.#fetch(hash);
      if (fetched) {
        await store.write(hash, fetched, true);
        return fetched;
      }
      await this.#wait(backoff.next());
      const now = this.#options.clock.mono();
      this.#againAt = Math.max(now, this.#againAt + AGAIN_MS);
      if (this.#againAt > now) await this.#wait(this.#againAt - now);
    }
    return undefined;
  }

  /** [PIC-3] The hub lacks it: sends it if it is stored here. */
  wanted(hash: string): void {
    if (this.#giving.has(hash) || this.#unsent.has(hash)) return;
    this.#giving.add(hash);
    void this.#give(hash).finally(() => this.#giving.delete(hash));
  }

  async #give(hash: string): Promise<void> {
    const picture = await this.#options.store.read(hash);
    if (picture && !this.#isOver) await this.#options.line.put(hash, picture);
  }

  /** One after the other: that is fastest on a phone's connection. */
  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    const backoff = new Backoff(PAUSES);
    for (let hash = first(this.#unsent); hash !== undefined && !this.#isOver; hash = first(this.#unsent)) {
      const outcome = await this.#sendOne(hash);
      if (outcome === 'done') {
        backoff.reset();
        continue;
      }
      // Continues with the other pictures, because the hub may already know their elements.
      this.#unsent.delete(hash);
      this.#unsent.add(hash);
      await this.#wait(backoff.next());
    }
    this.#sending = false;
  }

  async #sendOne(hash: string): Promise<'done' | 'later'> {
    const { store, line } = this.#options;
    const picture = await store.read(hash);
    const outcome = picture ? await line.put(hash, picture) : 'kept';
    if (outcome === 'early' || outcome === 'unreachable') return 'later';
    await store.sent(hash);
    this.#unsent.delete(hash);
    if (outcome === 'refused') this.#refused.emit(hash);
    this.#changed.emit();
    return 'done';
  }

  #wait(ms: number): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        this.#pauses.delete(end);
        waiting.dispose();
        resolve();
      };
      const waiting = this.#options.clock.after(ms, end);
      this.#pauses.add(end);
    });
  }

  dispose(): void {
    this.#isOver = true;
    for (const end of [...this.#pauses]) end();
  }
}

function first(hashes: ReadonlySet<string>): string | undefined {
  for (const hash of hashes) return hash;
  return undefined;
}
