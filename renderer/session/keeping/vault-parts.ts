import { Board } from '../../../core/board/board.ts';
import { decodeOps } from '../../../core/board/codec/op-codec.ts';
import { decodeStateTable, encodeStateTable } from '../../../core/board/codec/state-table.ts';
import type { ElementState } from '../../../core/board/element.ts';
import {
  authorOf,
  type ClientId,
  type ClientSecret,
  clientIdOf,
  type ElementId,
  type Epoch,
  isClientSecret,
  isElementId,
  isEpoch,
} from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { decodeHistory, encodeHistory } from '../../../core/board/undo/history-codec.ts';
import { HEAD_PART, STEPS_PART } from '../../../core/contract/desktop/vault-part-names.ts';
import { crc32, decodeSnapshot, encodeSnapshot } from '../../../core/room/snapshot/snapshot.ts';
import { parseVector, type VersionVector } from '../../../core/room/version-vector.ts';
import { packValue, unpackValue } from '../../../core/wire/msgpack.ts';
import { readCount, type WireValue } from '../../../core/wire/wire-value.ts';
import type { KeptSteps } from '../writing/own-steps.ts';
import type { HeldCopy } from './lost-copy.ts';
import type { Vault } from './vault.ts';

/**
 * Names of a vault's other parts. `lost`: the lost copy, as a `.inkroom` file; `b` and a number: a batch of the outbox, in the order of
 * the numbers; `s` and an element id: the state of a stroke before its first batch in the outbox.
 */
export const LOST_PART = 'lost';
const BATCH_PART = /^b([1-9][0-9]{0,14})$/;
/** Format 1 has no secret: its author is the vault's name (`old-vault.ts`). */
const OLD_FORMAT = 1;
const FORMAT = 2;
const CRC_BYTES = 4;

export interface VaultHead {
  /** Proves the client id. */
  readonly secret: ClientSecret;
  /** No element of this identity has a greater ordinal, and no write of it a greater lamport. */
  readonly ordinal: number;
  readonly lamport: number;
  /** Time of this write, and since when the hub has been away, milliseconds since 1970; undefined while live. */
  readonly at: number;
  readonly awaySince: number | undefined;
  /** The epoch for which the outbox was written, and the known part of it. */
  readonly epoch: Epoch | undefined;
  readonly vector: VersionVector;
}

export interface KeptBatch {
  /** Position in the outbox: grows from batch to batch, and stays when n changes. */
  readonly place: number;
  readonly n: number;
  /** Milliseconds since 1970. */
  readonly queuedAt: number;
  readonly ops: readonly Op[];
}

/** The content of a vault. */
export interface KeptWork extends Omit<VaultHead, 'secret'> {
  /** Undefined in a vault of format 1, whose author no hub accepts. */
  readonly secret: ClientSecret | undefined;
  /** The client id that did the work. */
  readonly author: ClientId;
  /** Oldest first. */
  readonly batches: readonly KeptBatch[];
  readonly strokes: readonly ElementState[];
  readonly lost: HeldCopy | undefined;
  readonly steps: KeptSteps | undefined;
  /** Unreadable parts. */
  readonly damaged: readonly string[];
}

export const batchPart = (place: number): string => `b${place}`;
export const strokePart = (id: ElementId): string => `s${id}`;
/** The name under which an unreadable part is set aside. */
export const asidePart = (name: string): string => `x${name}`;
const isAside = (name: string): boolean => name.startsWith('x');

/** The body after its CRC-32 (big endian). */
function seal(body: WireValue): Uint8Array {
  const packed = packValue(body);
  const bytes = new Uint8Array(CRC_BYTES + packed.length);
  new DataView(bytes.buffer).setUint32(0, crc32(packed));
  bytes.set(packed, CRC_BYTES);
  return bytes;
}

function unseal(bytes: Uint8Array): unknown {
  if (bytes.length <= CRC_BYTES) return undefined;
  const body = bytes.subarray(CRC_BYTES);
  if (new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) !== crc32(body)) return undefined;
  return unpackValue(body);
}

const wholeMs = (ms: number): number => Math.max(0, Math.round(ms));

export function encodeHead(head: VaultHead): Uint8Array {
  const { secret, ordinal, lamport, at, awaySince, epoch, vector } = head;
  const away = awaySince === undefined ? null : wholeMs(awaySince);
  return seal([FORMAT, ordinal, lamport, wholeMs(at), away, epoch ?? null, vector.pairs(), secret]);
}

/** A head of format 1 has no secret. */
type ReadHead = Omit<VaultHead, 'secret'> & { readonly secret: ClientSecret | undefined };

function decodeHead(bytes: Uint8Array): ReadHead | undefined {
  const raw = unseal(bytes);
  if (!Array.isArray(raw)) return undefined;
  const [format, rawOrdinal, rawLamport, rawAt, rawAway, epoch, rawVector, rawSecret] = raw;
  const isOld = format === OLD_FORMAT && raw.length === 7;
  if (!isOld && (format !== FORMAT || raw.length !== 8 || !isClientSecret(rawSecret))) return undefined;
  const ordinal = readCount(rawOrdinal);
  const lamport = readCount(rawLamport);
  const at = readCount(rawAt);
  const awaySince = rawAway === null ? undefined : readCount(rawAway);
  const vector = parseVector(rawVector);
  if (ordinal === undefined || lamport === undefined || at === undefined || !vector) return undefined;
  if (epoch !== null && !isEpoch(epoch)) return undefined;
  return { ordinal, lamport, at, awaySince, epoch: epoch ?? undefined, vector, secret: isOld ? undefined : rawSecret };
}

/** `wire`: the ops from `encodeOps`. */
export function encodeBatch(n: number, queuedAt: number, wire: WireValue): Uint8Array {
  return seal([n, wholeMs(queuedAt), wire]);
}

function decodeBatch(author: ClientId, place: number, bytes: Uint8Array): KeptBatch | undefined {
  const raw = unseal(bytes);
  if (!Array.isArray(raw) || raw.length !== 3) return undefined;
  const n = readCount(raw[0]);
  const queuedAt = readCount(raw[1]);
  const ops = decodeOps(author, raw[2]);
  return n && queuedAt !== undefined && ops.ok ? { place, n, queuedAt, ops: ops.value } : undefined;
}

export function encodeStroke(state: ElementState): Uint8Array {
  return seal(encodeStateTable([{ ...state, marks: [] }]));
}

function decodeStroke(author: ClientId, bytes: Uint8Array): ElementState | undefined {
  const states = decodeStateTable(unseal(bytes));
  const [state] = states.ok ? states.value : [];
  return state?.birth && !state.restored && authorOf(state.id) === author ? state : undefined;
}

export function encodeSteps(author: ClientId, { epoch, at, history }: KeptSteps): Uint8Array {
  return seal([epoch, wholeMs(at), encodeHistory(author, history)]);
}

function decodeSteps(author: ClientId, bytes: Uint8Array): KeptSteps | undefined {
  const raw = unseal(bytes);
  if (!Array.isArray(raw) || raw.length !== 3) return undefined;
  const [epoch, rawAt, rawHistory] = raw;
  const at = readCount(rawAt);
  const history = decodeHistory(author, rawHistory);
  return isEpoch(epoch) && at !== undefined && history ? { epoch, at, history } : undefined;
}

export function encodeLost(copy: HeldCopy): Uint8Array {
  const states = [...copy.board.states()].filter(({ id }) => !copy.without.has(id)).map((state) => ({ ...state, marks: [] }));
  return encodeSnapshot({ epoch: copy.epoch, vector: [], savedAt: copy.upTo, states });
}

function decodeLost(bytes: Uint8Array): HeldCopy | undefined {
  const file = decodeSnapshot(bytes);
  if (!file.ok || file.value.epoch === undefined) return undefined;
  const board = new Board();
  board.merge(file.value.states);
  return { epoch: file.value.epoch, board, upTo: file.value.savedAt, without: new Set(), isOfSeveral: false };
}

/**
 * True when the identity may be used: its used-up numbers are known, or it is new. A vault with a damaged head must not be used,
 * because its numbers would be given out twice.
 */
export function isUsable(found: Vault['found']): boolean {
  const head = found.get(HEAD_PART);
  return head ? decodeHead(head) !== undefined : found.size === 0;
}

/** Reads the content of a usable vault. Undefined for a new identity. */
export function readVault({ name: vaultName, found }: Pick<Vault, 'name' | 'found'>): KeptWork | undefined {
  const rawHead = found.get(HEAD_PART);
  const head = rawHead && decodeHead(rawHead);
  if (!head) return undefined;
  const author = head.secret ? clientIdOf(head.secret) : (vaultName as string as ClientId);
  const batches: KeptBatch[] = [];
  const strokes: ElementState[] = [];
  const damaged: string[] = [];
  let lost: HeldCopy | undefined;
  let steps: KeptSteps | undefined;
  for (const [name, bytes] of found) {
    if (name === HEAD_PART || isAside(name)) continue;
    const place = Number(BATCH_PART.exec(name)?.[1]);
    if (place > 0) {
      const batch = decodeBatch(author, place, bytes);
      if (batch) batches.push(batch);
      else damaged.push(name);
    } else if (name === LOST_PART) {
      lost = decodeLost(bytes);
      if (!lost) damaged.push(name);
    } else if (name === STEPS_PART) {
      // Not set aside when it is damaged: nothing is lost but the undo.
      steps = decodeSteps(author, bytes);
    } else {
      const stroke = name.startsWith('s') && isElementId(name.slice(1)) ? decodeStroke(author, bytes) : undefined;
      if (stroke) strokes.push(stroke);
      else damaged.push(name);
    }
  }
  batches.sort((a, b) => a.place - b.place);
  return { ...head, author, batches, strokes, lost, steps, damaged };
}

/** True when a vault contains unsent work or a lost copy. */
export function holdsWork(partNames: Iterable<string>): boolean {
  for (const name of partNames) if (name === LOST_PART || BATCH_PART.test(name)) return true;
  return false;
}
