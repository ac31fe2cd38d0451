import { timingSafeEqual } from 'node:crypto';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { ApiKey, ApiKeys } from '../../ports/api-keys.ts';
import { followFiles } from '../key-files/followed-files.ts';
import { isReadByOthers, makeKeyFile, readIfThere } from '../key-files/key-files.ts';
import { formatKeyList, hashOfToken, idInToken, readKeyList, usableKey } from './key-list.ts';

export const ApiKeyLogEvent = {
  keysMade: 'api.keys_made',
  keysRead: 'api.keys_read',
  keysUnreadable: 'api.keys_unreadable',
  keysOpenToOthers: 'api.keys_open_to_others',
} as const;

export interface FileKeysOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
}

interface Held {
  readonly key: ApiKey;
  readonly hash: Buffer;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** The API's keys in a file, which is read again whenever it changes. It holds hashes only. */
export class FileKeys implements ApiKeys, Disposable {
  readonly #options: FileKeysOptions;
  #keys: ReadonlyMap<string, Held> = new Map();
  #following: Disposable | undefined;

  /** Makes the file when there is none. Rejects with a sentence for the operator when it cannot be read. */
  static async open(options: FileKeysOptions): Promise<FileKeys> {
    const { file, clock, log } = options;
    const keys = new FileKeys(options);
    try {
      if (await makeKeyFile(file, formatKeyList([]), clock)) log.info(ApiKeyLogEvent.keysMade, { file });
      await keys.#follow();
      if (await isReadByOthers(file)) log.warn(ApiKeyLogEvent.keysOpenToOthers, { file, note: 'chmod go= the file' });
    } catch (error) {
      keys.dispose();
      throw new Error(`The keys of --api-keys ${file} cannot be used: ${reasonOf(error)}.`);
    }
    return keys;
  }

  private constructor(options: FileKeysOptions) {
    this.#options = options;
  }

  find(token: string): ApiKey | undefined {
    const held = this.#keys.get(idInToken(token) ?? '');
    if (held === undefined || held.until <= this.#options.clock.now()) return undefined;
    return timingSafeEqual(held.hash, hashOfToken(token)) ? held.key : undefined;
  }

  async #follow(): Promise<void> {
    const { file, clock, log } = this.#options;
    this.#following = await followFiles({
      files: [file],
      clock,
      read: () => this.#read(),
      changed: () => log.info(ApiKeyLogEvent.keysRead, { file, keys: this.#keys.size }),
      unreadable: (error) => log.error(ApiKeyLogEvent.keysUnreadable, { file, reason: reasonOf(error) }),
    });
  }

  async #read(): Promise<void> {
    const { file } = this.#options;
    const text = await readIfThere(file);
    if (text === undefined) throw new Error('the file is gone');
    this.#keys = new Map(
      readKeyList(text).map((kept) => [
        kept.id,
        { key: usableKey(kept), hash: Buffer.from(kept.hash, 'base64url'), until: kept.until ?? Number.POSITIVE_INFINITY },
      ]),
    );
  }

  dispose(): void {
    this.#following?.dispose();
  }
}
