import { isIP } from 'node:net';

export interface HostRules {
  /** Address or name that the server listens on. */
  readonly boundTo: string;
  /** Other names of the server. When not empty, a network address accepts no further names. */
  readonly allowedHosts: readonly string[];
  /** Host of the public URL. Undefined: there is none. */
  readonly publicHost: string | undefined;
  /** Accepts only the address itself and the allowed names: for a server whose links all use its address. */
  readonly onlyNamed?: boolean;
}

const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;
const HOST = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(:\d{1,5})?$/;

const named = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host).toLowerCase();

/** True for an address or name of this computer only. */
export const isLoopbackHost = (host: string): boolean => LOOPBACK.test(named(host));

/**
 * Checks the server's name in a request's `Host` header. A web page can point its own name to this address and then counts as the
 * same origin in the browser; only the name reveals it (DNS rebinding). An address cannot be redirected in this way.
 */
export function hostCheck({
  boundTo,
  allowedHosts,
  publicHost,
  onlyNamed = false,
}: HostRules): (host: string | undefined) => boolean {
  const known = new Set([boundTo, ...allowedHosts].map(named));
  if (publicHost !== undefined) known.add(publicHost.toLowerCase());
  const isLoopback = isLoopbackHost(boundTo);
  const takesAnyName = !isLoopback && !onlyNamed && allowedHosts.length === 0;
  const isAddress = (name: string): boolean => name.startsWith('[') || isIP(name) !== 0;
  return (host) => {
    // Every browser sends it.
    if (host === undefined || takesAnyName) return true;
    const name = HOST.exec(host.toLowerCase())?.[1];
    if (name === undefined) return false;
    return known.has(name) || (!onlyNamed && (LOOPBACK.test(name) || (!isLoopback && isAddress(name))));
  };
}
