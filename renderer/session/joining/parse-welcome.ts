import { cutText } from '../../../core/base/graphemes.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { type Epoch, isEpoch, isInstanceId, type RoomId } from '../../../core/board/ids.ts';
import { isGrant, type Role } from '../../../core/contract/access/grants.ts';
import { type Pace, type Persistence, type Welcome, worksWith } from '../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { isRefusalCode } from '../../../core/contract/refusal-codes.ts';
import { parseMember } from '../../../core/room/frame.ts';
import { MAX_MERGED } from '../../../core/room/peer-messages.ts';
import { parseVector } from '../../../core/room/version-vector.ts';
import { readCount } from '../../../core/wire/wire-value.ts';
import { parseElsewhere, parseMembers } from '../sync/catch-up-reader.ts';

const ROLES: readonly unknown[] = ['host', 'edit', 'view'] satisfies Role[];
const MODES: readonly unknown[] = ['none', 'lmdb', 'azure-blob', 'redis'] satisfies Persistence['mode'][];
const WAYS: readonly unknown[] = ['none', 'suffix', 'delta', 'snapshot'] satisfies Welcome['catchUp'][];

export function parsePersistence(raw: unknown): Persistence | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { mode, since, savedAt } = raw as Record<string, unknown>;
  if (!MODES.includes(mode) || !isTime(since)) return undefined;
  return { mode: mode as Persistence['mode'], since, ...(isTime(savedAt) ? { savedAt } : {}) };
}

/** The longest credible interval between frames. With a longer one people would see no movement. Milliseconds. */
const MAX_PACE_MS = 1_000;

const isPaceMs = (value: unknown): value is number => isTime(value) && value >= 0 && value <= MAX_PACE_MS;

export function parsePace({ frameMs, cursorMs }: Record<string, unknown>): Pace | undefined {
  return isPaceMs(frameMs) ? { frameMs, ...(isPaceMs(cursorMs) ? { cursorMs } : {}) } : undefined;
}

function parsePreviousLife(raw: unknown): Welcome['previousLife'] {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { endedAt, elements } = raw as Record<string, unknown>;
  const count = readCount(elements);
  return isTime(endedAt) && count !== undefined ? { endedAt, elements: count } : undefined;
}

/** [INS-5] Empty if the field is absent, undefined if it is not readable. */
function parseEpochs(raw: unknown): readonly Epoch[] | undefined {
  if (raw === undefined || raw === null) return [];
  return Array.isArray(raw) && raw.length <= MAX_MERGED && raw.every(isEpoch) ? raw : undefined;
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Parses the answer of `join` to `room` (SPEC.md, section HS). The hub's data is not trusted either. */
export function parseWelcome(raw: unknown, room: RoomId): Result<Welcome> {
  if (typeof raw !== 'object' || raw === null) return fail('frame.malformed', 'welcome');
  const fields = raw as Record<string, unknown>;
  const version = readCount(fields.version);
  if (version === undefined || !worksWith(version)) return fail('join.version', `hub speaks ${version ?? 'none'}`);
  const { epoch, origin, role, catchUp, instanceName, readOnly } = fields;
  const vector = parseVector(fields.vector);
  const you = parseMember(fields.you);
  const members = parseMembers(fields.members);
  const persistence = parsePersistence(fields.persistence);
  const lastN = readCount(fields.lastN);
  const elements = readCount(fields.elements);
  const stored = fields.stored === undefined ? undefined : parseVector(fields.stored);
  const previousLife = parsePreviousLife(fields.previousLife);
  const elsewhere = parseElsewhere(fields.elsewhere);
  const merged = parseEpochs(fields.merged);
  if (fields.room !== room || !isEpoch(epoch) || !isInstanceId(origin) || !vector) return fail('frame.malformed', 'welcome room');
  if (!you || !members || !elsewhere || !merged || !persistence) return fail('frame.malformed', 'welcome members');
  if (!ROLES.includes(role) || !WAYS.includes(catchUp)) return fail('frame.malformed', 'welcome words');
  if (lastN === undefined || elements === undefined) return fail('frame.malformed', 'welcome numbers');
  return ok({
    version,
    room,
    epoch,
    origin,
    vector: vector.pairs(),
    you,
    members,
    elsewhere,
    viewers: readCount(fields.viewers, LIMITS.viewersPerRoom) ?? 0,
    ...(fields.counted === true ? { counted: true } : {}),
    merged,
    role: role as Role,
    ...(isGrant(fields.grant) ? { grant: fields.grant } : {}),
    ...(fields.locked === true ? { locked: true } : {}),
    ...(fields.links === true ? { links: true } : {}),
    persistence,
    lastN,
    catchUp: catchUp as Welcome['catchUp'],
    ...(parsePace(fields) ?? { frameMs: 0 }),
    instanceName: typeof instanceName === 'string' ? cutText(instanceName, LIMITS.instanceNameChars) : '',
    ...(fields.instanceNamed === true ? { instanceNamed: true } : {}),
    elements,
    ...(isTime(fields.now) ? { now: fields.now } : {}),
    ...(fields.shows === true ? { shows: true } : {}),
    ...(fields.reacts === true ? { reacts: true } : {}),
    ...(stored ? { stored: stored.pairs() } : {}),
    ...(isRefusalCode(readOnly) ? { readOnly } : {}),
    ...(previousLife ? { previousLife } : {}),
  });
}
