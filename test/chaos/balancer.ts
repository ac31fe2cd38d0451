import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface BalancerOptions {
  /** Ports of 127.0.0.1 in the order in which they are to be tried; asked for every request. */
  readonly hubs: () => readonly number[];
  /** Where a client is to go whom a hub sends to the service: `http://host:port`. */
  readonly service: string;
}

export interface Balancer {
  readonly port: number;
  close(): Promise<void>;
}

/** A hub that does not answer by then is passed over. */
const ANSWER_MS = 5_000;

/** What stands before hubs in real life, and sends each request to one that answers. Sends clients to the service by a line of their own. */
export async function startBalancer({ hubs, service }: BalancerOptions): Promise<Balancer> {
  const server: Server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    for (const port of hubs()) {
      const answer = await ask(port, request, body);
      if (!answer) continue;
      const type = answer.headers.get('content-type') ?? 'text/plain';
      const words = await answer.text().catch(() => undefined);
      if (words === undefined) continue;
      response.writeHead(answer.status, { 'content-type': type }).end(throughService(words, type));
      return;
    }
    response.writeHead(502).end();
  }

  function throughService(words: string, type: string): string {
    if (!type.startsWith('application/json')) return words;
    const answer = JSON.parse(words) as { readonly url?: unknown };
    if (typeof answer.url !== 'string') return words;
    const { pathname, search } = new URL(answer.url);
    return JSON.stringify({ ...answer, url: `${service}${pathname}${search}` });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function ask(
  port: number,
  { method = 'GET', url = '/', headers }: IncomingMessage,
  body: string,
): Promise<Response | undefined> {
  const passed = Object.entries(headers).filter((header): header is [string, string] =>
    ['authorization', 'content-type', 'x-requested-with'].includes(header[0]),
  );
  try {
    return await fetch(`http://127.0.0.1:${port}${url}`, {
      method,
      headers: passed,
      signal: AbortSignal.timeout(ANSWER_MS),
      ...(body.length > 0 ? { body } : {}),
    });
  } catch {
    return undefined;
  }
}
