import mdns from 'multicast-dns';
import type { Disposable } from '../../core/base/disposable.ts';

/** A record as it is heard: `data` may be anything. */
export interface DnsRecord {
  readonly type: 'PTR' | 'SRV' | 'TXT' | 'A';
  readonly name: string;
  /** Seconds. */
  readonly ttl: number;
  readonly data: unknown;
}

/** A record that this app sends. */
export type OwnRecord = { readonly name: string; readonly ttl: number } & (
  | { readonly type: 'PTR' | 'A'; readonly data: string }
  | { readonly type: 'SRV'; readonly data: { readonly port: number; readonly target: string } }
  | { readonly type: 'TXT'; readonly data: Buffer[] }
);

/** What came over the line. Any machine on the network can have sent it. */
export type Heard =
  | { readonly kind: 'question'; readonly names: readonly string[] }
  | { readonly kind: 'answer'; readonly records: readonly DnsRecord[]; readonly from: string };

/** A place on the network where every app hears every other one (multicast DNS). */
export interface MulticastLine extends Disposable {
  ask(name: string): void;
  answer(records: readonly OwnRecord[]): void;
}

/** `address`: of the network on which to talk; undefined: on the machine's usual one, and listening on all. */
export type OpenLine = (address: string | undefined, heard: (heard: Heard) => void, failed: () => void) => MulticastLine;

/** Records of one message that are looked at: an honest one has four for each room. */
const MOST_RECORDS = 64;

/** The real line: UDP port 5353, shared with whatever else on the machine speaks multicast DNS. */
export const multicastLine: OpenLine = (address, heard, failed) =>
  // Bound to all addresses: a socket that is bound to one hears no multicast on Linux.
  openLine({ bind: '0.0.0.0', ...(address === undefined ? {} : { interface: address }) }, heard, failed);

/** A line that carries nothing: the app neither sends nor hears. */
export const silentLine: OpenLine = () => ({ ask() {}, answer() {}, dispose() {} });

/** `options`: of the socket. */
export function openLine(options: mdns.Options, heard: (heard: Heard) => void, failed: () => void): MulticastLine {
  const line = mdns(options);
  line.on('query', ({ questions = [] }) => {
    heard({ kind: 'question', names: questions.slice(0, MOST_RECORDS).map(({ name }) => name) });
  });
  line.on('response', ({ answers = [], additionals = [] }, { address: from }) => {
    const records = [...answers, ...additionals].slice(0, MOST_RECORDS).flatMap(readRecord);
    heard({ kind: 'answer', records, from });
  });
  line.on('error', () => {
    // A line that failed keeps its socket until it is closed and can send nothing.
    isOver = true;
    line.destroy();
    failed();
  });
  // Messages that cannot be read, and networks that take no multicast.
  line.on('warning', () => {});
  let unsent = 0;
  let isOver = false;
  const sending = (): (() => void) => {
    unsent++;
    return () => {
      unsent--;
      if (isOver && unsent === 0) line.destroy();
    };
  };
  return {
    ask(name) {
      if (!isOver) line.query([{ name, type: 'PTR' }], sending());
    },
    answer(records) {
      if (!isOver) line.respond({ answers: [...records] }, sending());
    },
    // The last message says that the room is hosted no more: it is sent before the line closes.
    dispose() {
      isOver = true;
      if (unsent === 0) line.destroy();
    },
  };
}

function readRecord(raw: {
  readonly type: string;
  readonly name: string;
  readonly ttl?: unknown;
  readonly data?: unknown;
}): DnsRecord[] {
  const { type, name, ttl, data } = raw;
  if (type !== 'PTR' && type !== 'SRV' && type !== 'TXT' && type !== 'A') return [];
  return [{ type, name, ttl: typeof ttl === 'number' ? ttl : 0, data }];
}
