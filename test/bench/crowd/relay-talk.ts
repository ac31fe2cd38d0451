import { clientFrame, openRawSocket } from '../fanout/raw-socket.ts';
import { addressOf, type Person } from './person.ts';
import type { CrowdPlan } from './plan.ts';
import type { Read, Talk } from './talk.ts';

/** The compact bytes of the bare relay: `[length u16, kind, place u16, stamp or n u32, points]`. */
const Kind = { cursor: 0, ink: 1 } as const;
const HEAD = 9;

function item(kind: number, place: number, value: number, body: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD + body.length);
  bytes.writeUInt16BE(HEAD + body.length, 0);
  bytes[2] = kind;
  bytes.writeUInt16BE(place, 3);
  bytes.writeUInt32BE(value, 5);
  bytes.set(body, HEAD);
  return bytes;
}

const NOTHING = new Uint8Array(4);

/** The coalescing relay: it only forwards. `peopleOf`: a room's people by place. */
export function relayTalk(plan: CrowdPlan, peopleOf: (room: number) => readonly Person[]): Talk {
  return {
    async join(person, heard, ended) {
      const localAddress = addressOf(person.index);
      person.socket = await openRawSocket({
        port: plan.doors[0]?.port ?? 0,
        path: `/${person.room}`,
        ...(localAddress === undefined ? {} : { localAddress }),
        onEnd: ended,
        onMessage: heard,
      });
    },
    cursor: ({ place }, stamp) => clientFrame(item(Kind.cursor, place, stamp, NOTHING)),
    ink: ({ place }, n, { points }) => clientFrame(item(Kind.ink, place, n, points)),
    renewal: undefined,
    read({ room }, bytes, start, end) {
      const into: Read = { cursors: [], inks: [], pace: undefined };
      const people = peopleOf(room);
      for (let at = start; at < end; at += bytes.readUInt16BE(at)) {
        const place = bytes.readUInt16BE(at + 3);
        const value = bytes.readUInt32BE(at + 5);
        const author = people[place];
        if (bytes[at + 2] === Kind.cursor) into.cursors.push([place, value]);
        else if (author !== undefined) into.inks.push([author, value]);
      }
      return into;
    },
  };
}
