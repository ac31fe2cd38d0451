import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InstanceId, RoomId } from '../../core/board/ids.ts';
import { azureBlobStore } from '../../server/adapters/azure-blob/azure-blob-store.ts';
import { parseBlobAddress } from '../../server/adapters/azure-blob/blob-address.ts';
import { type BoardContainer, boardContainer } from '../../server/adapters/azure-blob/board-container.ts';
import { openAccount } from '../../server/adapters/azure-blob/open-account.ts';
import { type Azurite, startAzurite } from '../harness/azurite.ts';
import { sharedStoreContract } from './shared-store.ts';
import { snapshotStoreContract } from './snapshot-store.ts';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
}, 60_000);
afterAll(() => azurite.close());

async function containerOf(place: string): Promise<ContainerClient> {
  const client = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(`test-${place}`);
  await client.createIfNotExists();
  return client;
}
const storeIn = (container: BoardContainer, now = Date.now) => azureBlobStore({ container, now });

snapshotStoreContract(
  'Azure Blob (Azurite)',
  async (place) => {
    const store = storeIn(boardContainer(await containerOf(place)));
    await store.ready();
    return store;
  },
  20,
);

sharedStoreContract('Azure Blob (Azurite)', async (place) => {
  const container = boardContainer(await containerOf(`shared-${place}`));
  return { hub: async (now) => storeIn(container, now), delete: (room) => storeIn(container).delete(room) };
});

const ROOM = 'room-1' as RoomId;
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const bytesOf = (words: string): Uint8Array => new TextEncoder().encode(words);
const one = (seq: number) => ({
  origin: 'OOOOOOOOOOO' as InstanceId,
  firstSeq: seq,
  batches: [
    { author: 'AAAAAAAAAAA' as never, n: seq, ops: [{ kind: 'end', id: 'AAAAAAAAAAA.1' as never, count: seq }] as const },
  ],
});

describe('a compaction that fails', () => {
  /** Fails every call from the `at`-th on: the service went away. */
  function failing(inner: BoardContainer, at: number): BoardContainer & { readonly calls: () => number } {
    let calls = 0;
    const may = async <T>(work: () => Promise<T>): Promise<T> => {
      if (++calls > at) throw new Error('the service is away');
      return work();
    };
    return {
      calls: () => calls,
      read: (name) => may(() => inner.read(name)),
      tag: (name) => may(() => inner.tag(name)),
      replace: (name, bytes, tag) => may(() => inner.replace(name, bytes, tag)),
      beginLog: (name) => may(() => inner.beginLog(name)),
      append: (name, bytes) => may(() => inner.append(name, bytes)),
      remove: (name, tag) => may(() => inner.remove(name, tag)),
      list: (prefix) => may(() => inner.list(prefix)),
    };
  }

  test('at whatever step: what was stored is there for the next hub, once, and its own compaction tidies up', async () => {
    for (let at = 0; at < 6; at++) {
      const client = await containerOf(`failing-${at}`);
      const inner = boardContainer(client);
      const { writer } = await storeIn(inner).open(ROOM);
      await writer.compact(bytesOf('first'), writer.position());
      await writer.append(one(1));
      await writer.append(one(2));
      // The next hub inherits a log, and goes down in its compaction.
      let isOver = false;
      const container = failing(inner, Number.POSITIVE_INFINITY);
      const switched: BoardContainer = { ...container };
      const second = await storeIn(switched).open(ROOM);
      await second.writer.append({ ...one(1), origin: 'TTTTTTTTTTT' as InstanceId });
      Object.assign(switched, failing(inner, at));
      const position = second.writer.position();
      await second.writer.compact(bytesOf('second'), position).then(
        () => {
          isOver = true;
        },
        () => undefined,
      );
      const found = await storeIn(inner).open(ROOM);
      const seen = [text(found.snapshot), found.log.map(({ origin, firstSeq }) => `${origin[0]}${firstSeq}`).sort()];
      expect([
        ['first', ['O1', 'O2', 'T1']],
        ['second', []],
      ]).toContainEqual(seen);
      if (isOver) expect(seen[0]).toBe('second');
      expect(found.damage).toBeUndefined();
      await found.writer.compact(bytesOf('third'), found.writer.position());
      expect((await inner.list('boards/')).map(({ name }) => name)).toEqual(['boards/room-1/snapshot']);
    }
  });

  test('because another program holds a lease on the snapshot: it says so, and goes on when the lease has ended', async () => {
    const client = await containerOf('leased');
    const { writer } = await storeIn(boardContainer(client)).open(ROOM);
    await writer.compact(bytesOf('first'), writer.position());
    const lease = client.getBlobClient('boards/room-1/snapshot').getBlobLeaseClient();
    await lease.acquireLease(-1);
    await expect(writer.compact(bytesOf('second'), writer.position())).rejects.toThrow('holds a lease');
    await writer.append(one(1));
    await lease.releaseLease();
    expect(await writer.compact(bytesOf('second'), writer.position())).toBeUndefined();
    expect(text((await storeIn(boardContainer(client)).open(ROOM)).snapshot)).toBe('second');
  });

  test('because the service lost the answer of a write that it made: the hub meets its own snapshot', async () => {
    const inner = boardContainer(await containerOf('answer'));
    let loses = false;
    const container: BoardContainer = {
      ...inner,
      async replace(name, bytes, tag) {
        const answer = await inner.replace(name, bytes, tag);
        if (!loses) return answer;
        loses = false;
        throw new Error('no answer');
      },
    };
    const { writer } = await storeIn(container).open(ROOM);
    await writer.compact(bytesOf('first'), writer.position());
    loses = true;
    await expect(writer.compact(bytesOf('second'), writer.position())).rejects.toThrow('no answer');
    expect(text(await writer.compact(bytesOf('second'), writer.position()))).toBe('second');
    expect(await writer.compact(bytesOf('second'), writer.position())).toBeUndefined();
  });
});

test('a log that is cut or changed is read up to the damage; a damaged snapshot leaves nothing readable, and nothing is overwritten', async () => {
  const client = await containerOf('damaged');
  const store = storeIn(boardContainer(client));
  const { writer } = await store.open(ROOM);
  await writer.compact(bytesOf('first'), writer.position());
  await writer.append(one(1));
  await writer.append(one(2));
  const [log] = (await boardContainer(client).list('boards/room-1/log/')).map(({ name }) => name);
  await client.getAppendBlobClient(String(log)).appendBlock('half', 4);
  const cut = await store.open(ROOM);
  expect([cut.log.map(({ firstSeq }) => firstSeq), cut.damage]).toEqual([[1, 2], { part: 'log', lost: 1 }]);
  await cut.writer.setAside();
  const snapshot = await client.getBlobClient('boards/room-1/snapshot').downloadToBuffer();
  snapshot[snapshot.length - 1] = (snapshot.at(-1) ?? 0) ^ 1;
  await client.getBlockBlobClient('boards/room-1/snapshot').uploadData(snapshot);
  expect(await store.open(ROOM)).toMatchObject({ snapshot: undefined, damage: { part: 'snapshot' } });
  expect(await store.rooms()).toMatchObject([{ room: 'room-1', aside: 1 }]);
});

test('a container of a newer Inkroom is refused with a sentence, and so is a snapshot', async () => {
  const client = await containerOf('newer');
  const container = boardContainer(client);
  const store = storeIn(container);
  await store.ready();
  await store.ready();
  const { writer } = await store.open(ROOM);
  await writer.compact(bytesOf('first'), writer.position());
  const snapshot = await client.getBlobClient('boards/room-1/snapshot').downloadToBuffer();
  snapshot[0] = 2;
  await client.getBlockBlobClient('boards/room-1/snapshot').uploadData(snapshot);
  await expect(store.open(ROOM)).rejects.toThrow(/newer Inkroom \(format 2; this one knows 1\)/);
  await client.getBlockBlobClient('format.json').upload('{"format":2}', 12);
  await expect(storeIn(container).ready()).rejects.toThrow(/newer Inkroom .* Update this one/);
});

test('boards without a write for long are deleted, but not those that are open here', async () => {
  const store = storeIn(boardContainer(await containerOf('expire')));
  for (const room of ['old', 'open'] as RoomId[]) {
    const { writer } = await store.open(room);
    await writer.compact(bytesOf(room), writer.position());
    if (room === 'old') await writer.close();
  }
  expect(await store.expire(Date.now() - 60_000)).toEqual([]);
  expect(await store.expire(Date.now() + 60_000)).toEqual(['old']);
  expect((await store.rooms()).map(({ room }) => room)).toEqual(['open']);
});

test('the account is given as a connection string or an address, its containers are made, and its key stays out of every text', async () => {
  const address = parseBlobAddress(azurite.connectionString);
  if (address === undefined) throw new Error('it is one');
  const { boards, pictures } = await openAccount(address, 'made');
  expect([await boards.exists(), await pictures.exists()]).toEqual([true, true]);
  expect(JSON.stringify(address)).not.toContain('Eby8');
  expect(parseBlobAddress('https://boards.blob.core.windows.net')).toEqual({
    kind: 'identity',
    name: 'boards.blob.core.windows.net',
    url: 'https://boards.blob.core.windows.net',
  });
  for (const wrong of [
    '',
    'boards',
    'http://boards.blob.core.windows.net',
    'https://boards.blob.core.windows.net/x?sv=1',
    'AccountName=a',
  ])
    expect(parseBlobAddress(wrong)).toBeUndefined();
});
