import type { InstanceId, RoomId } from '../../core/board/ids.ts';
import type { Backplane, InstanceEars, InstanceLine } from '../ports/backplane.ts';

interface Attached {
  readonly instance: InstanceId;
  readonly ears: InstanceEars;
  readonly rooms: Set<RoomId>;
}

/** Connects the hubs of one process. Usually there is one, without others to talk to. */
export function localBackplane(): Backplane {
  const all = new Set<Attached>();

  return {
    attach(instance, ears): InstanceLine {
      const self: Attached = { instance, ears, rooms: new Set() };
      all.add(self);
      const others = (): Attached[] => (all.size < 2 || !all.has(self) ? [] : [...all].filter((one) => one !== self));
      ears.hearing('on');
      return {
        wordMs: 0,
        join(room) {
          self.rooms.add(room);
        },
        leave(room) {
          self.rooms.delete(room);
        },
        say(word, to) {
          for (const other of others()) if (to === undefined || other.instance === to) other.ears.word(word);
        },
        publish(room, frame) {
          for (const { rooms, ears: theirs } of others()) if (rooms.has(room)) theirs.frame(room, frame);
        },
        dispose() {
          all.delete(self);
        },
      };
    },
  };
}
