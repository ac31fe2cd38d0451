import type { RoomId } from '../../../core/board/ids.ts';
import type { Welcome } from '../../../core/contract/hub-contract.ts';

export type UnloadedBoard = NonNullable<Welcome['previousLife']>;

/** Most rooms that are remembered: some 200 bytes each. */
const MAX_ROOMS = 5_000;

/**
 * Boards that were unloaded from an empty room without a store, for clients that join later [CLS-3]. The oldest are dropped
 * first.
 */
export class UnloadedBoards {
  readonly #lives = new Map<RoomId, UnloadedBoard>();

  get(room: RoomId): UnloadedBoard | undefined {
    return this.#lives.get(room);
  }

  remember(room: RoomId, life: UnloadedBoard): void {
    this.#lives.delete(room);
    const [oldest] = this.#lives.keys();
    if (this.#lives.size >= MAX_ROOMS && oldest !== undefined) this.#lives.delete(oldest);
    this.#lives.set(room, life);
  }

  forget(room: RoomId): void {
    this.#lives.delete(room);
  }
}
