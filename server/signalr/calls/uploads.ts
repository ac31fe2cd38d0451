import { HubError } from '../hub.ts';

type Ending = { readonly kind: 'complete' } | { readonly kind: 'failed'; readonly error: Error };

interface Waiting {
  resolve(step: IteratorResult<unknown>): void;
  reject(error: Error): void;
}

const DONE: IteratorResult<unknown> = { value: undefined, done: true };

interface Item {
  readonly value: unknown;
  /** Of the message that brought it. */
  readonly bytes: number;
}

/** One stream from a client, for one reader: the items that have come and were not taken, then its end. */
export class Upload implements AsyncIterableIterator<unknown> {
  readonly id: string;
  readonly #onTaken: () => void;
  #items: Item[] = [];
  #bytes = 0;
  #waiting: Waiting[] = [];
  #ending: Ending | undefined;

  constructor(id: string, onTaken: () => void) {
    this.id = id;
    this.#onTaken = onTaken;
  }

  /** Items that wait for the reader. */
  get size(): number {
    return this.#items.length;
  }

  /** Of these items. */
  get bytes(): number {
    return this.#bytes;
  }

  /** `bytes`: of the message that brought the value. */
  push(value: unknown, bytes: number): void {
    if (this.#ending !== undefined) return;
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) {
      waiting.resolve({ value, done: false });
      return;
    }
    this.#items.push({ value, bytes });
    this.#bytes += bytes;
  }

  /** Items that wait are still given out. */
  end(ending: Ending): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) this.#settle(one);
  }

  /** Nobody will read on. */
  drop(): void {
    this.#items = [];
    this.#bytes = 0;
    this.end({ kind: 'complete' });
  }

  next(): Promise<IteratorResult<unknown>> {
    const item = this.#items.shift();
    if (item !== undefined) {
      this.#bytes -= item.bytes;
      this.#onTaken();
      return Promise.resolve({ value: item.value, done: false });
    }
    return new Promise((resolve, reject) => {
      const waiting = { resolve, reject };
      if (this.#ending === undefined) this.#waiting.push(waiting);
      else this.#settle(waiting);
    });
  }

  return(): Promise<IteratorResult<unknown>> {
    this.drop();
    this.#onTaken();
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** An error is told once; behind it there is nothing more. */
  #settle(waiting: Waiting): void {
    const ending = this.#ending;
    if (ending?.kind !== 'failed') {
      waiting.resolve(DONE);
      return;
    }
    this.#ending = { kind: 'complete' };
    waiting.reject(ending.error);
  }
}

export const NO_UPLOADS: readonly Upload[] = [];

/** The streams that one client sends (reference 7.5). Unknown ids are ignored, an id that is in use is refused. */
export class Uploads {
  /** Made with the first upload: most connections never have one. */
  #open: Map<string, Upload> | undefined;
  readonly #onTaken: () => void;

  /** `onTaken`: an item was taken, so reading may go on. */
  constructor(onTaken: () => void) {
    this.#onTaken = onTaken;
  }

  get count(): number {
    return this.#open?.size ?? 0;
  }

  /** Whether some stream has more than this many items waiting, or all together more than this many bytes. */
  isFuller(items: number, bytes: number): boolean {
    if (this.#open === undefined) return false;
    let waiting = 0;
    for (const upload of this.#open.values()) {
      waiting += upload.bytes;
      if (upload.size > items || waiting > bytes) return true;
    }
    return false;
  }

  /** Undefined when an id is in use, or named twice. */
  open(ids: readonly string[]): readonly Upload[] | undefined {
    this.#open ??= new Map();
    if (ids.some((id, i) => this.#open?.has(id) === true || ids.indexOf(id) !== i)) return undefined;
    const uploads = ids.map((id) => new Upload(id, this.#onTaken));
    for (const upload of uploads) this.#open.set(upload.id, upload);
    return uploads;
  }

  find(id: string): Upload | undefined {
    return this.#open?.get(id);
  }

  /** The client ends a stream. False when there is no such stream. */
  complete(id: string, error: string | undefined): boolean {
    const upload = this.#open?.get(id);
    if (upload === undefined) return false;
    this.#open?.delete(id);
    upload.end(error === undefined ? { kind: 'complete' } : { kind: 'failed', error: new HubError(error) });
    return true;
  }

  /** Their method has ended: items that still come are for nobody. */
  close(uploads: readonly Upload[]): void {
    for (const upload of uploads) {
      if (this.#open?.get(upload.id) === upload) this.#open.delete(upload.id);
      upload.drop();
    }
  }

  /** The connection has ended: who reads must not wait for ever, nor take it for the end of the stream. */
  end(): void {
    const open = this.#open;
    this.#open = undefined;
    for (const upload of open?.values() ?? []) upload.end({ kind: 'failed', error: new Error('The connection has ended.') });
  }
}
