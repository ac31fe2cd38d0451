import type { ElementRecord } from './element-record.ts';
import { ElementKind, isThing } from './kinds.ts';

/** Running totals of a board's elements, so that a question need not visit all of them. */
export class BoardCounts {
  /** For each picture hash: how many elements show it, removed ones included. */
  readonly #pictures = new Map<string, number>();
  #born = 0;
  #alive = 0;
  #bytes = 0;
  #removed = 0;
  #removedBytes = 0;
  #words = 0;
  #dots = 0;

  /** Elements, removed ones included. */
  get born(): number {
    return this.#born;
  }
  /** Living elements that stand alone. Parts of other elements are not counted. */
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

  /** Living chat messages. */
  get words(): number {
    return this.#words;
  }

  /** Living dots. */
  get dots(): number {
    return this.#dots;
  }

  hasPicture(hash: string): boolean {
    return this.#pictures.has(hash);
  }

  /** Subtracts a record before it changes (-1), and adds it again afterwards (1). */
  count(record: ElementRecord, by: 1 | -1): void {
    const { byteLength } = record;
    this.#bytes += by * byteLength;
    if (!record.isBorn || record.kind === ElementKind.board) return;
    this.#born += by;
    if (record.kind === ElementKind.image) this.#countPicture(record.get('hash'), by);
    if (record.alive && isThing(record.kind)) this.#alive += by;
    if (record.alive && record.kind === ElementKind.words) this.#words += by;
    if (record.alive && record.kind === ElementKind.dot) this.#dots += by;
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
