import { fail, ok, type Refusal, type Result } from '../base/result.ts';
import {
  type ClientId,
  type Epoch,
  type InstanceId,
  isClientId,
  isEpoch,
  isInstanceId,
  parseRoomId,
  type RoomId,
} from '../board/ids.ts';
import { isPictureHash } from '../board/kinds.ts';
import { type Announcement, audienceValue, isAnnouncementText, isSenderName, readAudience } from '../contract/announcement.ts';
import type { Have, MemberEntry } from '../contract/hub-contract.ts';
import { LIMITS } from '../contract/limits.ts';
import { parseSaid, type Said } from '../contract/said.ts';
import { isServerAddress } from '../contract/server-address.ts';
import { packValue, unpackValue } from '../wire/msgpack.ts';
import { readCount, type WireValue } from '../wire/wire-value.ts';
import { memberFields, readMemberFields } from './frame.ts';
import { packRights, type RightsEntry, unpackRights } from './room-rights.ts';
import { packTraceTalk, readTraceTalk, type TraceTalk } from './trace-talk.ts';
import { parseVector } from './version-vector.ts';

/** Version of the messages between instances (SPEC.md, section INS). Instances of different versions cannot talk. */
const PEER_MESSAGES_VERSION = 1;
/** Never renumbered, never reused. */
export const PeerMessageCode = {
  beat: 1,
  here: 2,
  gone: 3,
  ask: 4,
  head: 5,
  pull: 6,
  part: 7,
  bye: 8,
  want: 9,
  rights: 10,
  said: 11,
  announce: 12,
  trace: 13,
} as const;

/** A short description of an instance's state of a room. */
export interface RoomHead {
  readonly epoch: Epoch;
  /** Epochs that continue in this one. */
  readonly merged: readonly Epoch[];
  /** Version vector as pairs. */
  readonly vector: Have['vector'];
  /** Members that are connected to it. */
  readonly members: readonly MemberEntry[];
  /** [AUD-4] Members that it counts and does not list. */
  readonly counted: number;
}

/**
 * A part of a catch-up body [RPL-1]. The last part, where `at` plus its bytes reaches `total`, carries the vector that the body
 * leads to.
 */
export interface BodyPart {
  readonly body: string;
  readonly how: 'suffix' | 'delta' | 'snapshot';
  /** Bytes of the whole body. */
  readonly total: number;
  /** Offset of `bytes` in the body. */
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly end: { readonly vector: Have['vector']; readonly clients: readonly (readonly [ClientId, number])[] } | undefined;
}

/** A message from one instance to others. `askId` pairs answers with questions; the asking instance chooses it. */
export type PeerMessage =
  /** Heartbeat. `wants`: every receiver must answer with one. */
  | { readonly kind: 'beat'; readonly wants: boolean }
  /** The sender serves the room in this epoch, with this vector. `who`: `memberSum` of its members. `counted`: as in `RoomHead`. */
  | {
      readonly kind: 'here';
      readonly room: RoomId;
      readonly epoch: Epoch;
      readonly vector: Have['vector'];
      readonly who: number;
      readonly counted: number;
    }
  | { readonly kind: 'gone'; readonly room: RoomId }
  | { readonly kind: 'ask'; readonly room: RoomId; readonly askId: number }
  /** Undefined: the sender does not serve the room. */
  | { readonly kind: 'head'; readonly room: RoomId; readonly askId: number; readonly head: RoomHead | undefined }
  | {
      readonly kind: 'pull';
      readonly room: RoomId;
      readonly askId: number;
      readonly have: Have | undefined;
      readonly body: string | undefined;
      readonly at: number;
    }
  | { readonly kind: 'part'; readonly room: RoomId; readonly askId: number; readonly part: BodyPart }
  | { readonly kind: 'bye' }
  /** The sender lacks a picture of the room. An instance that has it sends it to this address [PIC-4]. */
  | { readonly kind: 'want'; readonly room: RoomId; readonly hash: string; readonly url: string }
  /** What hosts decided about the room [RGT-9]. */
  | { readonly kind: 'rights'; readonly room: RoomId; readonly entries: readonly RightsEntry[] }
  /** [ANN-3] Undefined: for members of all rooms. */
  | { readonly kind: 'announce'; readonly room: RoomId | undefined; readonly announcement: Announcement }
  /** A private message of a member of the sender [CHT-5]. */
  | { readonly kind: 'said'; readonly room: RoomId; readonly said: Said }
  /** [TRC-6] */
  | { readonly kind: 'trace'; readonly room: RoomId; readonly talk: TraceTalk };

/** Distinguishes two member lists of an instance, nearly always: the sum of the squares of their numbers. */
export function memberSum(members: Iterable<Pick<MemberEntry, 'no'>>): number {
  let sum = 0;
  for (const { no } of members) sum = (sum + no * no) % 0xffff_ffff;
  return sum;
}

export interface ReceivedPeerMessage {
  readonly from: InstanceId;
  readonly message: PeerMessage;
}

const WAYS = ['suffix', 'delta', 'snapshot'] as const;
/** Most epochs that a room remembers as merged into its own. */
export const MAX_MERGED = 64;
const MAX_CLIENTS = 40_000;
const BODY_ID_CHARS = 64;

export function encodePeerMessage(from: InstanceId, message: PeerMessage): Uint8Array {
  return packValue([PEER_MESSAGES_VERSION, PeerMessageCode[message.kind], from, ...fieldsOf(message)]);
}

function fieldsOf(message: PeerMessage): WireValue[] {
  switch (message.kind) {
    case 'beat':
      return [message.wants ? 1 : 0];
    case 'here':
      return [message.room, message.epoch, message.vector, message.who, ...countField(message)];
    case 'gone':
      return [message.room];
    case 'want':
      return [message.room, message.hash, message.url];
    case 'rights':
      return [message.room, packRights(message.entries)];
    case 'announce': {
      const { text, from, audience } = message.announcement;
      return [message.room ?? null, text, from, audience.to, audienceValue(audience)];
    }
    case 'said': {
      const { from, to, text, at } = message.said;
      return [message.room, from.clientId, from.name, from.color, to, text, at];
    }
    case 'trace':
      return [message.room, ...packTraceTalk(message.talk)];
    case 'ask':
      return [message.room, message.askId];
    case 'head':
      return [message.room, message.askId, message.head ? headFields(message.head) : null];
    case 'pull': {
      const { room, askId, have, body, at } = message;
      return [room, askId, have ? [have.epoch, have.vector] : null, body ?? null, at];
    }
    case 'part': {
      const { room, askId, part } = message;
      const fields: WireValue[] = [room, askId, part.body, WAYS.indexOf(part.how), part.total, part.at, part.bytes];
      if (part.end) fields.push(part.end.vector, part.end.clients.flat());
      return fields;
    }
    default:
      return [];
  }
}

function headFields({ epoch, merged, vector, members, counted }: RoomHead): WireValue {
  return [epoch, merged, vector, members.map(memberFields), ...countField({ counted })];
}

const malformed = (what: string): Result<never, Refusal> => fail('instance.malformed', what);

/** Parses a message from a sender that claims to be an instance. Refuses everything else with a code. */
export function decodePeerMessage(bytes: Uint8Array): Result<ReceivedPeerMessage, Refusal> {
  const raw = unpackValue(bytes);
  if (!Array.isArray(raw)) return malformed('no list');
  const [version, code, from, ...fields] = raw;
  // The version may be any value, and not every value can be written as text.
  if (version !== PEER_MESSAGES_VERSION) return fail('instance.version', `version ${readCount(version) ?? 'unknown'}`);
  if (!isInstanceId(from)) return malformed('from');
  const message = readMessage(code, fields);
  return message.ok ? ok({ from, message: message.value }) : message;
}

function readMessage(code: unknown, fields: readonly unknown[]): Result<PeerMessage, Refusal> {
  if (code === PeerMessageCode.beat) return ok({ kind: 'beat', wants: fields[0] === 1 });
  if (code === PeerMessageCode.bye) return ok({ kind: 'bye' });
  if (code === PeerMessageCode.announce) return readAnnounce(fields);
  const room = parseRoomId(fields[0]);
  if (!room.ok) return malformed('room');
  if (code === PeerMessageCode.gone) return ok({ kind: 'gone', room: room.value });
  if (code === PeerMessageCode.here) return readHere(room.value, fields);
  if (code === PeerMessageCode.want) return readWant(room.value, fields);
  if (code === PeerMessageCode.rights) {
    const entries = unpackRights(fields[1]);
    return entries ? ok({ kind: 'rights', room: room.value, entries }) : malformed('rights');
  }
  if (code === PeerMessageCode.said) {
    const [, clientId, name, color, to, text, at] = fields;
    const said = parseSaid({ from: { clientId, name, color }, to, text, at });
    return said ? ok({ kind: 'said', room: room.value, said }) : malformed('said');
  }
  if (code === PeerMessageCode.trace) {
    const talk = readTraceTalk(fields.slice(1));
    return talk ? ok({ kind: 'trace', room: room.value, talk }) : malformed('trace');
  }
  const askId = readCount(fields[1]);
  if (askId === undefined) return malformed('question');
  switch (code) {
    case PeerMessageCode.ask:
      return ok({ kind: 'ask', room: room.value, askId });
    case PeerMessageCode.head: {
      if (fields[2] === null) return ok({ kind: 'head', room: room.value, askId, head: undefined });
      const head = readHead(fields[2]);
      return head ? ok({ kind: 'head', room: room.value, askId, head }) : malformed('head');
    }
    case PeerMessageCode.pull:
      return readPull(room.value, askId, fields);
    case PeerMessageCode.part: {
      const part = readPart(fields);
      return part ? ok({ kind: 'part', room: room.value, askId, part }) : malformed('part');
    }
    default:
      return malformed('code');
  }
}

function readAnnounce([rawRoom, text, from, to, value]: readonly unknown[]): Result<PeerMessage, Refusal> {
  const room = rawRoom === null ? undefined : parseRoomId(rawRoom);
  const audience = readAudience(to, value);
  if (room?.ok === false || !audience || !isAnnouncementText(text) || !isSenderName(from)) return malformed('announce');
  return ok({ kind: 'announce', room: room?.value, announcement: { text, from, audience } });
}

/** Instances from before audiences count no viewers. */
const countField = ({ counted }: Pick<RoomHead, 'counted'>): number[] => (counted > 0 ? [counted] : []);
const readCounted = (raw: unknown): number | undefined => (raw === undefined ? 0 : readCount(raw, LIMITS.viewersPerRoom));

function readHere(room: RoomId, [, epoch, rawVector, rawWho, rawCounted]: readonly unknown[]): Result<PeerMessage, Refusal> {
  const vector = parseVector(rawVector);
  const who = readCount(rawWho);
  const counted = readCounted(rawCounted);
  if (!isEpoch(epoch) || !vector || who === undefined || counted === undefined) return malformed('here');
  return ok({ kind: 'here', room, epoch, vector: vector.pairs(), who, counted });
}

function readWant(room: RoomId, [, hash, url]: readonly unknown[]): Result<PeerMessage, Refusal> {
  if (!isPictureHash(hash) || !isServerAddress(url)) return malformed('want');
  return ok({ kind: 'want', room, hash, url });
}

function readHead(raw: unknown): RoomHead | undefined {
  if (!Array.isArray(raw)) return undefined;
  const [epoch, merged, rawVector, rawMembers, rawCounted] = raw;
  const vector = parseVector(rawVector);
  if (!isEpoch(epoch) || !vector || !Array.isArray(merged) || merged.length > MAX_MERGED || !merged.every(isEpoch))
    return undefined;
  if (!Array.isArray(rawMembers) || rawMembers.length > LIMITS.listedPerRoom) return undefined;
  const counted = readCounted(rawCounted);
  if (counted === undefined) return undefined;
  const members: MemberEntry[] = [];
  for (const one of rawMembers) {
    const member = Array.isArray(one) ? readMemberFields(one) : undefined;
    if (!member) return undefined;
    members.push(member);
  }
  return { epoch, merged, vector: vector.pairs(), members, counted };
}

function readPull(room: RoomId, askId: number, [, , rawHave, body, rawAt]: readonly unknown[]): Result<PeerMessage, Refusal> {
  const at = readCount(rawAt, LIMITS.snapshotBytes);
  if (at === undefined || (body !== null && !isBodyId(body))) return malformed('pull');
  let have: Have | undefined;
  if (rawHave !== null) {
    if (!Array.isArray(rawHave) || !isEpoch(rawHave[0])) return malformed('have');
    const vector = parseVector(rawHave[1]);
    if (!vector) return malformed('have');
    have = { epoch: rawHave[0], vector: vector.pairs() };
  }
  return ok({ kind: 'pull', room, askId, have, body: body ?? undefined, at });
}

function readPart([, , body, way, rawTotal, rawAt, bytes, rawVector, rawClients]: readonly unknown[]): BodyPart | undefined {
  const how = typeof way === 'number' ? WAYS[way] : undefined;
  const total = readCount(rawTotal, LIMITS.snapshotBytes);
  const at = readCount(rawAt, LIMITS.snapshotBytes);
  if (!isBodyId(body) || !how || total === undefined || at === undefined || !(bytes instanceof Uint8Array)) return undefined;
  if (at + bytes.length > total) return undefined;
  const isLast = at + bytes.length === total;
  if (!isLast) return { body, how, total, at, bytes, end: undefined };
  const vector = parseVector(rawVector);
  const clients = readClients(rawClients);
  return vector && clients ? { body, how, total, at, bytes, end: { vector: vector.pairs(), clients } } : undefined;
}

/** `id, n` repeated. */
function readClients(raw: unknown): (readonly [ClientId, number])[] | undefined {
  if (!Array.isArray(raw) || raw.length % 2 !== 0 || raw.length > 2 * MAX_CLIENTS) return undefined;
  const clients: (readonly [ClientId, number])[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const id: unknown = raw[i];
    const n = readCount(raw[i + 1]);
    if (!isClientId(id) || !n) return undefined;
    clients.push([id, n]);
  }
  return clients;
}

function isBodyId(raw: unknown): raw is string {
  return typeof raw === 'string' && raw.length > 0 && raw.length <= BODY_ID_CHARS;
}
