import { describe, expect, test } from 'vitest';
import type { RoomId } from '../../core/board/ids.ts';
import type { NumberedBatches } from '../../core/room/replica.ts';
import type { Backplane, PeerState, RoomPeer } from '../../server/ports/backplane.ts';
import { eventually } from '../support/eventually.ts';

const ROOM = 'room-1' as RoomId;
const OTHER_ROOM = 'room-2' as RoomId;

class Peer implements RoomPeer {
  readonly heardSeqs: number[] = [];
  answer: PeerState | undefined;
  asked: unknown[] = [];

  heard(batches: NumberedBatches): void {
    this.heardSeqs.push(batches.firstSeq);
  }
  state(have: Parameters<RoomPeer['state']>[0]): PeerState | undefined {
    this.asked.push(have);
    return this.answer;
  }
}

const numbered = (firstSeq: number): NumberedBatches => ({ origin: 'AAAAAAAAAAA' as never, firstSeq, batches: [] });

/** What every `Backplane` must do. `connect` gives the backplane of each of `count` instances, all of them connected. */
export function backplaneContract(name: string, connect: (count: number) => Promise<readonly Backplane[]>): void {
  describe(`backplane: ${name}`, () => {
    async function joined(count: number) {
      const backplanes = await connect(count);
      const peers = backplanes.map(() => new Peer());
      const ends = await Promise.all(backplanes.map((backplane, i) => backplane.join(ROOM, peers[i] as Peer)));
      return { backplanes, peers, ends };
    }

    test('what one instance publishes reaches the others in order, and not itself', async () => {
      const { backplanes, peers } = await joined(3);
      for (const seq of [1, 2, 3]) backplanes[0]?.publish(ROOM, peers[0] as Peer, numbered(seq));
      for (const peer of peers.slice(1)) await eventually(() => expect(peer.heardSeqs).toEqual([1, 2, 3]));
      expect(peers[0]?.heardSeqs).toEqual([]);
    });

    test('rooms do not hear each other', async () => {
      const { backplanes, peers } = await joined(2);
      const elsewhere = new Peer();
      await backplanes[1]?.join(OTHER_ROOM, elsewhere);
      backplanes[0]?.publish(ROOM, peers[0] as Peer, numbered(1));
      await eventually(() => expect(peers[1]?.heardSeqs).toEqual([1]));
      expect(elsewhere.heardSeqs).toEqual([]);
    });

    test('who has left a room hears no more; leaving twice is leaving once', async () => {
      const { backplanes, peers, ends } = await joined(3);
      ends[1]?.dispose();
      ends[1]?.dispose();
      backplanes[0]?.publish(ROOM, peers[0] as Peer, numbered(1));
      await eventually(() => expect(peers[2]?.heardSeqs).toEqual([1]));
      expect(peers[1]?.heardSeqs).toEqual([]);
    });

    test('a room that nobody else serves has no state', async () => {
      const { backplanes, peers } = await joined(1);
      expect(await backplanes[0]?.askState(ROOM, peers[0] as Peer, undefined)).toBeUndefined();
    });

    test('the state is that of another instance which has one, and what the asker has is passed on', async () => {
      const { backplanes, peers } = await joined(3);
      const state: PeerState = {
        epoch: 'EEEEEEEEEEE' as never,
        vector: [['AAAAAAAAAAA' as never, 4]],
        states: Uint8Array.of(1, 2, 3),
      };
      (peers[2] as Peer).answer = state;
      const have = { epoch: state.epoch, vector: [['AAAAAAAAAAA' as never, 2]] } as const;
      expect(await backplanes[0]?.askState(ROOM, peers[0] as Peer, have)).toEqual(state);
      expect(peers[2]?.asked).toEqual([have]);
      expect(peers[0]?.asked).toEqual([]);
    });
  });
}
