import { HubError } from '../hub.ts';

type Ending = { readonly kind: 'complete' } | { readonly kind: 'failed'; readonly error: Error };

interface Waiting {
  resolve(step: IteratorResult<unknown>): void;
  reject(error: Error): void;
}

const DONE: IteratorResult<unknown> = { value: undefined, done: true };

interface Item {
  readonly value: unknown;
  /** Bytes of the message that carried it. */
  readonly bytes: number;
}

/** One stream from a client, for one reader: the items that were not read yet, then the end. */
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

  /** Bytes of these items. */
  get bytes(): number {
    return this.#bytes;
  }

  /** `bytes`: of the message that carried the value. */
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

  /** Waiting items are still delivered. */
  end(ending: Ending): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) this.#settle(one);
  }

  /** The reader has stopped. */
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

  /** An error is reported once; after it the stream is empty. */
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

/** The streams of one client (reference 7.5). Unknown ids are ignored; an id in use is refused. */
export class Uploads {
  /** Created with the first upload: most connections have none. */
  #open: Map<string, Upload> | undefined;
  readonly #onTaken: () => void;

  /** `onTaken`: an item was read, so reading from the client may continue. */
  constructor(onTaken: () => void) {
    this.#onTaken = onTaken;
  }

  get count(): number {
    return this.#open?.size ?? 0;
  }

  /** True when a stream has more than this many items waiting, or all streams together more than this many bytes. */
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

  /** Their method has ended: later items are dropped. */
  close(uploads: readonly Upload[]): void {
    for (const upload of uploads) {
      if (this.#open?.get(upload.id) === upload) this.#open.delete(upload.id);
      upload.drop();
    }
  }

  /** The connection has ended. Readers must get an error: they may not wait without end, nor see a normal end of the stream. */
  end(): void {
    const open = this.#open;
    this.#open = undefined;
    for (const upload of open?.values() ?? []) upload.end({ kind: 'failed', error: new Error('The connection has ended.') });
  }
}
