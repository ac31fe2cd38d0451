import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Random } from '../base/host.ts';
import { fail, ok, type Refusal, type Result } from '../base/result.ts';
import { LIMITS } from '../contract/limits.ts';

declare const brand: unique symbol;
export type Branded<T, B extends string> = T & { readonly [brand]: B };

/** Names a room: 128 random bits in base64url (22 characters), or a chosen name. Everyone who knows it may enter. */
export type RoomId = Branded<string, 'RoomId'>;
/**
 * One life of a client's replica: 64 bits in base64url, 11 characters, derived from its secret. Stamps, elements and batches
 * carry it.
 */
export type ClientId = Branded<string, 'ClientId'>;
/**
 * 128 random bits in base64url, 22 characters. Proves the client id [HS-8]. The vault stores it, and only the joined hub receives
 * it.
 */
export type ClientSecret = Branded<string, 'ClientSecret'>;
/** 128 random bits in base64url, 22 characters. The device that made a room keeps it: it proves who made the room [RGT-2]. */
export type RoomKey = Branded<string, 'RoomKey'>;
/** Names a stored vault: 64 random bits in base64url, 11 characters. Vaults of contract 1 were named by their client id. */
export type VaultName = Branded<string, 'VaultName'>;
/** One life of a hub process: 64 random bits in base64url, 11 characters. */
export type InstanceId = Branded<string, 'InstanceId'>;
/** One life of a room's state: 64 random bits in base64url, 11 characters. */
export type Epoch = Branded<string, 'Epoch'>;
/** `<clientId>.<k in base 36>`: the k-th element that this client made. Globally unique without coordination. */
export type ElementId = Branded<string, 'ElementId'>;
/** An instance's number of a batch in one room, from 1, without gaps. */
export type Seq = number;

/** The form of a client's id, an instance's id and an epoch. */
export const ID64 = /^[A-Za-z0-9_-]{11}$/;
/** The last of 22 characters carries two bits. Other spellings of the same bytes would be other secrets. */
const SECRET = /^[A-Za-z0-9_-]{21}[AQgw]$/;
/** Separates these hashes from any other use of SHA-256 on the same secret. */
const CLIENT_ID_PREFIX = 'inkroom client id\n';
const ROOM_ID_PREFIX = 'inkroom room\n';
/** The form of a room's name, but for its length (`LIMITS.roomIdChars`). */
export const ROOM_NAME = /^[A-Za-z0-9_-]+$/;
const ELEMENT = /^[A-Za-z0-9_-]{11}\.(0|[1-9a-z][0-9a-z]{0,10})$/;
const CLIENT_CHARS = 11;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Base64url without padding. */
export function base64url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const triple = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET.charAt(triple >> 18) + ALPHABET.charAt((triple >> 12) & 63);
    if (left > 1) text += ALPHABET.charAt((triple >> 6) & 63);
    if (left > 2) text += ALPHABET.charAt(triple & 63);
  }
  return text;
}

export function newRoomId(random: Random): RoomId {
  return base64url(random.bytes(16)) as RoomId;
}
export function newClientSecret(random: Random): ClientSecret {
  return base64url(random.bytes(16)) as ClientSecret;
}
/** [HS-8] The id that a secret proves. */
export function clientIdOf(secret: ClientSecret): ClientId {
  return base64url(sha256(utf8ToBytes(CLIENT_ID_PREFIX + secret)).subarray(0, 8)) as ClientId;
}
export function newRoomKey(random: Random): RoomKey {
  return base64url(random.bytes(16)) as RoomKey;
}
/** [RGT-2] The id of the room that a key proves. */
export function roomIdOf(key: RoomKey): RoomId {
  return base64url(sha256(utf8ToBytes(ROOM_ID_PREFIX + key)).subarray(0, 16)) as RoomId;
}
export function isRoomKey(raw: unknown): raw is RoomKey {
  return typeof raw === 'string' && SECRET.test(raw);
}
export function newVaultName(random: Random): VaultName {
  return base64url(random.bytes(8)) as VaultName;
}
export function newInstanceId(random: Random): InstanceId {
  return base64url(random.bytes(8)) as InstanceId;
}
export function newEpoch(random: Random): Epoch {
  return base64url(random.bytes(8)) as Epoch;
}

export function parseRoomId(raw: unknown): Result<RoomId, Refusal> {
  if (typeof raw !== 'string' || raw.length === 0) return fail('room_id.not_text');
  if (raw.length > LIMITS.roomIdChars) return fail('room_id.too_long');
  return ROOM_NAME.test(raw) ? ok(raw as RoomId) : fail('room_id.bad_character');
}

export function isClientId(raw: unknown): raw is ClientId {
  return typeof raw === 'string' && ID64.test(raw);
}
export function isVaultName(raw: unknown): raw is VaultName {
  return typeof raw === 'string' && ID64.test(raw);
}
export function isClientSecret(raw: unknown): raw is ClientSecret {
  return typeof raw === 'string' && SECRET.test(raw);
}
export function isInstanceId(raw: unknown): raw is InstanceId {
  return typeof raw === 'string' && ID64.test(raw);
}
export function isEpoch(raw: unknown): raw is Epoch {
  return typeof raw === 'string' && ID64.test(raw);
}

export function isElementId(raw: unknown): raw is ElementId {
  if (typeof raw !== 'string' || !ELEMENT.test(raw)) return false;
  return Number.parseInt(raw.slice(CLIENT_CHARS + 1), 36) <= LIMITS.counter;
}

/** `k` counts from 1 within one client. */
export function elementId(author: ClientId, k: number): ElementId {
  return `${author}.${k.toString(36)}` as ElementId;
}
export function authorOf(id: ElementId): ClientId {
  return id.slice(0, CLIENT_CHARS) as ClientId;
}
export function ordinalOf(id: ElementId): number {
  return Number.parseInt(id.slice(CLIENT_CHARS + 1), 36);
}
