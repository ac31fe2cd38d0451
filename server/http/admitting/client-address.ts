import type { IncomingMessage } from 'node:http';
import { networkOf } from '../../hub/admission/network-of.ts';

/**
 * Reads the network address of a request's client. A customer of IPv6 has 2^64 addresses, so clients are counted by network. `trustProxy`: one
 * proxy stands in front of the hub.
 */
export function clientNetwork(trustProxy: boolean): (request: IncomingMessage) => string {
  return trustProxy ? forwardedNetwork : socketNetwork;
}

function socketNetwork({ socket }: IncomingMessage): string {
  return networkOf(socket.remoteAddress ?? '');
}

/** The last address in the header, because the proxy itself wrote it. */
function forwardedNetwork({ headers, socket }: IncomingMessage): string {
  const given = headers['x-forwarded-for'];
  const last = (Array.isArray(given) ? given.join(',') : given)?.split(',').at(-1)?.trim();
  return networkOf(last === undefined || last === '' ? (socket.remoteAddress ?? '') : last);
}
