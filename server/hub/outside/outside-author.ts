import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64url, type ClientId, type InstanceId } from '../../../core/board/ids.ts';

/** Separates this hash from any other use of SHA-256: no client's secret gives such an id. */
const PREFIX = 'inkroom outside author\n';

/**
 * [ADM-14] The author of what a system outside draws through this instance. Two instances have two authors for one system: each
 * numbers its own batches and elements, so that none of them is made twice.
 */
export function outsideAuthor(sender: string, instance: InstanceId): ClientId {
  return base64url(sha256(utf8ToBytes(`${PREFIX}${instance}\n${sender}`)).subarray(0, 8)) as ClientId;
}
