import { silentLog } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import { nodeClock } from '../../process/node-host.ts';
import type { StoreChoice } from '../store-choice.ts';
import { bad, type Finding, good, note } from './finding.ts';

const ROLE = 'give the hub the role Storage Blob Data Contributor, or check the connection string';
const KEEP = 'set appendonly yes, appendfsync always and maxmemory-policy noeviction';

/** The sentence about what was written there says what to do. */
async function ofFormat(check: () => Promise<void>, otherwise: Finding): Promise<Finding> {
  try {
    await check();
    return otherwise;
  } catch (error) {
    return bad('store', reasonOf(error).replace(/\.$/, ''));
  }
}

/** Looks at a store that hubs share, and changes nothing in it. */
export async function checkSharedStore(store: StoreChoice): Promise<readonly Finding[]> {
  switch (store.mode) {
    case 'azure-blob': {
      const { containerIfThere } = await import('../../adapters/azure-blob/open-account.ts');
      const { boardContainer } = await import('../../adapters/azure-blob/board-container.ts');
      const { checkFormat } = await import('../../adapters/azure-blob/azure-blob-store.ts');
      const place = `${store.account.name}/${store.container}`;
      try {
        const found = await containerIfThere(store.account, store.container);
        if (found === undefined) return [good('store', `${place} will be made`)];
        return [await ofFormat(() => checkFormat(boardContainer(found)), good('store', `boards are kept in ${place}`))];
      } catch (error) {
        return [bad('store', `${place}: ${reasonOf(error).split('\n')[0]}`, ROLE)];
      }
    }
    case 'redis': {
      const { openStoreClient } = await import('../../adapters/redis/store-client.ts');
      const { checkFormat, mayForget } = await import('../../adapters/redis/redis-store.ts');
      const { name } = store.redis.address;
      try {
        const client = await openStoreClient(store.redis.address, { log: silentLog, clock: nodeClock });
        try {
          const notes = (await mayForget(client)).map((text) => note('store', `Redis ${name}: ${text}`, KEEP));
          const kept = good('store', `boards are kept in Redis ${name}`);
          const format = await ofFormat(() => checkFormat(client, store.redis.prefix), kept);
          return format.state === 'good' && notes.length > 0 ? notes : [format, ...notes];
        } finally {
          await client.close();
        }
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
