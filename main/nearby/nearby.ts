import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';
import { NEARBY_ROOMS, NEARBY_ROOMS_OF_ONE, type NearbyRoom } from '../../core/contract/desktop/nearby.ts';
import { type Adverts, createAdverts } from './adverts.ts';
import type { Heard, MulticastLine, OpenLine } from './multicast-line.ts';
import { roomsIn, SERVICE } from './room-records.ts';

/** While a person looks at the list, the network is asked again at most this often, milliseconds. */
const ASK_MS = 3_000;
/** This app stops listening when no person has looked at the list for this long, milliseconds. */
const LOOKING_MS = 10_000;

export interface NearbyOptions {
  readonly openLine: OpenLine;
  readonly clock: Clock;
  /** Of this app on the network. */
  readonly id: string;
}

/** Rooms on this network: announces those that are hosted here, and hears of those of others. It sends nothing until it is asked to do either. */
export interface Nearby extends Pick<Adverts, 'announce'>, Disposable {
  /** Listens for a while longer, and gives what was heard so far. */
  look(): readonly NearbyRoom[];
}

interface Shown {
  readonly room: NearbyRoom;
  readonly end: Disposable;
}

export function createNearby({ openLine, clock, id }: NearbyOptions): Nearby {
  const adverts = createAdverts({ openLine, clock, id });
  let listening: MulticastLine | undefined;
  let lookEnd: Disposable | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  const rooms = new Map<string, Shown>();

  const forget = (key: string): void => {
    rooms.get(key)?.end.dispose();
    rooms.delete(key);
  };
  const hear = (heard: Heard): void => {
    if (heard.kind !== 'answer') return;
    for (const { room, lifeS } of roomsIn(heard.records, heard.from)) {
      const key = `${room.server} ${room.room}`;
      const isKnown = rooms.has(key);
      forget(key);
      const ofOne = [...rooms.values()].filter((one) => hostOf(one.room) === hostOf(room)).length;
      const isFull = !isKnown && (rooms.size >= NEARBY_ROOMS || ofOne >= NEARBY_ROOMS_OF_ONE);
      if (lifeS === 0 || isFull) continue;
      rooms.set(key, { room, end: clock.after(lifeS * 1_000, () => forget(key)) });
    }
  };
  const lookNoMore = (): void => {
    listening?.dispose();
    listening = undefined;
    for (const key of [...rooms.keys()]) forget(key);
  };

  return {
    announce: adverts.announce,
    look() {
      lookEnd?.dispose();
      lookEnd = clock.after(LOOKING_MS, lookNoMore);
      if (!listening) {
        const line = openLine(undefined, hear, () => {
          if (listening === line) listening = undefined;
        });
        listening = line;
        askedAt = Number.NEGATIVE_INFINITY;
      }
      if (clock.mono() - askedAt >= ASK_MS) {
        askedAt = clock.mono();
        listening.ask(SERVICE);
      }
      const own = adverts.server();
      return [...rooms.values()]
        .map(({ room }) => room)
        .filter(({ server }) => server !== own)
        .sort((a, b) => a.name.localeCompare(b.name) || (a.server < b.server ? -1 : 1));
    },
    dispose() {
      adverts.dispose();
      lookEnd?.dispose();
      lookNoMore();
    },
  };
}

const hostOf = ({ server }: NearbyRoom): string => new URL(server).hostname;
