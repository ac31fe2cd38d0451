import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

export interface KeyService {
  readonly url: string;
  /** Requests so far: path and authorization. */
  readonly asked: readonly {
    readonly path: string;
    readonly authorization: string | undefined;
    readonly headers: IncomingMessage['headers'];
  }[];
  /** What is answered from now on. `hang` answers nothing. */
  answer: { readonly status: number; readonly body: string } | 'hang';
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** Stands in for whatever gives out keys or tokens over HTTP. Closed after the test. */
export async function keyService(answer: KeyService['answer']): Promise<KeyService> {
  const { service, close } = await openKeyService(answer);
  open.push(close);
  return service;
}

/** The same, to be closed by the caller. */
export async function openKeyService(
  answer: KeyService['answer'],
): Promise<{ readonly service: KeyService; readonly close: () => Promise<void> }> {
  const asked: { path: string; authorization: string | undefined; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', authorization: request.headers.authorization, headers: request.headers });
    if (service.answer === 'hang') return;
    response.writeHead(service.answer.status, { 'content-type': 'application/json', location: 'http://elsewhere.invalid/' });
    response.end(service.answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const service: KeyService = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, answer };
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { service, close };
}
