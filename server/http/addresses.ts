import { type InterfaceAddress, networkChoices, serverAt } from '../../core/contract/network-choices.ts';
import { isLoopback, type ServerAddresses } from '../../core/contract/server-addresses.ts';

/** Not one address, but all of the machine. */
export const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

export interface Addresses {
  /** Where this machine reaches the hub. */
  readonly local: string;
  /** Where other machines of the network may reach it, the best guess first; empty when it listens for this machine only. */
  readonly network: readonly string[];
}

/** `http://host:port` forms of what a hub listens on. A wildcard is no address: this machine's own stands for it. */
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
 * What a page is told about the hub's addresses. Only a page on the hub's own computer hears those of the local network: a page that came
 * over a network has an address that works, and a public hub tells no client how its machine is connected.
 */
export function toldAddresses(
  askedAt: string | undefined,
  network: readonly string[],
  publicUrl: string | undefined,
): ServerAddresses {
  if (publicUrl !== undefined) return { public: publicUrl, network: [] };
  return { network: askedAt !== undefined && isLoopback(`http://${askedAt}`) ? network : [] };
}
