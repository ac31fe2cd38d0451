import type { IncomingMessage, ServerResponse } from 'node:http';
import { readJson } from '@inkroom/signalr/hub-protocol/exact-json';
import type { Outside, ReferenceHub } from './hub.ts';

/** A body longer than this is not read to its end. */
const BODY_BYTES = 1024 * 1024;

/** `POST /send-outside` and `POST /join-outside`: the hub used from outside any hub call. Everything else is 404. */
export function answerOutside(reference: ReferenceHub, request: IncomingMessage, response: ServerResponse): void {
  const isPost = request.method === 'POST';
  if (!isPost || (request.url !== '/send-outside' && request.url !== '/join-outside')) {
    response.writeHead(404, { 'content-length': 0 }).end();
    return;
  }
  const done = request.url === '/send-outside' ? sendOutside : joinOutside;
  readBody(request).then(
    async (body) => response.writeHead((await done(reference, body)) ? 204 : 400).end(),
    () => response.writeHead(400).end(),
  );
}

function sendOutside(reference: ReferenceHub, body: Readonly<Record<string, unknown>>): boolean {
  const { to, name = '', payload = null } = body;
  if (!isAddressee(to) || typeof name !== 'string') return false;
  reference.send({ to, name, payload });
  return true;
}

async function joinOutside(reference: ReferenceHub, body: Readonly<Record<string, unknown>>): Promise<boolean> {
  const { connectionId, group, leave = false } = body;
  if (typeof connectionId !== 'string' || typeof group !== 'string') return false;
  await reference.join(connectionId, group, leave === true);
  return true;
}

function isAddressee(value: unknown): value is Outside['to'] {
  return value === 'all' || value === 'group' || value === 'user' || value === 'connection';
}

async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > BODY_BYTES) throw new Error('the body is too long');
    chunks.push(chunk as Buffer);
  }
  const { value: body } = readJson(Buffer.concat(chunks).toString('utf8'));
  if (typeof body !== 'object' || body === null) throw new Error('the body is no object');
  return body as Readonly<Record<string, unknown>>;
}
