import type { RightsEntry } from '../../../core/room/room-rights.ts';
import type { PeerState } from '../instances/peer-state.ts';
import { readStoredBoard } from './stored-board.ts';

/** What another hub has stored of a room that is open here, ready to be merged. */
export interface NewerSnapshot {
  readonly state: PeerState;
  readonly rights: readonly RightsEntry[];
}

/** [SAVE-9] Reads another hub's snapshot in steps, one per `next`. Throws when it cannot be read. */
export function* readNewerSnapshot(snapshot: Uint8Array): Generator<undefined, NewerSnapshot | undefined> {
  const stored = yield* readStoredBoard({ snapshot, log: [], savedAt: undefined, damage: undefined });
  if (stored === undefined) return undefined;
  const { epoch, replica, records } = stored.start;
  const clients = records.lastNumbers([]);
  const states = [...replica.board.statesPast()];
  return { state: { epoch, merged: [], vector: replica.vector, states, parts: [], clients }, rights: stored.rights };
}
