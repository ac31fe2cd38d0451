import type { Board } from '../../../core/board/board.ts';
import { type Epoch, newEpoch, type RoomId } from '../../../core/board/ids.ts';
import { Replica } from '../../../core/room/replica.ts';
import type { RightsEntry } from '../../../core/room/room-rights.ts';
import { packRoomSnapshot } from '../../../core/room/snapshot/snapshot-packer.ts';
import type { SnapshotStore, StoredRoom } from '../../ports/snapshot-store.ts';
import { type Beginning, readStoredBoard, salvage } from '../durability/stored-board.ts';
import { storedFromFirstBatch } from '../durability/stored-from-first-batch.ts';
import { InstanceSync } from '../instances/instance-sync.ts';
import type { Instances } from '../instances/instances.ts';
import type { PeerState } from '../instances/peer-state.ts';
import { ClientRecords } from '../room/client-records.ts';
import { Room } from '../room/room.ts';
import type { RoomHost, RoomStart } from '../room/room-start.ts';
import type { TraceTaps } from '../tracing/trace-tap.ts';
import { inTurns } from '../turns/in-turns.ts';
import { type BoardMemory, MemoryShare } from './board-memory.ts';
import type { UnloadedBoard } from './unloaded-boards.ts';

export interface RoomSources {
  readonly host: Omit<RoomHost, 'others' | 'closed' | 'memory' | 'tap'> & { readonly taps: TraceTaps };
  readonly memory: BoardMemory;
  readonly store: SnapshotStore;
  readonly instances: Instances;
}

/** Attempts to open a room that other hubs open and store at the same moment. */
const ATTEMPTS = 8;

/** Another hub stored the room while it was opened here. */
class StoredMeanwhile extends Error {
  override readonly name = 'StoredMeanwhile';

  constructor() {
    super('other hubs store the room all the time');
  }
}

/**
 * Opens a room from the state of another instance, else from the store, else empty with a new epoch [HS-1]. Rejects when the
 * store or the other instances cannot be reached, (`MemoryFull`) when the board does not fit, or (`DamagedBoard`) when the stored
 * board is unreadable: an empty room in its place would overwrite it.
 */
export async function openRoom(sources: RoomSources, id: RoomId, previousLife?: UnloadedBoard): Promise<Room> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openOnce(sources, id, previousLife);
    } catch (error) {
      // [SAVE-9] The next attempt reads what was stored.
      if (!(error instanceof StoredMeanwhile) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function openOnce(sources: RoomSources, id: RoomId, previousLife: UnloadedBoard | undefined): Promise<Room> {
  const { host, store, instances } = sources;
  const memory = new MemoryShare(sources.memory);
  const sync = await InstanceSync.join({ id, instances, clock: host.clock, log: host.log, pictures: host.pictures });
  try {
    const stored = await store.open(id);
    let { writer } = stored;
    let opened: Room | undefined;
    try {
      const peerState = await sync.ask();
      const { start, isStored, ...begun } = await begin({ ...host, memory }, id, stored, peerState);
      let { savedAt } = stored;
      let { storedVector } = begun;
      const isEmpty = start.replica.board.elementCount === 0 && start.replica.vector.pairs().length === 0;
      if (store.mode !== 'none' && !isStored) {
        // The epoch must be stored before the first batch.
        const writtenAt = host.clock.now();
        const snapshot = await inTurns(packingOf(start, host.rights.lastingOf(id), writtenAt), host.clock);
        // [SAVE-6] A room without drawings leaves no record.
        if (isEmpty && stored.savedAt === undefined)
          writer = storedFromFirstBatch(writer, snapshot, async (newer) => opened?.meet(newer));
        else {
          const newer = await writer.compact(snapshot, writer.position());
          if (newer !== undefined) throw new StoredMeanwhile();
          savedAt = writtenAt;
          storedVector = start.replica.vector.pairs();
        }
      }
      const storedBatches = isStored ? stored.log.reduce((sum, { batches }) => sum + batches.length, 0) : 0;
      const tap = host.taps.open(id);
      const room = new Room(
        {
          ...host,
          tap,
          memory,
          others: sync,
          closed: () => {
            memory.dispose();
            sync.dispose();
            host.pictures.closed(id);
            host.taps.closed(id, tap);
          },
        },
        {
          ...start,
          id,
          merged: mergedInto(start.epoch, peerState),
          stored: writer,
          isStoreShared: store.isShared === true,
          isStoreInTrouble: () => store.trouble !== undefined,
          storedVector,
          storedBatches,
          savedAt,
          mode: store.mode,
          // A board that others serve was never unloaded.
          previousLife: peerState ? undefined : previousLife,
        },
      );
      opened = room;
      sync.attach(room);
      return room;
    } catch (error) {
      await writer.close();
      throw error;
    }
  } catch (error) {
    memory.dispose();
    sync.dispose();
    throw error;
  }
}

/** `isStored`: the store already holds this epoch. `storedVector`: the stored part of it. */
async function begin(
  { random, log, clock, memory, rights }: RoomSources['host'] & Pick<RoomHost, 'memory'>,
  id: RoomId,
  stored: StoredRoom,
  peer: PeerState | undefined,
): Promise<{ readonly start: Beginning; readonly isStored: boolean; readonly storedVector: RoomStart['storedVector'] }> {
  const grown = ({ elementCount, pointBytes }: Board): void => memory.takes({ elements: elementCount, pointBytes, logBytes: 0 });
  const board = await inTurns(readStoredBoard(stored, grown), clock);
  rights.learn(id, board?.rights ?? []);
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
  // Another life of the room continues elsewhere: the one stored here is set aside.
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

function packingOf(
  { epoch, replica, records, since }: Beginning,
  rights: readonly RightsEntry[],
  savedAt: number,
): ReturnType<typeof packRoomSnapshot> {
  return packRoomSnapshot({
    epoch,
    vector: replica.vector.pairs(),
    savedAt,
    states: replica.board.statesPast(),
    life: { since, clients: records.lastNumbers([]), rights },
  });
}
