import type { Log, Random } from '../../../core/base/host.ts';
import type { Refusal } from '../../../core/base/result.ts';
import type { Board } from '../../../core/board/board.ts';
import type { StateTable } from '../../../core/board/codec/state-table.ts';
import type { ElementState } from '../../../core/board/element.ts';
import { newEpoch, type RoomId } from '../../../core/board/ids.ts';
import { type NumberedBatches, Replica } from '../../../core/room/replica.ts';
import type { RightsEntry } from '../../../core/room/room-rights.ts';
import { openSnapshot } from '../../../core/room/snapshot/snapshot.ts';
import { parseVector, VersionVector } from '../../../core/room/version-vector.ts';
import { DamagedBoard, NewerBoard, type StoredRoom } from '../../ports/snapshot-store.ts';
import { HubLogEvent } from '../log-events.ts';
import { ClientRecords } from '../room/client-records.ts';
import type { RoomStart } from '../room/room-start.ts';
import { roomTag } from '../room/room-tag.ts';

export type Beginning = Pick<RoomStart, 'epoch' | 'replica' | 'records' | 'since'>;

/** The stored state, and how many stored elements and appends it lacks because they, or earlier ones, are damaged. */
export interface StoredBoard {
  readonly start: Beginning;
  readonly lost: number;
  /** [RGT-10] */
  readonly rights: readonly RightsEntry[];
}

/** Rows of a snapshot, or appends of a log, read in one step: some milliseconds. */
const STEP_ROWS = 512;
const STEP_APPENDS = 64;

/**
 * [SAVE-3] Reads a stored board in steps, one per `next`, so that opening a large room blocks no other. Undefined: none is
 * stored. Throws `DamagedBoard` for an unreadable one. `grown` is called after each step and may throw.
 */
export function* readStoredBoard(
  { snapshot: bytes, log, damage }: Omit<StoredRoom, 'writer'>,
  grown: (board: Board) => void = () => {},
): Generator<undefined, StoredBoard | undefined> {
  if (damage?.part === 'snapshot') throw new DamagedBoard('the stored snapshot is damaged');
  if (!bytes) return undefined;
  const snapshot = openSnapshot(bytes);
  if (!snapshot.ok) throw unreadable(snapshot.error);
  const { epoch, vector, table, life, savedAt } = snapshot.value;
  if (epoch === undefined) throw new DamagedBoard('the stored snapshot names no epoch');
  const replica = new Replica();
  let lost = damage?.lost ?? 0;
  for (let at = 0; at < table.size; at += STEP_ROWS) {
    yield;
    const until = Math.min(table.size, at + STEP_ROWS);
    const rows = rowsOf(table, at, until);
    replica.board.merge(rows);
    lost += until - at - rows.length;
    grown(replica.board);
  }
  replica.vector.merge(parseVector(vector) ?? new VersionVector());
  const records = ClientRecords.stored(life?.clients ?? []);
  for (const [i, numbered] of byOrigin(log).entries()) {
    if (i % STEP_APPENDS === 0) {
      yield;
      grown(replica.board);
    }
    const { applied, gap } = replica.receive(numbered);
    // What other origins have changed does not depend on it.
    if (gap) lost++;
    for (const { author, n } of applied) records.learn(author, n, undefined);
  }
  return { start: { epoch, replica, records, since: life?.since ?? savedAt }, lost, rights: life?.rights ?? [] };
}

/**
 * [SAVE-9] Several hubs may have written batches of one origin, each into its own log. Batches of different origins apply in any
 * order.
 */
function byOrigin(log: readonly NumberedBatches[]): readonly NumberedBatches[] {
  const parts = Map.groupBy(log, ({ origin }) => origin);
  return [...parts.values()].flatMap((of) => of.toSorted((a, b) => a.firstSeq - b.firstSeq));
}

/** The readable rows. */
function rowsOf(table: StateTable, from: number, to: number): readonly ElementState[] {
  const rows: ElementState[] = [];
  for (let i = from; i < to; i++) {
    const row = table.state(i);
    if (row.ok) rows.push(row.value);
  }
  return rows;
}

function unreadable({ code }: Refusal): DamagedBoard {
  if (code === 'snapshot.version') return new NewerBoard('a newer Inkroom has stored the board: update this one');
  return new DamagedBoard(`the stored snapshot cannot be read: ${code}`);
}

/**
 * [SAVE-4] Makes a board of a new epoch from the readable part of a damaged log. The new epoch tells clients that have seen more
 * that the hub lost it. The damaged log is set aside before anything can replace it.
 */
export async function salvage(
  { start, lost }: StoredBoard,
  stored: StoredRoom,
  { id, random, log }: { readonly id: RoomId; readonly random: Random; readonly log: Log },
): Promise<Beginning> {
  await stored.writer.setAside();
  const { replica, since } = start;
  const epoch = newEpoch(random);
  log.error(HubLogEvent.roomSalvaged, { room: roomTag(id), epoch, was: start.epoch, elements: replica.board.elementCount, lost });
  return { epoch, replica, records: new ClientRecords(), since };
}
