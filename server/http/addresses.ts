import type { NetworkInterfaceInfo } from 'node:os';

const WILDCARDS = new Set(['0.0.0.0', '::']);

export interface Addresses {
  /** Where this machine reaches the hub. */
  readonly local: string;
  /** Where other machines of the network may reach it; empty when it listens for this machine only. */
  readonly network: readonly string[];
}

/** `http://host:port` forms of what a hub listens on. A wildcard is no address: this machine's own stands for it. */
export function addressesOf(
  host: string,
  port: number,
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): Addresses {
  if (!WILDCARDS.has(host)) return { local: serverUrl(host, port), network: [] };
  const network: string[] = [];
  for (const infos of Object.values(interfaces)) {
    for (const { address, family, internal } of infos ?? [])
      if (family === 'IPv4' && !internal) network.push(serverUrl(address, port));
  }
  return { local: serverUrl('127.0.0.1', port), network };
}

function serverUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
