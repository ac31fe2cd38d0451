import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import { base64url } from '../../../core/board/ids.ts';
import { jsonIn } from '../operator-file.ts';

const LINK_ALGORITHMS = ['HS256', 'EdDSA'] as const;
export type LinkAlgorithm = (typeof LINK_ALGORITHMS)[number];

/** A key as its file holds it: a JWK (RFC 7517) with `exp`, the second since 1970 from which its links no longer open anything. */
type KeptKey = JWK & { readonly kid: string; readonly alg: LinkAlgorithm; readonly exp?: number };

/** A key that is ready for use. */
export interface LinkKey {
  readonly id: string;
  readonly algorithm: LinkAlgorithm;
  readonly verifies: CryptoKey | Uint8Array;
  /** Undefined: only the public half is here. */
  readonly signs: CryptoKey | Uint8Array | undefined;
  /** Milliseconds since 1970; undefined: without an end. */
  readonly until: number | undefined;
}

/** Keys that one file may hold: each rotation adds one, and those that have ended are dropped. */
const MAX_KEYS = 64;
const KEY_ID_BYTES = 8;
const SHARED_KEY_BYTES = 32;

/** Reads the text of a key file. Throws with a sentence for the operator, which shows nothing of a key. */
export async function readLinkKeys(text: string): Promise<readonly LinkKey[]> {
  return Promise.all(parseKeyFile(text).map(readyKey));
}

function parseKeyFile(text: string): readonly KeptKey[] {
  const raw = jsonIn(text);
  const keys = typeof raw === 'object' && raw !== null && 'keys' in raw ? raw.keys : undefined;
  if (!Array.isArray(keys) || keys.length === 0) throw new Error('it holds no keys');
  if (keys.length > MAX_KEYS) throw new Error(`it holds more than ${MAX_KEYS} keys`);
  if (!keys.every(isKeptKey)) throw new Error('one of its keys cannot be read');
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) throw new Error('two of its keys have one id');
  return keys;
}

function isKeptKey(raw: unknown): raw is KeptKey {
  if (typeof raw !== 'object' || raw === null) return false;
  const { kid, alg, kty, k, crv, x, exp } = raw as Readonly<Record<string, unknown>>;
  if (typeof kid !== 'string' || kid === '' || kid.length > 64) return false;
  if (exp !== undefined && !(typeof exp === 'number' && Number.isFinite(exp))) return false;
  if (alg === 'HS256') return kty === 'oct' && typeof k === 'string' && Buffer.from(k, 'base64url').length >= SHARED_KEY_BYTES;
  return alg === 'EdDSA' && kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string';
}

async function readyKey(kept: KeptKey): Promise<LinkKey> {
  const { kid, alg, kty, exp, k, crv, x, d } = kept;
  const until = exp === undefined ? undefined : exp * 1_000;
  if (kty === 'oct') {
    const shared = await importJWK({ kty, k: k ?? '' }, alg);
    return { id: kid, algorithm: alg, verifies: shared, signs: shared, until };
  }
  const open = { kty: 'OKP', crv: crv ?? '', x: x ?? '' } as const;
  const verifies = await importJWK(open, alg);
  const signs = d === undefined ? undefined : await importJWK({ ...open, d }, alg);
  return { id: kid, algorithm: alg, verifies, signs, until };
}

/** The text of a file with one new key. */
export function newKeyFile(algorithm: LinkAlgorithm): string {
  return formatKeys([newKey(algorithm)]);
}

/**
 * The text of the file after a rotation: a new key signs from now on, and the links of the others open rooms until `keepUntil` (milliseconds
 * since 1970). Keys that have ended are dropped.
 */
export function rotatedKeyFile(text: string, algorithm: LinkAlgorithm, now: number, keepUntil: number): string {
  const others = parseKeyFile(text)
    .map((key) => ({ ...key, exp: Math.min(key.exp ?? Number.POSITIVE_INFINITY, Math.floor(keepUntil / 1_000)) }))
    .filter(({ exp }) => exp * 1_000 > now);
  return formatKeys([newKey(algorithm), ...others.slice(0, MAX_KEYS - 1)]);
}

function newKey(algorithm: LinkAlgorithm): KeptKey {
  const kid = base64url(randomBytes(KEY_ID_BYTES));
  if (algorithm === 'HS256') return { kid, alg: algorithm, kty: 'oct', k: randomBytes(SHARED_KEY_BYTES).toString('base64url') };
  const { privateKey } = generateKeyPairSync('ed25519');
  const { crv = '', x = '', d = '' } = privateKey.export({ format: 'jwk' });
  return { kid, alg: algorithm, kty: 'OKP', crv, x, d };
}

function formatKeys(keys: readonly KeptKey[]): string {
  return `${JSON.stringify({ keys }, undefined, 2)}\n`;
}
