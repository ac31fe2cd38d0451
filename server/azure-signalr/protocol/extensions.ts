import type { FieldReader } from './field-reader.ts';
import type { FieldWriter } from './field-writer.ts';

/** All possible members of the optional map at the end of a message (reference 6.2). */
export interface Extensions {
  readonly tracingId?: bigint;
  readonly ttl?: number;
  readonly protocol?: string;
  readonly filter?: string;
  readonly dataMessageType?: number;
  readonly isPartial?: boolean;
}

type Name = keyof Extensions;

const KEYS = { tracingId: 1, ttl: 2, protocol: 3, filter: 4, dataMessageType: 5, isPartial: 6 } as const satisfies Record<
  Name,
  number
>;
/** In the order of writing. */
const NAMES = Object.keys(KEYS) as readonly Name[];
const KIND = {
  tracingId: 'int',
  ttl: 'int',
  protocol: 'text',
  filter: 'text',
  dataMessageType: 'int',
  isPartial: 'bool',
} as const satisfies Record<Name, 'int' | 'text' | 'bool'>;

const NONE: Extensions = {};

/** Reads the members in `allowed`. Skips others with their values, of any type, because newer peers send more. */
export function readExtensions<N extends Name>(fields: FieldReader, allowed: readonly N[]): Pick<Extensions, N> {
  const count = fields.entries(fields.mapHead(), 2);
  if (count === 0) return NONE;
  const found: Record<string, unknown> = {};
  for (let left = count; left > 0 && fields.problem === undefined; left--) {
    if (fields.peek() !== 'int') {
      fields.skip();
      fields.skip();
      continue;
    }
    const key = fields.wideInt();
    const name = allowed.find((one) => BigInt(KEYS[one]) === key);
    if (name === undefined || fields.peek() !== KIND[name]) fields.skip();
    else if (name === 'tracingId') found[name] = BigInt.asUintN(64, fields.wideInt());
    else if (KIND[name] === 'int') found[name] = fields.int();
    else if (KIND[name] === 'text') found[name] = fields.text();
    else found[name] = fields.bool();
  }
  return found as Pick<Extensions, N>;
}

/**
 * Always writes a map, even an empty one, because older readers need it (reference 6.2). The message types say which members are
 * allowed.
 */
export function writeExtensions(fields: FieldWriter, extensions: Extensions): void {
  let count = 0;
  for (const name of NAMES) if (isWritten(extensions[name])) count++;
  fields.mapHead(count);
  if (count === 0) return;
  for (const name of NAMES) {
    const value = extensions[name];
    if (!isWritten(value)) continue;
    fields.int(KEYS[name]);
    if (typeof value === 'bigint') fields.wideInt(BigInt.asUintN(64, value));
    else if (typeof value === 'number') fields.int(value);
    else if (typeof value === 'string') fields.text(value);
    else fields.bool(value === true);
  }
}

/** "Is partial" is written only when true (reference 6.2). */
function isWritten(value: Extensions[Name]): boolean {
  return value !== undefined && value !== false;
}
