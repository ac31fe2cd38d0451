import type { InstanceId, RoomId } from '../../core/board/ids.ts';
import type { Backplane, PeerLink, PeerListener } from '../ports/backplane.ts';

interface Attached {
  readonly instance: InstanceId;
  readonly listener: PeerListener;
  readonly rooms: Set<RoomId>;
}

/** Connects the hubs of one process. Usually there is one, without others to talk to. */
export function localBackplane(): Backplane {
  const all = new Set<Attached>();

  return {
    attach(instance, listener): PeerLink {
      const self: Attached = { instance, listener, rooms: new Set() };
      all.add(self);
      const others = (): Attached[] => (all.size < 2 || !all.has(self) ? [] : [...all].filter((one) => one !== self));
      listener.hearing('on');
      return {
        deliveryMs: 0,
        join(room) {
          self.rooms.add(room);
        },
        leave(room) {
          self.rooms.delete(room);
        },
        send(message, to) {
          for (const other of others()) if (to === undefined || other.instance === to) other.listener.message(message);
        },
        publish(room, frame) {
          for (const { rooms, listener: theirs } of others()) if (rooms.has(room)) theirs.frame(room, frame);
        },
        dispose() {
          all.delete(self);
        },
      };
    },
  };
}
