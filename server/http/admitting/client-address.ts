import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { networkOf } from '../../hub/admission/network-of.ts';

/** An address of IPv4 with a port, or one in brackets, with or without a port. */
const WITH_PORT = /^(?:([\d.]+):\d+|\[([^\]]+)\](?::\d+)?)$/;

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

/**
 * The last address in the header, because the proxy itself wrote it. Some proxies (Azure App Service and Application Gateway) write the port
 * behind it, with which each connection would be an address of its own. What is no address counts as the proxy's.
 */
function forwardedNetwork({ headers, socket }: IncomingMessage): string {
  const given = headers['x-forwarded-for'];
  const last = (Array.isArray(given) ? given.join(',') : given)?.split(',').at(-1)?.trim() ?? '';
  const address =
    WITH_PORT.exec(last)
      ?.slice(1)
      .find((one) => one !== undefined) ?? last;
  return networkOf(isIP(address) === 0 ? (socket.remoteAddress ?? '') : address);
}
