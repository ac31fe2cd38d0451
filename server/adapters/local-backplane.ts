import { type Disposable, disposable } from '../../core/base/disposable.ts';
import type { RoomId } from '../../core/board/ids.ts';
import type { Backplane, RoomPeer } from '../ports/backplane.ts';

/** Joins the hubs of one process: usually one, which then has nobody to talk to. */
export function localBackplane(): Backplane {
  const peersByRoom = new Map<RoomId, Set<RoomPeer>>();

  const othersOf = (room: RoomId, from: RoomPeer): RoomPeer[] => {
    const peers = peersByRoom.get(room);
    return peers === undefined || peers.size < 2 ? [] : [...peers].filter((peer) => peer !== from);
  };

  return {
    join(room, peer): Disposable {
      const peers = peersByRoom.get(room) ?? new Set();
      peersByRoom.set(room, peers);
      peers.add(peer);
      return disposable(() => {
        peers.delete(peer);
        if (peers.size === 0 && peersByRoom.get(room) === peers) peersByRoom.delete(room);
      });
    },
    publish(room, from, batches) {
      for (const peer of othersOf(room, from)) peer.heard(batches);
    },
    async askState(room, from, have) {
      for (const peer of othersOf(room, from)) {
        const state = peer.state(have);
        if (state) return state;
      }
      return undefined;
    },
  };
}
