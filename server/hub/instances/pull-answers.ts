import type { InstanceId } from '../../../core/board/ids.ts';
import { parseHave } from '../join-request.ts';
import type { Room } from '../room/room.ts';
import type { RoomMessage } from './instances.ts';
import { partsFor } from './peer-state.ts';

/** Instances that are answered at a time. An unanswered instance asks again. */
const MAX_ANSWERS = 16;

/** Answers the other instances that pull the room's state. */
export class PullAnswers {
  readonly #tell: (message: RoomMessage, to: InstanceId) => void;
  #running = 0;

  constructor(tell: (message: RoomMessage, to: InstanceId) => void) {
    this.#tell = tell;
  }

  async answer(room: Room, to: InstanceId, message: Extract<RoomMessage, { kind: 'pull' }>): Promise<void> {
    if (this.#running >= MAX_ANSWERS) return;
    this.#running++;
    try {
      const have = parseHave(message.have);
      const parts = await partsFor(room, { have: have.ok ? have.value : undefined, body: message.body, at: message.at });
      for (const part of parts) this.#tell({ kind: 'part', room: message.room, askId: message.askId, part }, to);
    } finally {
      this.#running--;
    }
  }
}
