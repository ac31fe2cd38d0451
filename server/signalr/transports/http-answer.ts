import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** A short answer. Its text appears in the clients' error messages. */
export interface Answer {
  readonly status: number;
  readonly text?: string;
  readonly json?: string;
  readonly headers?: OutgoingHttpHeaders;
}

export const NO_CONNECTION: Answer = { status: 404, text: 'No Connection with that ID' };
export const BUSY: Answer = { status: 503, text: 'The server takes no more connections' };

/** Sends it, in addition to headers that the response already has. A peer that has gone is not an error here. */
export function respondWith(response: ServerResponse, { status, text, json, headers = {} }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const body = json ?? text ?? '';
  response.writeHead(status, {
    ...headers,
    ...(body === '' ? {} : { 'content-type': json === undefined ? 'text/plain' : 'application/json' }),
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(body);
}
