import { isIP } from 'node:net';

export interface HostRules {
  /** Address or name that the server listens on. */
  readonly boundTo: string;
  /** Further names of the server. Not empty: on a network address no other names are accepted. */
  readonly allowedHosts: readonly string[];
  /** Of the public URL; undefined: there is none. */
  readonly publicHost: string | undefined;
  /** Accepts no name but the address itself and those allowed: for a door that only links with this address lead to. */
  readonly onlyNamed?: boolean;
}

const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;
const HOST = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(:\d{1,5})?$/;

const named = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host).toLowerCase();

/**
 * Whether a request may name the server like this in its `Host`. A web page can re-point its own name to our address, and is then of
 * the same origin for the browser: its name is the one thing that tells it. Addresses cannot be re-pointed.
 */
export function hostCheck({
  boundTo,
  allowedHosts,
  publicHost,
  onlyNamed = false,
}: HostRules): (host: string | undefined) => boolean {
  const known = new Set([boundTo, ...allowedHosts].map(named));
  if (publicHost !== undefined) known.add(publicHost.toLowerCase());
  const isLoopback = LOOPBACK.test(named(boundTo));
  const takesAnyName = !isLoopback && !onlyNamed && allowedHosts.length === 0;
  const isAddress = (name: string): boolean => name.startsWith('[') || isIP(name) !== 0;
  return (host) => {
    // No browser leaves it out.
    if (host === undefined || takesAnyName) return true;
    const name = HOST.exec(host.toLowerCase())?.[1];
    if (name === undefined) return false;
    return known.has(name) || (!onlyNamed && (LOOPBACK.test(name) || (!isLoopback && isAddress(name))));
  };
}
