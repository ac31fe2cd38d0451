import { readFileSync } from 'node:fs';
import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';

/** One of Microsoft's own test messages: a framed message, and what it says. `protocol-vectors.json` holds them. */
export interface Vector {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>> & { readonly type: number };
  readonly frame: Buffer;
}

const FILE = new URL('protocol-vectors.json', import.meta.url);

export const VECTORS: readonly Vector[] = (
  JSON.parse(readFileSync(FILE, 'utf8')) as { name: string; fields: Vector['fields']; base64: string }[]
).map(({ name, fields, base64 }) => ({ name, fields, frame: Buffer.from(base64, 'base64') }));

export const vectorsNamed = (prefix: 'current/' | 'compat/' | 'newer/'): readonly Vector[] =>
  VECTORS.filter(({ name }) => name.startsWith(prefix));

/** Names of the vectors whose ours differ. */
const OUR_NAMES: Readonly<Record<string, string>> = {
  connectionList: 'connectionIds',
  userList: 'userIds',
  groupList: 'groups',
  groupName: 'group',
  excludedList: 'excludedConnectionIds',
  excludedUserList: 'excludedUserIds',
  id: 'objectId',
};

/** What the fields of the vector look like in a message that was read: only those that the vector has. */
export function expectedOf({ fields }: Vector): Partial<ServiceMessage> {
  const { typeName: _typeName, arrayLength: _arrayLength, ...said } = fields;
  return Object.fromEntries(Object.entries(said).map(([name, value]) => [OUR_NAMES[name] ?? name, readable(name, value)]));
}

function readable(name: string, value: unknown): unknown {
  if (name === 'claims') return Object.entries(value as object);
  if (name === 'headers') return new Map(Object.entries(value as object));
  if (name === 'payloads') return new Map(Object.entries(value as object).map(([key, bytes]) => [key, bytesOf(bytes)]));
  if (name === 'payload') return bytesOf(value);
  if (name === 'extensions') {
    const { tracingId, ...others } = value as { tracingId?: number };
    return tracingId === undefined ? others : { ...others, tracingId: BigInt(tracingId) };
  }
  return value;
}

const bytesOf = (value: unknown): Buffer => Buffer.from((value as { bytesBase64: string }).bytesBase64, 'base64');
