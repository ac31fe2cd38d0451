import { describe, expect, onTestFinished, test } from 'vitest';
import type { InstanceId, RoomId } from '../../core/board/ids.ts';
import type { Backplane, PeerLink, PeerListener } from '../../server/ports/backplane.ts';
import { eventually } from '../support/eventually.ts';

const ROOM = 'room-1' as RoomId;
const OTHER_ROOM = 'room-2' as RoomId;

/** One instance and what it has heard. */
class Instance implements PeerListener {
  readonly id: InstanceId;
  readonly words: number[] = [];
  readonly frames: string[] = [];
  hears: 'on' | 'off' = 'off';
  line: PeerLink;

  constructor(id: string, backplane: Backplane) {
    this.id = id as InstanceId;
    this.line = backplane.attach(this.id, this);
    onTestFinished(() => this.line.dispose());
  }
  message(bytes: Uint8Array): void {
    this.words.push(bytes[0] as number);
  }
  frame(room: RoomId, args: readonly unknown[]): void {
    // Its own may come too, where they are heard as clients hear them.
    if (args[0] !== this.id) this.frames.push(`${room} ${String(args[0])} ${String(args[1])}`);
  }
  hearing(is: 'on' | 'off'): void {
    this.hears = is;
  }
}

export interface ConnectedBackplanes {
  readonly backplanes: readonly Backplane[];
  /** Sends a frame to the room's group as the hub of that instance does, where a group send is what others hear; else `publish` is. */
  readonly sendToRoom?: (instance: number, room: RoomId, frame: readonly (string | number)[]) => void;
}

/** What every `Backplane` must do. `connect` gives the backplane of each of `count` instances, all of them connected. */
export function backplaneContract(name: string, connect: (count: number) => Promise<ConnectedBackplanes>): void {
  describe(`backplane: ${name}`, () => {
    async function attached(count: number) {
      const { backplanes, sendToRoom } = await connect(count);
      const instances = backplanes.map((backplane, i) => new Instance('ABCDEFGH'.charAt(i).repeat(11), backplane));
      await eventually(() => expect(instances.map(({ hears }) => hears)).toEqual(instances.map(() => 'on')));
      const send = (from: number, room: RoomId, seq: number): void => {
        const frame = [(instances[from] as Instance).id, seq, 0, []];
        instances[from]?.line.publish(room, frame);
        sendToRoom?.(from, room, frame as (string | number)[]);
      };
      return { instances: instances as [Instance, Instance, Instance], send };
    }

    test('what one instance says to all reaches the others in order, and not itself', async () => {
      const { instances } = await attached(3);
      for (const n of [1, 2, 3]) instances[0].line.send(Uint8Array.of(n));
      for (const { words } of instances.slice(1)) await eventually(() => expect(words).toEqual([1, 2, 3]));
      expect(instances[0].words).toEqual([]);
    });

    test('what is said to one reaches that one only', async () => {
      const { instances } = await attached(3);
      instances[0].line.send(Uint8Array.of(1), instances[2].id);
      instances[0].line.send(Uint8Array.of(2));
      await eventually(() => expect(instances[1].words).toEqual([2]));
      await eventually(() => expect(instances[2].words.toSorted()).toEqual([1, 2]));
    });

    test('frames of a room reach the instances that joined it, in order, and no others', async () => {
      const { instances, send } = await attached(3);
      await instances[0].line.join(ROOM);
      await instances[1].line.join(ROOM);
      await instances[2].line.join(OTHER_ROOM);
      for (const seq of [1, 2, 3]) send(0, ROOM, seq);
      send(0, OTHER_ROOM, 9);
      await eventually(() => expect(instances[1].frames).toEqual([1, 2, 3].map((seq) => `${ROOM} AAAAAAAAAAA ${seq}`)));
      await eventually(() => expect(instances[2].frames).toEqual([`${OTHER_ROOM} AAAAAAAAAAA 9`]));
    });

    test('who has left a room hears no more of it; leaving twice is leaving once', async () => {
      const { instances, send } = await attached(3);
      for (const { line } of instances) await line.join(ROOM);
      send(0, ROOM, 1);
      await eventually(() => expect(instances[1].frames).toHaveLength(1));
      instances[1].line.leave(ROOM);
      instances[1].line.leave(ROOM);
      // It is out when it has joined another room: both go the same way.
      await instances[1].line.join(OTHER_ROOM);
      send(0, ROOM, 2);
      await eventually(() => expect(instances[2].frames).toHaveLength(2));
      send(0, OTHER_ROOM, 1);
      await eventually(() => expect(instances[1].frames).toHaveLength(2));
      expect(instances[1].frames.at(-1)).toBe(`${OTHER_ROOM} AAAAAAAAAAA 1`);
    });

    test('who is disposed of hears nothing and says nothing, without an error', async () => {
      const { instances } = await attached(3);
      instances[1].line.dispose();
      instances[1].line.dispose();
      instances[1].line.send(Uint8Array.of(1));
      instances[0].line.send(Uint8Array.of(2));
      await eventually(() => expect(instances[2].words).toEqual([2]));
      expect(instances[1].words).toEqual([]);
    });
  });
}
