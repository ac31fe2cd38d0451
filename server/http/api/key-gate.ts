import type { Clock } from '../../../core/base/host.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import { TokenBucket } from '../../hub/admission/token-bucket.ts';
import type { ApiKey, ApiKeys, ApiScope } from '../../ports/api-keys.ts';
import { ApiRefused } from './api-refusals.ts';

const BEARER = /^Bearer +(\S{1,200})$/i;
/** Rates that are remembered: more than a file has keys. */
const MAX_RATES = 1_000;

/** Lets a request with a key in, if the key is for it and is not used too often. */
export class KeyGate {
  readonly #keys: ApiKeys;
  readonly #clock: Pick<Clock, 'mono'>;
  readonly #rates = new Map<string, { readonly perMinute: number; readonly bucket: TokenBucket }>();

  constructor(keys: ApiKeys, clock: Pick<Clock, 'mono'>) {
    this.#keys = keys;
    this.#clock = clock;
  }

  /** Throws `ApiRefused`. */
  admit(authorization: string | undefined, scope: ApiScope, room: RoomId | undefined): ApiKey {
    const token = BEARER.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new ApiRefused('api.key_missing');
    const key = this.#keys.find(token);
    if (key === undefined) throw new ApiRefused('api.key_unknown');
    if (!this.#bucketOf(key).take(1, this.#clock.mono())) throw new ApiRefused('api.rate');
    if (!key.scopes.includes(scope)) throw new ApiRefused('api.scope', scope);
    if (key.rooms !== undefined && (room === undefined || !key.rooms.includes(room))) throw new ApiRefused('api.room');
    return key;
  }

  /** A quarter of a minute's requests may come at once. */
  #bucketOf({ id, perMinute }: ApiKey): TokenBucket {
    const known = this.#rates.get(id);
    if (known?.perMinute === perMinute) return known.bucket;
    const bucket = new TokenBucket(perMinute / 60, Math.max(1, perMinute / 4), this.#clock.mono());
    if (this.#rates.size >= MAX_RATES) this.#rates.clear();
    this.#rates.set(id, { perMinute, bucket });
    return bucket;
  }
}
