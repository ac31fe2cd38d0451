import { sha256 } from '@noble/hashes/sha2.js';
import { base64url } from '../../../core/board/ids.ts';

/** The name of a picture: SHA-256 of its bytes, base64url. From a library, because plain http has no `crypto.subtle`. */
export function pictureHash(bytes: Uint8Array): string {
  return base64url(sha256(bytes));
}
