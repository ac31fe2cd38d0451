import http from 'node:http';
import { within } from './deadline.ts';

/** A complete HTTP answer. Header names are in lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

export interface HttpOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** How long the answer may take. */
  readonly waitMs?: number;
}

/** One request on a connection of its own, so that no answer waits behind another. */
export async function request(method: string, url: string, options: HttpOptions = {}): Promise<HttpAnswer> {
  const { outgoing, answer } = start(method, url, options);
  try {
    return await within(answer.then(readAll), `${method} ${withoutQuery(url)} was not answered`, options.waitMs);
  } finally {
    outgoing.destroy();
  }
}

/** A request whose body is read as it comes. `drop` destroys the TCP connection. */
export interface HttpStream {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly incoming: http.IncomingMessage;
  drop(): void;
}

export async function openStream(method: string, url: string, options: HttpOptions = {}): Promise<HttpStream> {
  const { outgoing, answer } = start(method, url, options);
  const incoming = await within(answer, `${method} ${withoutQuery(url)} was not answered`, options.waitMs);
  incoming.on('error', () => undefined);
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, incoming, drop: () => outgoing.destroy() };
}

export async function readAll(incoming: http.IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body, text: body.toString('utf8') };
}

function start(
  method: string,
  url: string,
  options: HttpOptions,
): { outgoing: http.ClientRequest; answer: Promise<http.IncomingMessage> } {
  const body = options.body === undefined ? undefined : Buffer.from(options.body as string);
  const headers: Record<string, string> = { ...options.headers };
  if (method !== 'GET' && method !== 'HEAD') headers['content-length'] = String(body?.length ?? 0);
  const outgoing = http.request(url, { method, headers, agent: false });
  const answer = new Promise<http.IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
  });
  outgoing.end(body);
  return { outgoing, answer };
}

function withoutQuery(url: string): string {
  return url.split('?')[0] ?? url;
}
