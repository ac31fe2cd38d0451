import type { IncomingMessage } from 'node:http';
import { networkOf } from '../../hub/admission/network-of.ts';

/** The client's network address behind one trusted proxy: the last one in the header, because the proxy itself wrote it. */
/** A customer of IPv6 has 2^64 addresses, so connections are counted by network. */
export function socketNetwork({ socket }: IncomingMessage): string {
  return networkOf(socket.remoteAddress ?? '');
}

export function forwardedNetwork({ headers, socket }: IncomingMessage): string {
  const given = headers['x-forwarded-for'];
  const last = (Array.isArray(given) ? given.join(',') : given)?.split(',').at(-1)?.trim();
  return networkOf(last === undefined || last === '' ? (socket.remoteAddress ?? '') : last);
}
