import { fail, ok, type Refusal, type Result } from '../../base/result.ts';
import { LIMITS } from '../../contract/limits.ts';
import { readBytes, readCount } from '../../wire/wire-value.ts';
import { newTail, readPoints } from '../bodies/points-codec.ts';
import type { ElementState, Stamp } from '../element.ts';
import { elementId } from '../ids.ts';
import { acceptsValue, Body, ElementKind, PROPS, type RegisterName, type Values } from '../kinds.ts';
import type { PropValue } from '../prop-value.ts';
import { decodeMarks, decodeWaiting, type RowHead } from './state-row.ts';

const ALIVE = 1;
const PRESSURED = 2;
const RESTORED = 4;
const UNBORN = 8;
/** The registers of the old formats, in the order of their stamps: kind, alive, order, x, y, color, width, pressured. */
const OLD_REGISTERS: readonly (RegisterName | undefined)[] = [undefined, 'alive', 'order', 'x', 'y', 'color', 'width', undefined];

const malformed = (detail: string): Result<never, Refusal> => fail('snapshot.malformed', detail);

/**
 * A row of formats 1 and 2: `[author, k, kind, flags, order, x, y, color, width, stamps, count, end, points, marks, waiting?]`.
 * Kind and pressure, once registers, become the birth. `stamps` is one `[lamport, client]` for all, or one pair for each.
 */
export function decodeOldRow(row: unknown, { clients, origins }: RowHead): Result<ElementState, Refusal> {
  if (!Array.isArray(row) || (row.length !== 14 && row.length !== 15)) return malformed('row');
  const [author, k, kind, rawFlags, order, x, y, color, width, rawStamps, rawCount, rawEnd, rawPoints, rawMarks, rawWaiting] =
    row;
  const owner = clients[readCount(author) ?? -1];
  const ordinal = readCount(k);
  const flags = readCount(rawFlags, 15);
  if (!owner || !ordinal || flags === undefined) return malformed('id');
  if (kind !== ElementKind.pen && kind !== ElementKind.highlighter) return fail('op.value', 'kind');
  const isUnborn = (flags & UNBORN) !== 0;
  const isRestored = (flags & RESTORED) !== 0;
  const written = decodeOldStamps(rawStamps, clients);
  const marks = decodeMarks(rawMarks, origins);
  const waiting = rawWaiting === undefined ? undefined : decodeWaiting(rawWaiting);
  const content = readBytes(rawPoints);
  const count = readCount(rawCount, LIMITS.pointsPerStroke);
  const end = rawEnd === null ? -1 : readCount(rawEnd, LIMITS.pointsPerStroke);
  if (!written || !marks || !content || count === undefined || end === undefined) return malformed('row');
  if (row.length === 15 && !waiting) return malformed('waiting');
  const old: Record<string, PropValue> = { alive: (flags & ALIVE) !== 0, order, x, y, color, width };
  const values: Record<string, PropValue> = {};
  const stamps: Record<string, Stamp> = {};
  for (const [i, name] of OLD_REGISTERS.entries()) {
    const stamp = written[i] as Stamp;
    // A register that was never written has no author.
    if (name === undefined || stamp.clientId === '') continue;
    const value = old[name] as PropValue;
    if (!acceptsValue(PROPS[name].code, value)) return fail('op.value', name);
    values[name] = value;
    stamps[name] = stamp;
  }
  const body = (flags & PRESSURED) !== 0 ? Body.pressuredPoints : Body.points;
  const walked = readPoints(newTail(), content, body === Body.pressuredPoints);
  if (typeof walked === 'string') return fail(walked);
  if (walked !== count) return malformed('count');
  return ok({
    id: elementId(owner, ordinal),
    birth: isUnborn ? undefined : { kind, body, facts: {} },
    values: values as Values,
    stamps,
    content,
    count,
    endCount: isRestored ? -1 : end,
    restored: isRestored,
    ...(waiting ? { waiting } : {}),
    marks,
  });
}

function decodeOldStamps(raw: unknown, clients: RowHead['clients']): Stamp[] | undefined {
  if (!Array.isArray(raw) || (raw.length !== 2 && raw.length !== 2 * OLD_REGISTERS.length)) return undefined;
  const stamps: Stamp[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const lamport = readCount(raw[i]);
    const clientId = clients[readCount(raw[i + 1]) ?? -1];
    if (lamport === undefined || clientId === undefined) return undefined;
    stamps.push({ lamport, clientId });
  }
  const [only] = stamps;
  return stamps.length === 1 && only ? new Array<Stamp>(OLD_REGISTERS.length).fill(only) : stamps;
}
