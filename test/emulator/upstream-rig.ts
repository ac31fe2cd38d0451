import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request that the service made. */
export interface UpstreamRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface UpstreamReply {
  readonly status: number;
  readonly body?: Uint8Array | string;
}

/** A web server that an emulator in Serverless mode calls. */
export interface Upstream {
  readonly url: string;
  readonly requests: UpstreamRequest[];
  /** Methods and paths, in the order of their coming. */
  paths(): string[];
}

/** Stopped when the test has finished. Answers 200 without a body unless told otherwise. */
export async function startUpstream(
  reply: (request: UpstreamRequest) => UpstreamReply | Promise<UpstreamReply> = () => ({ status: 200 }),
): Promise<Upstream> {
  const requests: UpstreamRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) };
    requests.push(seen);
    const { status, body = '' } = await reply(seen);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, paths: () => requests.map(({ path }) => path) };
}
