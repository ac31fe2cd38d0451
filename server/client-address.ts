import type { IncomingMessage } from 'node:http';

/** The client's network address behind one trusted proxy: the last one in the header is the one that the proxy itself has seen. */
export function forwardedAddress({ headers, socket }: IncomingMessage): string {
  const given = headers['x-forwarded-for'];
  const last = (Array.isArray(given) ? given.join(',') : given)?.split(',').at(-1)?.trim();
  return last === undefined || last === '' ? (socket.remoteAddress ?? '') : last;
}
