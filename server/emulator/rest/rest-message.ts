import { FieldReader } from '@inkroom/azure-signalr/protocol/field-reader';
import type { Payloads } from '@inkroom/azure-signalr/protocol/service-messages';
import { type ReadJson, readJson } from '@inkroom/signalr/hub-protocol/exact-json';
import { jsonProtocol } from '@inkroom/signalr/hub-protocol/json';
import { messagePackProtocol } from '@inkroom/signalr/hub-protocol/messagepack';

/**
 * The message in the body of a REST call, in every hub protocol (reference 9.3): `{"Target": …, "Arguments": […]}`, or a
 * MessagePack map of finished payloads. Undefined: neither of them.
 */
export function readRestMessage(contentType: string, body: Buffer): Payloads | undefined {
  const kind = contentType.split(';')[0]?.trim().toLowerCase();
  if (kind === 'application/octet-stream' || kind === 'application/x-msgpack') return readPayloads(body);
  return kind === 'application/json' ? readInvocation(body) : undefined;
}

function readPayloads(body: Buffer): Payloads | undefined {
  const fields = new FieldReader(body);
  const payloads = new Map<string, Uint8Array>();
  for (let left = fields.entries(fields.mapHead(), 2); left > 0; left--) payloads.set(fields.text(), fields.bin());
  return fields.problem === undefined ? payloads : undefined;
}

function readInvocation(body: Buffer): Payloads | undefined {
  let read: ReadJson;
  try {
    read = readJson(body.toString());
  } catch {
    return undefined;
  }
  const said = read.value;
  if (read.isChanged || typeof said !== 'object' || said === null) return undefined;
  const members = new Map(Object.entries(said).map(([name, value]) => [name.toLowerCase(), value]));
  const target: unknown = members.get('target');
  const args: unknown = members.get('arguments') ?? [];
  if (typeof target !== 'string' || target === '' || !Array.isArray(args)) return undefined;
  return new Map([
    ['json', jsonProtocol.invocation(target, args)],
    ['messagepack', messagePackProtocol.invocation(target, args)],
  ]);
}
