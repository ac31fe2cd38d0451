import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';
import { isSameAdvert, NEARBY_ROOMS, NEARBY_ROOMS_OF_ONE, type NearbyRoom, type RoomAdvert } from '../../core/contract/nearby.ts';
import type { Heard, MulticastLine, OpenLine } from './multicast-line.ts';
import { type AdvertPlace, roomRecords, roomsIn, SERVICE } from './room-records.ts';

/** The network is asked again at most so often, milliseconds, while somebody looks. */
const ASK_MS = 3_000;
/** Nobody has looked for so long: this app listens no more. Milliseconds. */
const LOOKING_MS = 10_000;
/** Answers to all come at most so often, milliseconds. */
const ANSWER_MS = 1_000;

export interface NearbyOptions {
  readonly openLine: OpenLine;
  readonly clock: Clock;
  /** Of this app on the network. */
  readonly id: string;
}

/** Rooms on this network: tells of the one that is hosted here, and hears of those of others. Silent unless one of both is asked for. */
export interface Nearby extends Disposable {
  /** The room that is hosted and shown here, where others reach it; undefined: none. */
  advertise(advert: RoomAdvert | undefined, at: Pick<AdvertPlace, 'address' | 'port'> | undefined): void;
  /** Listens for a while longer, and gives what was heard so far. */
  look(): readonly NearbyRoom[];
}

interface Shown {
  readonly room: NearbyRoom;
  readonly end: Disposable;
}

export function createNearby({ openLine, clock, id }: NearbyOptions): Nearby {
  let advert: { readonly line: MulticastLine; readonly what: RoomAdvert; readonly place: AdvertPlace } | undefined;
  let answeredAt = Number.NEGATIVE_INFINITY;
  let waiting: Disposable | undefined;
  let listening: MulticastLine | undefined;
  let lookEnd: Disposable | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  const rooms = new Map<string, Shown>();

  const answer = (): void => {
    waiting = undefined;
    if (!advert) return;
    answeredAt = clock.mono();
    advert.line.answer(roomRecords(advert.what, advert.place));
  };
  const answerSoon = (): void => {
    const wait = answeredAt + ANSWER_MS - clock.mono();
    if (wait <= 0) answer();
    else waiting ??= clock.after(wait, answer);
  };
  const endAdvert = (): void => {
    waiting?.dispose();
    waiting = undefined;
    advert?.line.answer(roomRecords(advert.what, advert.place, 0));
    advert?.line.dispose();
    advert = undefined;
  };

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
    advertise(what, at) {
      const place = at && { ...at, id };
      const isSamePlace = advert?.place.address === place?.address && advert?.place.port === place?.port;
      if (advert && what && place && isSamePlace) {
        if (isSameAdvert(advert.what, what)) return;
        // The same name in DNS, with other words.
        advert = { ...advert, what };
        answerSoon();
        return;
      }
      endAdvert();
      if (!what || !place) return;
      const heard = (one: Heard): void => {
        if (one.kind === 'question' && one.names.some((name) => name.toLowerCase() === SERVICE)) answerSoon();
      };
      const line = openLine(place.address, heard, () => {
        if (advert?.line === line) advert = undefined;
      });
      advert = { line, what, place };
      answer();
    },
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
      const own = advert && `http://${advert.place.address}:${advert.place.port}`;
      return [...rooms.values()]
        .map(({ room }) => room)
        .filter(({ server }) => server !== own)
        .sort((a, b) => a.name.localeCompare(b.name) || (a.server < b.server ? -1 : 1));
    },
    dispose() {
      endAdvert();
      lookEnd?.dispose();
      lookNoMore();
    },
  };
}

const hostOf = ({ server }: NearbyRoom): string => new URL(server).hostname;
