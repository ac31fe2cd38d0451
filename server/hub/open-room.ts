import { newEpoch, type RoomId } from '../../core/board/ids.ts';
import { unpackStates } from '../../core/room/catch-up.ts';
import { Replica } from '../../core/room/replica.ts';
import { packRoomSnapshot } from '../../core/room/snapshot-packer.ts';
import { parseVector } from '../../core/room/version-vector.ts';
import type { Backplane, PeerState } from '../ports/backplane.ts';
import type { SnapshotStore, StoredRoom } from '../ports/snapshot-store.ts';
import { ClientRecords } from './client-records.ts';
import { inTurns } from './in-turns.ts';
import { joinBackplane } from './instance-sync.ts';
import type { PastLife } from './past-lives.ts';
import { Room } from './room.ts';
import type { RoomHost, RoomStart } from './room-start.ts';
import { type Beginning, readStoredBoard, salvage } from './stored-board.ts';

export interface RoomSources {
  readonly host: Omit<RoomHost, 'publish' | 'closed'>;
  readonly store: SnapshotStore;
  readonly backplane: Backplane;
}

/**
 * Opens a room from what there is: another instance's state, else what the store kept, else empty with a new epoch [HS-1]. Rejects when the
 * store or the backplane cannot be reached, or (`DamagedBoard`) the stored board cannot be read: an empty room in its place would overwrite it.
 */
export async function openRoom(sources: RoomSources, id: RoomId, previousLife?: PastLife): Promise<Room> {
  const { host, store, backplane } = sources;
  const sync = await joinBackplane(backplane, id, host.log);
  try {
    const stored = await store.open(id);
    const { writer } = stored;
    try {
      const peerState = await sync.ask();
      const { start, isStored, ...begun } = await begin(host, id, stored, peerState);
      let { savedAt } = stored;
      let { storedVector } = begun;
      if (store.mode !== 'none' && !isStored) {
        // The epoch must survive before the first batch does.
        savedAt = host.clock.now();
        await writer.compact(await inTurns(packingOf(start, savedAt), host.clock), writer.position());
        storedVector = start.replica.vector.pairs();
      }
      const publish: RoomHost['publish'] = (batches) => sync.publish(batches);
      const storedBatches = isStored ? stored.log.reduce((sum, { batches }) => sum + batches.length, 0) : 0;
      const room = new Room(
        { ...host, publish, closed: () => sync.dispose() },
        { ...start, id, stored: writer, storedVector, storedBatches, savedAt, mode: store.mode, previousLife },
      );
      sync.attach(room);
      return room;
    } catch (error) {
      await writer.close();
      throw error;
    }
  } catch (error) {
    sync.dispose();
    throw error;
  }
}

/** `isStored`: the store holds this epoch already. `storedVector`: what of it. */
async function begin(
  { random, log, clock }: RoomSources['host'],
  id: RoomId,
  stored: StoredRoom,
  peer: PeerState | undefined,
): Promise<{ readonly start: Beginning; readonly isStored: boolean; readonly storedVector: RoomStart['storedVector'] }> {
  const board = await inTurns(readStoredBoard(stored), clock);
  const fromStore = board && board.lost > 0 ? await salvage(board, stored, { id, random, log }) : board?.start;
  const isWhole = board?.lost === 0;
  const storedVector = fromStore?.replica.vector.pairs() ?? [];
  if (!peer) {
    const fresh = (): Beginning => ({
      epoch: newEpoch(random),
      replica: new Replica(),
      records: new ClientRecords(),
      since: clock.now(),
    });
    return { start: fromStore ?? fresh(), isStored: isWhole, storedVector };
  }
  const vector = parseVector(peer.vector);
  const states = unpackStates(peer.states);
  if (!vector || !states.ok) throw new Error('another instance sent a state that cannot be read');
  const isSame = fromStore?.epoch === peer.epoch;
  // Another life of the room goes on elsewhere: the one that is stored here gives way, and stays aside.
  if (board && isWhole && !isSame) await stored.writer.setAside();
  const start: Beginning = isSame
    ? fromStore
    : { epoch: peer.epoch, replica: new Replica(), records: new ClientRecords(), since: clock.now() };
  start.replica.merge(states.value, vector);
  for (const [clientId, n] of peer.clients ?? []) start.records.learn(clientId, n, undefined);
  return { start, isStored: isWhole && isSame, storedVector: isSame ? storedVector : [] };
}

function packingOf({ epoch, replica, records, since }: Beginning, savedAt: number): ReturnType<typeof packRoomSnapshot> {
  return packRoomSnapshot({
    epoch,
    vector: replica.vector.pairs(),
    savedAt,
    states: replica.board.statesPast(),
    life: { since, clients: records.lastNumbers([]) },
  });
}
