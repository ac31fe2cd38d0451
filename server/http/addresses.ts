import { type InterfaceAddress, networkChoices, serverAt } from '../../core/contract/desktop/network-choices.ts';
import { isLoopback, type ServerAddresses } from '../../core/contract/server-addresses.ts';

/** Stand for all addresses of the machine. */
export const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

export interface Addresses {
  /** The hub's address for this machine. */
  readonly local: string;
  /** Addresses for other machines of the network, the best guess first. Empty when the hub listens for this machine only. */
  readonly network: readonly string[];
}

/** The hub's listening addresses as `http://host:port`. This machine's own address replaces a wildcard. */
export function addressesOf(
  host: string,
  port: number,
  interfaces: Readonly<Record<string, readonly InterfaceAddress[] | undefined>>,
): Addresses {
  const local = serverAt(WILDCARDS.has(host) ? '127.0.0.1' : host, port);
  if (!WILDCARDS.has(host)) return { local, network: isLoopback(local) ? [] : [local] };
  return { local, network: networkChoices(interfaces).map(({ address }) => serverAt(address, port)) };
}

/**
 * The addresses that a page gets. Only a page on the hub's own computer gets those of the local network: a page from a network
 * already has a working address, and a public hub does not reveal its network to clients.
 */
export function toldAddresses(
  askedAt: string | undefined,
  network: readonly string[],
  publicUrl: string | undefined,
): ServerAddresses {
  if (publicUrl !== undefined) return { public: publicUrl, network: [] };
  return { network: askedAt !== undefined && isLoopback(`http://${askedAt}`) ? network : [] };
}
