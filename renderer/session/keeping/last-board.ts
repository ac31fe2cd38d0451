import type { Board } from '../../../core/board/board.ts';
import type { ElementState } from '../../../core/board/element.ts';
import type { Epoch } from '../../../core/board/ids.ts';
import { decodeSnapshot } from '../../../core/room/snapshot/snapshot.ts';
import { packRoomSnapshot } from '../../../core/room/snapshot/snapshot-packer.ts';
import { parseVector, VersionVector } from '../../../core/room/version-vector.ts';

/** This device's last state of a room. */
export interface LastBoard {
  readonly epoch: Epoch;
  readonly states: readonly ElementState[];
  readonly vector: VersionVector;
  /** Time of its last change, milliseconds since 1970. */
  readonly upTo: number;
}

/** The same as bytes, with the data for a list of boards. */
export interface LastBoardBytes {
  /** A `.inkroom` file that also contains removed elements, because restoring it must not bring those back. */
  readonly bytes: Uint8Array;
  readonly upTo: number;
  /** Visible elements. */
  readonly elements: number;
}

/** Packs it in steps of a few milliseconds, one per `next`, so that a large board does not disturb the pen. */
export function* packLastBoard(
  board: Board,
  { epoch, vector, upTo }: Pick<LastBoard, 'epoch' | 'vector' | 'upTo'>,
): Generator<undefined, LastBoardBytes> {
  const life = { since: 0, clients: [] };
  const states = withoutMarks(board.states());
  const bytes = yield* packRoomSnapshot({ epoch, vector: vector.pairs(), savedAt: upTo, states, life });
  return { bytes, upTo, elements: board.aliveCount };
}

/** Marks are useless to a client that knows the room by its vector. */
function* withoutMarks(states: Iterable<ElementState>): Generator<ElementState> {
  for (const state of states) yield { ...state, marks: [] };
}

/** Undefined for bytes that are damaged, or without a room. */
export function decodeLastBoard(bytes: Uint8Array): LastBoard | undefined {
  const file = decodeSnapshot(bytes);
  if (!file.ok || file.value.epoch === undefined) return undefined;
  const { epoch, states, savedAt, vector } = file.value;
  return { epoch, states, upTo: savedAt, vector: parseVector(vector) ?? new VersionVector() };
}
