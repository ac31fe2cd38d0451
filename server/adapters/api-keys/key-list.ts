import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { parseRoomId, type RoomId } from '../../../core/board/ids.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { API_SCOPES, type ApiKey } from '../../ports/api-keys.ts';
import { RoomName, readOperatorFile } from '../operator-file.ts';

/** Keys that one file may hold. */
export const MAX_API_KEYS = 256;
const ID_BYTES = 8;
const SECRET_BYTES = 32;
const TOKEN = /^inkroom_([A-Za-z0-9_-]{11})_([A-Za-z0-9_-]{43})$/;

/** A key as the file keeps it: its hash, never the key. */
const KeptKey = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{11}$/)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.nameChars)),
  /** SHA-256 of the whole token, base64url. */
  hash: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
  scopes: v.pipe(v.array(v.picklist(API_SCOPES)), v.minLength(1)),
  /** Left out: all rooms. */
  rooms: v.optional(v.pipe(v.array(RoomName), v.minLength(1))),
  /** Requests a minute. */
  perMinute: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  /** Milliseconds since 1970; left out: without an end. */
  until: v.optional(v.number()),
});
const KeyFile = v.strictObject({ keys: v.pipe(v.array(KeptKey), v.maxLength(MAX_API_KEYS)) });

export type KeptKey = v.InferOutput<typeof KeptKey>;
/** What an operator wants of a new key. */
export type KeyWish = Omit<KeptKey, 'id' | 'hash'>;

/** Reads the text of a key file. Throws with a sentence for the operator, which shows nothing of a key. */
export function readKeyList(text: string): readonly KeptKey[] {
  const { keys } = readOperatorFile(KeyFile, text);
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error('two of its keys have one id');
  return keys;
}

export function formatKeyList(keys: readonly KeptKey[]): string {
  return `${JSON.stringify({ keys }, undefined, 2)}\n`;
}

/** A new key, and its token, which is kept nowhere. */
export function newApiKey(wish: KeyWish): { readonly kept: KeptKey; readonly token: string } {
  const id = randomBytes(ID_BYTES).toString('base64url');
  const token = `inkroom_${id}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return { kept: { id, ...wish, hash: hashOfToken(token).toString('base64url') }, token };
}

/** The id in a token. Undefined: this is no token of a key. */
export function idInToken(token: string): string | undefined {
  return TOKEN.exec(token)?.[1];
}

/** A token holds 256 random bits, so a plain hash keeps it. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function usableKey({ id, name, scopes, rooms, perMinute }: KeptKey): ApiKey {
  const named = rooms?.flatMap((room): RoomId[] => {
    const read = parseRoomId(room);
    return read.ok ? [read.value] : [];
  });
  return { id, name, scopes, rooms: named, perMinute };
}
