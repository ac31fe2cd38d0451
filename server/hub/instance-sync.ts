import type { Disposable } from '../../core/base/disposable.ts';
import type { Log } from '../../core/base/host.ts';
import type { RoomId } from '../../core/board/ids.ts';
import type { Have } from '../../core/contract/hub-contract.ts';
import { packStates, unpackStates } from '../../core/room/catch-up.ts';
import type { NumberedBatches } from '../../core/room/replica.ts';
import { parseVector } from '../../core/room/version-vector.ts';
import type { Backplane, PeerState, RoomPeer } from '../ports/backplane.ts';
import { parseHave } from './join-request.ts';
import { HubLogEvent } from './log-events.ts';
import type { Room } from './room.ts';
import { roomTag } from './room-tag.ts';

/** One room's side of the backplane: hears the other instances, answers them, and asks them when something is missing. */
export interface InstanceSync {
  /** Called before the room is there: what other instances accepted waits. Gives what one of them has, if there is one. */
  ask(): Promise<PeerState | undefined>;
  /** The room is there: what waited is applied, and from now on everything at once. */
  attach(room: Room): void;
  publish(batches: NumberedBatches): void;
  dispose(): void;
}

export async function joinBackplane(backplane: Backplane, id: RoomId, log: Log): Promise<InstanceSync> {
  let room: Room | undefined;
  let waiting: NumberedBatches[] = [];
  let isAsking = false;

  const receive = (served: Room, batches: NumberedBatches): void => {
    if (!served.receive(batches)) {
      waiting.push(batches);
      void fillHole(served);
    }
  };
  /** [SEQ-3] Batches are missing: take the state of somebody who has them. One question at a time. */
  const fillHole = async (served: Room): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    try {
      const have: Have = { epoch: served.epoch, vector: served.replica.vector.pairs() };
      const state = await backplane.askState(id, peer, have);
      if (state) mergePeerState(served, state);
    } catch (error) {
      log.warn(HubLogEvent.roomOutOfStep, { room: roomTag(id), reason: error instanceof Error ? error.message : 'unknown' });
    } finally {
      isAsking = false;
      const heldBack = waiting;
      waiting = [];
      // What still does not fit waits for the next hole: asking again at once could go on for ever.
      for (const batches of heldBack) served.receive(batches);
    }
  };

  const peer: RoomPeer = {
    heard(batches) {
      if (room) receive(room, batches);
      else waiting.push(batches);
    },
    state: (have) => room && peerStateOf(room, have),
  };
  const membership: Disposable = await backplane.join(id, peer);

  return {
    ask: () => backplane.askState(id, peer, undefined),
    attach(opened) {
      room = opened;
      const heldBack = waiting;
      waiting = [];
      for (const batches of heldBack) receive(opened, batches);
    },
    publish: (batches) => backplane.publish(id, peer, batches),
    dispose: () => membership.dispose(),
  };
}

function peerStateOf(room: Room, have: Have | undefined): PeerState {
  const held = parseHave(have);
  const known = held.ok && held.value?.epoch === room.epoch ? held.value.vector : undefined;
  const { board, vector } = room.replica;
  return {
    epoch: room.epoch,
    vector: vector.pairs(),
    states: packStates(board.statesPast(known)),
    clients: room.clientNumbers(),
  };
}

/** A state of another epoch is another board, and is left alone. */
function mergePeerState(room: Room, state: PeerState): void {
  const vector = parseVector(state.vector);
  const states = unpackStates(state.states);
  if (state.epoch !== room.epoch || !vector || !states.ok) return;
  room.merge(states.value, vector, state.clients ?? []);
}
