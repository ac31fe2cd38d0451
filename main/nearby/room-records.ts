import { type NearbyRoom, parseAdvert, type RoomAdvert } from '../../core/contract/desktop/nearby.ts';
import { portIn } from '../port-in.ts';
import type { DnsRecord, OwnRecord } from './multicast-line.ts';

/** Rooms of Inkroom in DNS-SD (RFC 6763). */
export const SERVICE = '_inkroom._tcp.local';
/** How long an advert counts when nothing more is heard, seconds. */
export const LIFE_S = 120;
const VERSION = '1';

/** Where the advert's hub answers. */
export interface AdvertPlace {
  /** IPv4. */
  readonly address: string;
  readonly port: number;
  /** Tells apps on one network apart: letters and digits. */
  readonly id: string;
}

/** What a host says. `ttl` 0: it hosts no more. */
export function roomRecords(advert: RoomAdvert, { address, port, id }: AdvertPlace, ttl = LIFE_S): readonly OwnRecord[] {
  const name = `${id}.${SERVICE}`;
  const target = `inkroom-${id}.local`;
  const texts = [`v=${VERSION}`, `room=${advert.room}`, `name=${advert.name}`, `host=${advert.host}`];
  return [
    { type: 'PTR', name: SERVICE, ttl, data: name },
    { type: 'SRV', name, ttl, data: { port, target } },
    { type: 'TXT', name, ttl, data: texts.map((text) => Buffer.from(text)) },
    { type: 'A', name: target, ttl, data: address },
  ];
}

/** A room that was told of, and for how many seconds; 0: it is hosted no more. */
export interface ToldRoom {
  readonly room: NearbyRoom;
  readonly lifeS: number;
}

/** Reads the rooms in what came from `from`. Of a host's own words nothing but the port is taken for its address. */
export function roomsIn(records: readonly DnsRecord[], from: string): readonly ToldRoom[] {
  const told: ToldRoom[] = [];
  for (const { type, name, ttl, data } of records) {
    if (type !== 'SRV' || !name.toLowerCase().endsWith(`.${SERVICE}`)) continue;
    const port = portIn(data);
    const texts = records.find((other) => other.type === 'TXT' && other.name === name);
    const advert = texts && advertIn(texts.data);
    if (port === undefined || !advert) continue;
    told.push({ room: { ...advert, server: `http://${from}:${port}` }, lifeS: Math.max(0, Math.min(LIFE_S, ttl)) });
  }
  return told;
}

function advertIn(raw: unknown): RoomAdvert | undefined {
  const texts = new Map<string, string>();
  for (const one of Array.isArray(raw) ? raw.slice(0, 8) : [raw]) {
    const text = one instanceof Uint8Array ? Buffer.from(one).toString('utf8') : typeof one === 'string' ? one : '';
    const at = text.indexOf('=');
    if (at > 0) texts.set(text.slice(0, at), text.slice(at + 1));
  }
  if (texts.get('v') !== VERSION) return undefined;
  return parseAdvert({ room: texts.get('room'), name: texts.get('name'), host: texts.get('host') });
}
