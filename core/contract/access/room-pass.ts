import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { type Branded, base64url } from '../../board/ids.ts';

/** [RGT-11] What a device makes of a room's password and shows to the hub in its place: 16 bytes of scrypt in base64url. */
export type RoomPass = Branded<string, 'RoomPass'>;
/** What a hub keeps of a room's pass: 16 bytes of its SHA-256 in base64url. It opens no room. */
export type PassHash = Branded<string, 'PassHash'>;

/** Characters of a room's password. */
export const PASSWORD_CHARS = { shortest: 6, longest: 128 } as const;

const TEXT = /^[A-Za-z0-9_-]{22}$/;
const HASH_PREFIX = 'inkroom pass\n';

export function isRoomPass(raw: unknown): raw is RoomPass {
  return typeof raw === 'string' && TEXT.test(raw);
}

export function isPassHash(raw: unknown): raw is PassHash {
  return typeof raw === 'string' && TEXT.test(raw);
}

export function passHashOf(pass: RoomPass): PassHash {
  return base64url(sha256(utf8ToBytes(HASH_PREFIX + pass)).subarray(0, 16)) as PassHash;
}
