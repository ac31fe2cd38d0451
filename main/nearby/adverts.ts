import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';
import type { RoomId } from '../../core/board/ids.ts';
import { isSameAdvert, NEARBY_ROOMS_OF_ONE, type RoomAdvert } from '../../core/contract/desktop/nearby.ts';
import type { MulticastLine, OpenLine } from './multicast-line.ts';
import { type AdvertPlace, roomRecords, SERVICE } from './room-records.ts';

/** This app answers at most this often, milliseconds: an answer goes to all machines. */
const ANSWER_MS = 1_000;

/** Where others reach the rooms that are hosted here. */
export type Door = Pick<AdvertPlace, 'address' | 'port'>;

export interface AdvertsOptions {
  readonly openLine: OpenLine;
  readonly clock: Clock;
  /** Of this app on the network. */
  readonly id: string;
}

/** Announces the rooms that are hosted here. It says nothing while there is none. */
export interface Adverts extends Disposable {
  /** All rooms to announce, the most important last, and where. No door: other computers do not reach them. */
  announce(rooms: readonly RoomAdvert[], door: Door | undefined): void;
  /** This app's address on the network, while it announces rooms. */
  server(): string | undefined;
}

interface Told {
  readonly what: RoomAdvert;
  /** Its name in DNS-SD. It stays when the room is renamed. */
  readonly id: string;
}

export function createAdverts({ openLine, clock, id }: AdvertsOptions): Adverts {
  let open: { readonly line: MulticastLine; readonly door: Door } | undefined;
  let told: ReadonlyMap<RoomId, Told> = new Map();
  let names = 0;
  let answeredAt = Number.NEGATIVE_INFINITY;
  let waiting: Disposable | undefined;

  // One message for each room, so that none is cut into several packets.
  const answer = (): void => {
    waiting = undefined;
    if (!open) return;
    answeredAt = clock.mono();
    for (const one of told.values()) open.line.answer(roomRecords(one.what, { ...open.door, id: one.id }));
  };
  const answerSoon = (): void => {
    const wait = answeredAt + ANSWER_MS - clock.mono();
    if (wait <= 0) answer();
    else waiting ??= clock.after(wait, answer);
  };
  const takeBack = (one: Told): void => open?.line.answer(roomRecords(one.what, { ...open.door, id: one.id }, 0));
  const end = (): void => {
    waiting?.dispose();
    waiting = undefined;
    for (const one of told.values()) takeBack(one);
    told = new Map();
    open?.line.dispose();
    open = undefined;
  };
  const lineTo = (door: Door): MulticastLine => {
    const line = openLine(
      door.address,
      (one) => {
        if (one.kind === 'question' && one.names.some((name) => name.toLowerCase() === SERVICE)) answerSoon();
      },
      () => {
        if (open?.line !== line) return;
        open = undefined;
        told = new Map();
      },
    );
    return line;
  };

  return {
    announce(rooms, door) {
      const isSameDoor = open?.door.address === door?.address && open?.door.port === door?.port;
      if (!isSameDoor || rooms.length === 0) end();
      if (door === undefined || rooms.length === 0) return;
      const chosen = chooseRooms(rooms, new Set(told.keys()));
      const isNew = open === undefined;
      open ??= { line: lineTo(door), door };
      const next = new Map<RoomId, Told>();
      for (const what of chosen) next.set(what.room, { what, id: told.get(what.room)?.id ?? `${id}-${++names}` });
      const before = told;
      for (const [room, one] of before) if (!next.has(room)) takeBack(one);
      told = next;
      if (isNew) answer();
      else if ([...next].some(([room, { what }]) => !isSameAdvert(before.get(room)?.what, what))) answerSoon();
    },
    server: () => open && `http://${open.door.address}:${open.door.port}`,
    dispose: end,
  };
}

/**
 * Others list only so many rooms of one address, so no more are announced. A room that is announced stays: a list in which rooms come and
 * go with every window that is brought to the front could not be used.
 */
function chooseRooms(rooms: readonly RoomAdvert[], announced: ReadonlySet<RoomId>): readonly RoomAdvert[] {
  const each = new Map(rooms.map((one) => [one.room, one]));
  const important = [...each.values()].reverse();
  const stay = important.filter(({ room }) => announced.has(room));
  const others = important.filter(({ room }) => !announced.has(room));
  return [...stay, ...others].slice(0, NEARBY_ROOMS_OF_ONE);
}
