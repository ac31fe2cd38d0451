import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type LmdbStore, lmdbStore } from '../../server/adapters/lmdb/lmdb-store.ts';
import { snapshotStoreContract } from './snapshot-store.ts';

const root = mkdtempSync(join(tmpdir(), 'inkroom-lmdb-'));
const open = new Map<string, LmdbStore>();

afterAll(async () => {
  for (const store of open.values()) await store.close();
  rmSync(root, { recursive: true });
});

snapshotStoreContract('lmdb', async (place) => {
  // One process at a time has the folder.
  await open.get(place)?.close();
  const store = lmdbStore({ folder: join(root, place), now: Date.now });
  open.set(place, store);
  await store.ready();
  return store;
});
