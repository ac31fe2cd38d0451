import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** A short answer. Texts end up in the messages of clients. */
export interface Answer {
  readonly status: number;
  readonly text?: string;
  readonly json?: string;
  readonly headers?: OutgoingHttpHeaders;
}

export const NO_CONNECTION: Answer = { status: 404, text: 'No Connection with that ID' };
export const BUSY: Answer = { status: 503, text: 'The server takes no more connections' };

/** Sends it, over headers that the response has already. A peer that has gone is no error of ours. */
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
