import { isServerAddress } from './server-address.ts';

/** The addresses at which people reach a hub: `GET /addresses` answers with this as JSON. */
export interface ServerAddresses {
  /** The address from the operator (`--public-url`). When present, it is the only valid one. */
  readonly public?: string;
  /** `http://host:port` on the local network, the best guess first. Empty: the hub listens for its own computer only. */
  readonly network: readonly string[];
}

export const ADDRESSES_PATH = '/addresses';
/** More than any computer has. A longer answer is cut. */
const MOST = 16;

/** Undefined for a malformed answer. */
export function parseServerAddresses(raw: unknown): ServerAddresses | undefined {
  if (typeof raw !== 'object' || raw === null || !('network' in raw) || !Array.isArray(raw.network)) return undefined;
  const network = raw.network.filter(isServerAddress).slice(0, MOST);
  return 'public' in raw && isServerAddress(raw.public) ? { public: raw.public, network } : { network };
}

/** True when only the server's own computer can reach it at this address. Such a link is useless to others. */
export function isLoopback(server: string): boolean {
  const host = URL_HOST.exec(server)?.[1]?.toLowerCase();
  if (host === undefined) return false;
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

const URL_HOST = /^https?:\/\/(\[[0-9a-fA-F:.]+\]|[^:/?#[\]]+)(:\d{1,5})?(\/|$)/;

/**
 * The servers for a share link, the best first, for a page that reached the hub at `server`. An address that led this page there
 * over a network is proven to work. On the hub's own computer only the hub knows the others.
 */
export function shareServers(server: string, told: ServerAddresses | undefined): readonly string[] {
  if (told?.public !== undefined) return [told.public];
  if (!isLoopback(server)) return [server];
  return told !== undefined && told.network.length > 0 ? told.network : [server];
}
