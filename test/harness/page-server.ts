import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { APP_ORIGIN } from '../../main/guards/app-address.ts';
import { resolveAppPath } from '../../main/guards/app-path.ts';

const WEB = fileURLToPath(new URL('../../dist/web', import.meta.url));

export interface PageServer {
  close(): Promise<void>;
}

/** Serves the built page in place of a hub, like a proxy or a cache whose hub is gone. */
export async function servePages(port: number): Promise<PageServer> {
  const server = createServer((request, response) => {
    const asked = resolveAppPath(WEB, request.method ?? '', APP_ORIGIN + request.url);
    if (asked.kind === 'refused') {
      response.writeHead(asked.status).end();
      return;
    }
    readFile(asked.path).then(
      (bytes) => response.writeHead(200, { 'content-type': asked.type }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
