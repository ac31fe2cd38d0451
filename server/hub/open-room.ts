import { type Epoch, newEpoch, type RoomId } from '../../core/board/ids.ts';
import { Replica } from '../../core/room/replica.ts';
import { packRoomSnapshot } from '../../core/room/snapshot-packer.ts';
import type { SnapshotStore, StoredRoom } from '../ports/snapshot-store.ts';
import { ClientRecords } from './client-records.ts';
import { inTurns } from './in-turns.ts';
import { InstanceSync } from './instance-sync.ts';
import type { Instances } from './instances.ts';
import type { PastLife } from './past-lives.ts';
import type { PeerState } from './peer-state.ts';
import { Room } from './room.ts';
import type { RoomHost, RoomStart } from './room-start.ts';
import { type Beginning, readStoredBoard, salvage } from './stored-board.ts';

export interface RoomSources {
  readonly host: Omit<RoomHost, 'others' | 'closed'>;
  readonly store: SnapshotStore;
  readonly instances: Instances;
}

/**
 * Opens a room from what there is: another instance's state, else what the store kept, else empty with a new epoch [HS-1]. Rejects when the
 * store or the other instances cannot be reached, or (`DamagedBoard`) the stored board cannot be read: an empty room in its place would overwrite it.
 */
export async function openRoom(sources: RoomSources, id: RoomId, previousLife?: PastLife): Promise<Room> {
  const { host, store, instances } = sources;
  const sync = await InstanceSync.join({ id, instances, clock: host.clock, log: host.log });
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
      const storedBatches = isStored ? stored.log.reduce((sum, { batches }) => sum + batches.length, 0) : 0;
      const room = new Room(
        { ...host, others: sync, closed: () => sync.dispose() },
        {
          ...start,
          id,
          merged: mergedInto(start.epoch, peerState),
          stored: writer,
          storedVector,
          storedBatches,
          savedAt,
          mode: store.mode,
          // A board that others serve was never let go.
          previousLife: peerState ? undefined : previousLife,
        },
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
    fromStore?.replica.fold();
    const fresh = (): Beginning => ({
      epoch: newEpoch(random),
      replica: new Replica(),
      records: new ClientRecords(),
      since: clock.now(),
    });
    return { start: fromStore ?? fresh(), isStored: isWhole, storedVector };
  }
  const isSame = fromStore !== undefined && (fromStore.epoch === peer.epoch || peer.merged.includes(fromStore.epoch));
  // Another life of the room goes on elsewhere: the one that is stored here gives way, and stays aside.
  if (board && isWhole && !isSame) await stored.writer.setAside();
  const start: Beginning = isSame
    ? { ...fromStore, epoch: peer.epoch }
    : { epoch: peer.epoch, replica: new Replica(), records: new ClientRecords(), since: clock.now() };
  start.replica.merge(peer.states, peer.vector);
  for (const [clientId, n] of peer.clients) start.records.learn(clientId, n, undefined);
  return { start, isStored: isWhole && fromStore?.epoch === peer.epoch, storedVector: isSame ? storedVector : [] };
}

function mergedInto(epoch: Epoch, peer: PeerState | undefined): readonly Epoch[] {
  return peer ? [peer.epoch, ...peer.merged].filter((one) => one !== epoch) : [];
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
