import { newEpoch, type RoomId } from '../../core/board/ids.ts';
import { unpackStates } from '../../core/room/catch-up.ts';
import { Replica } from '../../core/room/replica.ts';
import { decodeSnapshot, encodeSnapshot } from '../../core/room/snapshot.ts';
import { parseVector, VersionVector } from '../../core/room/version-vector.ts';
import type { Backplane, PeerState } from '../ports/backplane.ts';
import type { SnapshotStore, StoredRoom } from '../ports/snapshot-store.ts';
import { ClientRecords } from './client-records.ts';
import { joinBackplane } from './instance-sync.ts';
import type { PastLife } from './past-lives.ts';
import { Room, type RoomHost, type RoomStart } from './room.ts';

export interface RoomSources {
  readonly host: Omit<RoomHost, 'publish' | 'closed'>;
  readonly store: SnapshotStore;
  readonly backplane: Backplane;
}

/**
 * Opens a room from what there is: another instance's state, else what the store kept, else empty with a new epoch [HS-1]. Rejects when the
 * store or the backplane cannot be reached, or the stored board is damaged: an empty room in its place would overwrite it.
 */
export async function openRoom(sources: RoomSources, id: RoomId, previousLife?: PastLife): Promise<Room> {
  const { host, store, backplane } = sources;
  const sync = await joinBackplane(backplane, id, host.log);
  try {
    const stored = await store.open(id);
    try {
      const peerState = await sync.ask();
      const start = startFrom(stored, peerState) ?? {
        epoch: newEpoch(host.random),
        replica: new Replica(),
        records: new ClientRecords(),
      };
      if (store.mode !== 'none' && stored.snapshot === undefined) {
        // The epoch must survive before the first batch does.
        await stored.compact(encodeSnapshot({ epoch: start.epoch, vector: [], savedAt: host.clock.now(), states: [] }));
      }
      const publish: RoomHost['publish'] = (batches) => sync.publish(batches);
      const room = new Room(
        { ...host, publish, closed: () => sync.dispose() },
        { ...start, id, stored, mode: store.mode, previousLife },
      );
      sync.attach(room);
      return room;
    } catch (error) {
      await stored.close();
      throw error;
    }
  } catch (error) {
    sync.dispose();
    throw error;
  }
}

type Beginning = Pick<RoomStart, 'epoch' | 'replica' | 'records'>;

function startFrom(stored: StoredRoom, peer: PeerState | undefined): Beginning | undefined {
  const fromStore = stored.snapshot ? startFromStore(stored.snapshot, stored.log) : undefined;
  if (!peer) return fromStore;
  const vector = parseVector(peer.vector);
  const states = unpackStates(peer.states);
  if (!vector || !states.ok) throw new Error('another instance sent a state that cannot be read');
  const start =
    fromStore?.epoch === peer.epoch ? fromStore : { epoch: peer.epoch, replica: new Replica(), records: new ClientRecords() };
  start.replica.merge(states.value, vector);
  return start;
}

function startFromStore(bytes: Uint8Array, log: StoredRoom['log']): Beginning {
  const snapshot = decodeSnapshot(bytes);
  if (!snapshot.ok) throw new Error(`the stored board cannot be read: ${snapshot.error.code}`);
  const { epoch, vector, states } = snapshot.value;
  if (epoch === undefined) throw new Error('the stored board names no epoch');
  const replica = new Replica();
  replica.merge(states, parseVector(vector) ?? new VersionVector());
  const records = new ClientRecords();
  for (const numbered of log) {
    for (const { author, n } of replica.receive(numbered).applied) records.keep(author, { lastN: n, refused: undefined });
  }
  return { epoch, replica, records };
}
