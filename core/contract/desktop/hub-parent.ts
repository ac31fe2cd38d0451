/**
 * Messages between the desktop app and its hub process, over the hub's parent port. Each side parses the other's messages as
 * unknown.
 */
export type ToHub =
  /** Also listen on this address, on `port` or the next free one. */
  | { readonly kind: 'openDoor'; readonly host: string; readonly port: number }
  /** Disconnect the guests and stop listening there. */
  | { readonly kind: 'closeDoor'; readonly host: string }
  /** The host ends the hub. */
  | { readonly kind: 'end' };

export type FromHub =
  /** `link` leads to a new room. `server`: `http://host:port`. */
  | { readonly kind: 'ready'; readonly link: string; readonly server: string }
  | { readonly kind: 'doorOpen'; readonly host: string; readonly server: string }
  /** `code`: the operating system's error code. */
  | { readonly kind: 'doorFailed'; readonly host: string; readonly code: string }
  | { readonly kind: 'doorClosed'; readonly host: string }
  | ({ readonly kind: 'company' } & HubCompany);

/** The guests of a hub: all members except its host. */
export interface HubCompany {
  readonly guests: number;
  /** Rooms with guests whose boards end with the hub, because no store keeps them. */
  readonly unkeptRooms: number;
}

/** Environment variable that passes the host's key from the app to its hub. Other users of the machine cannot read it there. */
export const HOST_KEY_VARIABLE = 'INKROOM_HOST_KEY';

export function parseToHub(raw: unknown): ToHub | undefined {
  if (!isRecord(raw)) return undefined;
  const { kind, host, port } = raw;
  if (kind === 'end') return { kind };
  if (typeof host !== 'string') return undefined;
  if (kind === 'closeDoor') return { kind, host };
  return kind === 'openDoor' && isCount(port) && port <= 65_535 ? { kind, host, port } : undefined;
}

export function parseFromHub(raw: unknown): FromHub | undefined {
  if (!isRecord(raw)) return undefined;
  const { kind, host, server, link, code, guests, unkeptRooms } = raw;
  if (kind === 'company') return isCount(guests) && isCount(unkeptRooms) ? { kind, guests, unkeptRooms } : undefined;
  if (kind === 'ready') return typeof link === 'string' && typeof server === 'string' ? { kind, link, server } : undefined;
  if (typeof host !== 'string') return undefined;
  if (kind === 'doorOpen') return typeof server === 'string' ? { kind, host, server } : undefined;
  if (kind === 'doorFailed') return typeof code === 'string' ? { kind, host, code } : undefined;
  return kind === 'doorClosed' ? { kind, host } : undefined;
}

function isRecord(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null;
}

function isCount(raw: unknown): raw is number {
  return typeof raw === 'number' && Number.isInteger(raw) && raw >= 0;
}
