import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceEndpoint } from '@inkroom/azure-signalr/connection-string';
import type { FunctionHandler } from '../function-types.ts';

/** The files of the page: made by `npm run build`, read once at the start. */
export interface BoardFiles {
  readonly page: string;
  readonly script: string;
  readonly style: string;
}

export function readBoardFiles(folder: string): BoardFiles {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return { page: read('index.html'), script: read('board/board.js'), style: read('board/board.css') };
}

/** The page of the announcement board. It may load its own files, and speak to this app and to the service. */
export function boardPage({ page }: BoardFiles, endpoint: ServiceEndpoint | undefined): FunctionHandler {
  const service = endpoint === undefined ? '' : ` ${originsOf(endpoint)}`;
  const policy = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'${service}; base-uri 'none'; frame-ancestors 'none'`;
  return async () => ({
    body: page,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
    },
  });
}

export function boardFile(text: string, contentType: string): FunctionHandler {
  const headers = {
    'content-type': `${contentType}; charset=utf-8`,
    'cache-control': 'public, max-age=300',
    'x-content-type-options': 'nosniff',
  };
  return async () => ({ body: text, headers });
}

/** By HTTP for negotiation and by WebSocket. */
function originsOf({ clientBase }: ServiceEndpoint): string {
  const { origin } = new URL(clientBase);
  return `${origin} ${origin.replace(/^http/, 'ws')}`;
}
