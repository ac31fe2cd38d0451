import { isIP } from 'node:net';
import { codeOf } from '../../core/base/reason-of.ts';
import type { JsonFile } from '../files/json-file.ts';
import type { MainLog } from '../log.ts';
import { portIn } from '../port-in.ts';

/** First port that a hub tries: links to a board stay valid when it is always the same. */
const FIRST_PORT = 7420;

/** What the app stores about its hub, so that links to its boards stay valid after a restart. */
export interface HostingMemory {
  readonly port: number;
  /** The address at which the host let the network in. Undefined when the host has not, or has stopped hosting. */
  readonly shared?: string | undefined;
}

export function parseHostingMemory(raw: unknown): HostingMemory | undefined {
  const port = portIn(raw);
  if (port === undefined) return undefined;
  const shared = (raw as { readonly shared?: unknown }).shared;
  return typeof shared === 'string' && isIP(shared) !== 0 ? { port, shared } : { port };
}

/** The hub's `--port`: the last one while it is free, else the next. `asked`: from the app's command line; 0 is any. */
export function portFlag(remembered: number | undefined, asked: number | undefined): string {
  if (asked !== undefined && asked !== 0) return `${asked}+`;
  if (remembered !== undefined) return `${remembered}+`;
  return asked === 0 ? '0' : `${FIRST_PORT}+`;
}

/** The hub's port, for the hub. */
export interface PortMemory {
  flag(): string;
  served(port: number): void;
}

/** The host's choice to let the network in, which outlives the app. */
export interface SharedMemory {
  /** Undefined: the host has not let the network in, or has stopped hosting. */
  read(): string | undefined;
  write(address: string | undefined): void;
}

/** `asked`: the port from the app's command line. */
export function hostingMemory(
  file: JsonFile<HostingMemory>,
  asked: number | undefined,
  log: MainLog,
): { readonly port: PortMemory; readonly shared: SharedMemory } {
  const change = (next: Partial<HostingMemory>): void => {
    const known = file.read();
    const { port, shared } = { ...known, ...next };
    if (port === undefined || (known?.port === port && known.shared === shared)) return;
    try {
      file.write({ port, shared });
    } catch (error) {
      log.warn('settings.not_saved', { reason: codeOf(error) ?? 'unknown' });
    }
  };
  return {
    port: { flag: () => portFlag(file.read()?.port, asked), served: (port) => change({ port }) },
    shared: { read: () => file.read()?.shared, write: (shared) => change({ shared }) },
  };
}
