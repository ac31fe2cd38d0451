import { fail, ok, type Refusal, type Result } from '../../core/base/result.ts';
import { type ClientId, clientIdOf, type Epoch, isClientSecret, isEpoch, isRoomKey, parseRoomId } from '../../core/board/ids.ts';
import { isRoomPass } from '../../core/contract/access/room-pass.ts';
import { readTopics } from '../../core/contract/announcement.ts';
import { CONTRACT_VERSION, type JoinRequest, worksWith } from '../../core/contract/hub-contract.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import { NAMELESS, visibleName } from '../../core/contract/person-name.ts';
import { parseVector, type VersionVector } from '../../core/room/version-vector.ts';
import { readCount } from '../../core/wire/wire-value.ts';

/** The client's known state, parsed. */
export interface KnownState {
  readonly epoch: Epoch;
  readonly vector: VersionVector;
}

/** A request whose client id is proven [HS-8]. */
export type ParsedJoin = Omit<JoinRequest, 'have' | 'secret'> & {
  readonly clientId: ClientId;
  readonly have: KnownState | undefined;
};

/** Colours of the cursor palette. */
const COLORS = 12;
/** Most characters of an access token: a JWT, with reserve. */
const ACCESS_CHARS = 4_096;

/** Parses the first argument of `join`. */
export function parseJoinRequest(raw: unknown): Result<ParsedJoin, Refusal> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return fail('join.malformed', 'no map');
  const { version, room, secret, name, color, have, access, roomKey, pass, program, topics } = raw as Readonly<
    Record<string, unknown>
  >;
  const number = readCount(version);
  if (number === undefined) return fail('join.malformed', 'version');
  if (!worksWith(number)) return fail('join.version', `client ${number}, server ${CONTRACT_VERSION}`);
  const roomId = parseRoomId(room);
  if (!roomId.ok) return roomId;
  if (!isClientSecret(secret)) return fail('client_id.malformed');
  if (typeof name !== 'string') return fail('join.malformed', 'name');
  if (name.length > LIMITS.nameChars) return fail('join.name');
  const hue = readCount(color, COLORS - 1);
  if (hue === undefined) return fail('join.malformed', 'color');
  const known = parseHave(have);
  if (!known.ok) return fail('join.malformed', 'have');
  if (access !== undefined && access !== null && (typeof access !== 'string' || access.length > ACCESS_CHARS)) {
    return fail('join.malformed', 'access');
  }
  return ok({
    version: number,
    room: roomId.value,
    clientId: clientIdOf(secret),
    name: visibleName(name) || NAMELESS,
    color: hue,
    have: known.value,
    ...(typeof access === 'string' ? { access } : {}),
    // A key or a pass that proves nothing is no reason to keep its owner out.
    ...(isRoomKey(roomKey) ? { roomKey } : {}),
    ...(isRoomPass(pass) ? { pass } : {}),
    ...(program === true ? { program } : {}),
    topics: readTopics(topics),
  });
}

/** The optional `have` of `join` and `catchUp`. */
export function parseHave(raw: unknown): Result<KnownState | undefined, Refusal> {
  if (raw === undefined || raw === null) return ok(undefined);
  if (typeof raw !== 'object') return fail('catch_up.malformed', 'have');
  const { epoch, vector } = raw as Readonly<Record<string, unknown>>;
  const read = parseVector(vector);
  return isEpoch(epoch) && read ? ok({ epoch, vector: read }) : fail('catch_up.malformed', 'have');
}
