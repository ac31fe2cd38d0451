import type { ElementRecord } from './element-record.ts';
import { ElementKind, isPart } from './kinds.ts';

/** What a board counts of its elements, so that a question need not look at all of them. */
export class BoardCounts {
  /** How many elements show each picture, removed ones included, by its hash. */
  readonly #pictures = new Map<string, number>();
  #born = 0;
  #alive = 0;
  #bytes = 0;
  #removed = 0;
  #removedBytes = 0;

  /** Elements, removed ones included. */
  get born(): number {
    return this.#born;
  }
  /** Things that are there: parts of others are none. */
  get alive(): number {
    return this.#alive;
  }
  /** Bytes of all bodies, and of values that are texts or lists. */
  get bytes(): number {
    return this.#bytes;
  }
  /** Removed elements, and their bytes. */
  get removed(): { readonly elements: number; readonly bytes: number } {
    return { elements: this.#removed, bytes: this.#removedBytes };
  }

  hasPicture(hash: string): boolean {
    return this.#pictures.has(hash);
  }

  /** Takes a record out of the counts before it changes (-1), and puts it into them again (1). */
  count(record: ElementRecord, by: 1 | -1): void {
    const { byteLength } = record;
    this.#bytes += by * byteLength;
    if (!record.isBorn || record.kind === ElementKind.board) return;
    this.#born += by;
    if (record.kind === ElementKind.image) this.#countPicture(record.get('hash'), by);
    if (record.alive && !isPart(record.kind)) this.#alive += by;
    if (record.alive) return;
    this.#removed += by;
    this.#removedBytes += by * byteLength;
  }

  #countPicture(hash: string, by: 1 | -1): void {
    const count = (this.#pictures.get(hash) ?? 0) + by;
    if (count > 0) this.#pictures.set(hash, count);
    else this.#pictures.delete(hash);
  }
}
