import { silentLog } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import { nodeClock } from '../../process/node-host.ts';
import type { StoreChoice } from '../store-choice.ts';
import { bad, type Finding, good, note } from './finding.ts';

const ROLE = 'give the hub the role Storage Blob Data Contributor, or check the connection string';
const KEEP = 'set appendonly yes, appendfsync always and maxmemory-policy noeviction';

/** Looks at a store that hubs share, and changes nothing in it. */
export async function checkSharedStore(store: StoreChoice): Promise<readonly Finding[]> {
  switch (store.mode) {
    case 'azure-blob': {
      const { isContainerThere } = await import('../../adapters/azure-blob/open-account.ts');
      const place = `${store.account.name}/${store.container}`;
      try {
        const isThere = await isContainerThere(store.account, store.container);
        return [good('store', isThere ? `boards are kept in ${place}` : `${place} will be made`)];
      } catch (error) {
        return [bad('store', `${place}: ${reasonOf(error).split('\n')[0]}`, ROLE)];
      }
    }
    case 'redis': {
      const { openStoreClient } = await import('../../adapters/redis/store-client.ts');
      const { mayForget } = await import('../../adapters/redis/redis-store.ts');
      const { name } = store.redis.address;
      try {
        const client = await openStoreClient(store.redis.address, { log: silentLog, clock: nodeClock });
        const notes = await mayForget(client);
        await client.close();
        if (notes.length > 0) return notes.map((text) => note('store', `Redis ${name}: ${text}`, KEEP));
        return [good('store', `boards are kept in Redis ${name}`)];
      } catch (error) {
        return [
          bad('store', reasonOf(error).replace(/\.$/, ''), 'start Redis 6 or later, or check the address and the password'),
        ];
      }
    }
    default:
      return [];
  }
}
