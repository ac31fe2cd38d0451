import { randomBytes } from 'node:crypto';
import type { RoomId } from '../../../core/board/ids.ts';
import { type RoomWriter, StoredBoardGone } from '../../ports/snapshot-store.ts';
import type { StoredRoomFacts } from '../../ports/store-admin.ts';
import {
  newerSentence,
  openBatches,
  openSnapshot,
  type ReadLog,
  STORE_FORMAT,
  sealBatches,
  sealSnapshot,
} from '../shared-store/sealed.ts';
import { byRoom, OpenRooms, readableOf, type SharedStore } from '../shared-store/shared-store.ts';
import { bytesIn, listIn, type StoreClient, textIn } from './store-client.ts';
import { APPEND, COMPACT, READ } from './store-scripts.ts';

const NO_LOGS: ReadonlyMap<string, number> = new Map();

export interface RedisStoreOptions {
  readonly client: StoreClient;
  readonly prefix: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Boards in a Redis that keeps what it is given on its disk. */
export interface RedisStore extends SharedStore {
  /** Rejects, with a sentence for the operator, when it cannot be used. Resolves with why it may lose boards; usually empty. */
  ready(): Promise<readonly string[]>;
}

const formatKey = (prefix: string): string => `${prefix}:format`;

/** Rejects, with a sentence for the operator, when a newer Inkroom has written the boards there, or something else has. Changes nothing. */
export async function checkFormat(client: StoreClient, prefix: string): Promise<void> {
  const key = formatKey(prefix);
  const found = await client.ask('GET', key);
  if (found === null) return;
  const format = Number(textIn(found));
  if (!Number.isInteger(format) || format < 1)
    throw new Error(`The key ${key} in Redis is damaged. It should be ${STORE_FORMAT}.`);
  if (format > STORE_FORMAT) throw new Error(newerSentence(format));
}

export function redisStore({ client, prefix, now }: RedisStoreOptions): RedisStore {
  const rooms = `${prefix}:rooms`;
  const keysOf = (room: string): readonly [string, string] => [`${prefix}:board:${room}`, `${prefix}:log:${room}`];
  const asidesOf = (room: string): string => `${prefix}:aside:${room}`;
  const open = new OpenRooms();

  const read = async (room: string) => {
    const [rawTag, rawBody, rawLog] = listIn(await client.ask('EVAL', READ, '2', ...keysOf(room)));
    const body = bytesIn(rawBody);
    const opened = body.length === 0 ? undefined : openSnapshot(body);
    const records: ReadLog[] = [];
    const ids: string[] = [];
    for (const entry of listIn(rawLog)) {
      const [id, fields] = listIn(entry);
      ids.push(textIn(id));
      records.push(openBatches(bytesIn(listIn(fields)[1])));
    }
    const readable = readableOf(opened, records, body.length > 0 || ids.length > 0);
    return { readable, tag: textIn(rawTag), ids };
  };

  const writer = (room: RoomId, found: { readonly tag: string; readonly ids: readonly string[] }): RoomWriter => {
    let { tag } = found;
    /** Entries of the log that the next snapshot contains, each with the number of appends at which it came. */
    let entries = found.ids.map((id) => ({ id, at: 0 }));
    let appends = 0;
    return {
      async append(batches) {
        const records = sealBatches(batches, now());
        const mustExist = tag === '' ? '0' : '1';
        const ids = listIn(await client.ask('EVAL', APPEND, '3', ...keysOf(room), rooms, room, mustExist, ...records));
        if (ids.length === 0) throw new StoredBoardGone('what is stored of the board was deleted');
        appends++;
        for (const id of ids) entries.push({ id: textIn(id), at: appends });
      },
      position: () => appends,
      async compact(snapshot, position) {
        const sealed = sealSnapshot({ at: now(), covers: NO_LOGS, body: snapshot });
        const covered = entries.filter(({ at }) => at <= position).map(({ id }) => id);
        for (;;) {
          const next = randomBytes(8).toString('base64url');
          const answer = await client.ask('EVAL', COMPACT, '3', ...keysOf(room), rooms, room, tag, next, sealed, ...covered);
          const [there, body] = listIn(answer);
          if (there === undefined) {
            tag = next;
            entries = entries.filter(({ at }) => at > position);
            return undefined;
          }
          tag = textIn(there);
          // Deleted by an operator: it is stored again.
          if (tag === '') continue;
          const newer = openSnapshot(bytesIn(body));
          if (newer === undefined) throw new Error('the stored snapshot is damaged');
          return newer.body;
        }
      },
      async setAside() {
        const [board, log] = keysOf(room);
        const at = now();
        // Copies of both, under the time.
        await client.ask('COPY', board, `${asidesOf(room)}:${at}:board`);
        await client.ask('COPY', log, `${asidesOf(room)}:${at}:log`);
        await client.ask('SADD', asidesOf(room), String(at));
      },
      close: async () => open.closed(room),
    };
  };

  const store: RedisStore = {
    mode: 'redis',
    isShared: true,
    async ready() {
      await client.ask('SET', formatKey(prefix), String(STORE_FORMAT), 'NX');
      await checkFormat(client, prefix);
      return mayForget(client);
    },
    async open(room) {
      const found = await read(room);
      open.opened(room);
      return { ...found.readable, writer: writer(room, found) };
    },
    async read(room) {
      return (await read(room)).readable;
    },
    async rooms() {
      const facts: StoredRoomFacts[] = [];
      for (const entry of listIn(await client.ask('ZRANGE', rooms, '0', '-1'))) {
        const room = textIn(entry);
        const [board, log] = keysOf(room);
        const [score, size, aside, logSize] = await Promise.all([
          client.ask('ZSCORE', rooms, room),
          client.ask('HSTRLEN', board, 'body'),
          client.ask('SCARD', asidesOf(room)),
          client.ask('MEMORY', 'USAGE', log),
        ]);
        facts.push({ room, bytes: Number(size) + Number(logSize ?? 0), aside: Number(aside), savedAt: Number(score) });
      }
      return facts.sort(byRoom);
    },
    async expire(before) {
      const old = listIn(await client.ask('ZRANGE', rooms, '-inf', `(${before}`, 'BYSCORE'));
      return open.deleteOthers(old.map(textIn), (room) => store.delete(room));
    },
    async delete(room) {
      const asides = listIn(await client.ask('SMEMBERS', asidesOf(room))).map(textIn);
      const copies = asides.flatMap((at) => ['board', 'log'].map((part) => `${asidesOf(room)}:${at}:${part}`));
      await client.ask('DEL', ...keysOf(room), asidesOf(room), ...copies);
      await client.ask('ZREM', rooms, room);
    },
  };
  return store;
}

/** What an operator should know of this Redis. Some hosts do not tell. */
export async function mayForget(client: StoreClient): Promise<readonly string[]> {
  const setting = async (name: string): Promise<string | undefined> => {
    try {
      const answer = await client.ask('CONFIG', 'GET', name);
      const value = answer instanceof Map ? answer.get(name) : (listIn(answer)[1] ?? Object(answer)[name]);
      return value === undefined ? undefined : textIn(value);
    } catch {
      return undefined;
    }
  };
  const [appendOnly, fsync, policy] = [
    await setting('appendonly'),
    await setting('appendfsync'),
    await setting('maxmemory-policy'),
  ];
  return [
    ...(appendOnly === 'no' ? ['it does not write to a disk what it is given (appendonly no)'] : []),
    ...(appendOnly === 'yes' && fsync !== undefined && fsync !== 'always'
      ? [`a crash may lose the last second (appendfsync ${fsync})`]
      : []),
    ...(policy !== undefined && policy !== 'noeviction'
      ? [`it may drop boards when its memory is full (maxmemory-policy ${policy})`]
      : []),
  ];
}
