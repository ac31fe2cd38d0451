import { assertNever } from '../../core/base/assert-never.ts';
import type { Dice } from './dice.ts';

/** What the emulator is told to do at its control desk, as the service may do. `forMs`: how long before it is undone. */
export type Trouble =
  /** Clients lose their connections; so many: those that have been there longest. The mirrors of hubs are clients too. */
  | { readonly kind: 'dropClients'; readonly count: number | 'all' }
  /** Server connections of one hub, or of all, are lost; no client and no mirror is, unless it was carried by one of them. */
  | { readonly kind: 'dropServerConnections'; readonly of: number | 'all'; readonly count: number | 'all' }
  /** Changes of groups are made at once, and acknowledged so much later. */
  | { readonly kind: 'lateAcks'; readonly byMs: number; readonly forMs: number }
  /** Hubs hear nothing from the service, neither of it nor of clients, and what they did not hear is lost. What they say arrives. */
  | { readonly kind: 'silence'; readonly forMs: number }
  /** Hubs hear that the instance of the service is gone, and with it all its clients. */
  | { readonly kind: 'instanceGone' };

/** A hub that is not answered gives up after so long, milliseconds (reference 5.3). */
const ANSWER_MS = 10_000;

/** `clients`: people and mirrors. */
export function drawTrouble(
  { between, pick }: Dice,
  { hubs, clients }: { readonly hubs: number; readonly clients: number },
): Trouble {
  switch (pick(['clients', 'clients', 'servers', 'servers', 'acks', 'silence', 'silence', 'instance'] as const)) {
    case 'clients':
      return { kind: 'dropClients', count: pick(['all', between(1, clients)] as const) };
    case 'servers': {
      const of = pick(['all', between(0, hubs - 1), between(0, hubs - 1)] as const);
      return { kind: 'dropServerConnections', of, count: pick(['all', between(1, 4)] as const) };
    }
    case 'acks':
      // Some so late that the hub has given up.
      return { kind: 'lateAcks', byMs: pick([between(200, 3_000), between(9_000, 12_000)]), forMs: between(1_000, 6_000) };
    case 'silence':
      return { kind: 'silence', forMs: between(500, 6_000) };
    case 'instance':
      return { kind: 'instanceGone' };
  }
}

/** Until it is undone, milliseconds. */
export function troubleMs(trouble: Trouble): number {
  return 'forMs' in trouble ? trouble.forMs : 0;
}

/** For how long after that hubs may still wait for answers, milliseconds. */
export function lingersMs({ kind }: Trouble): number {
  return kind === 'silence' || kind === 'lateAcks' ? ANSWER_MS : 0;
}

/** Addresses of the control desk, for POST, below `/emulator/chaos/`. `undo`: what ends it. `serverId`: the service's name for the hub that is meant. */
export function deskOrders(
  trouble: Trouble,
  serverId: string | undefined,
): { readonly make: string; readonly undo: string | undefined } {
  const once = (make: string): { make: string; undo: undefined } => ({ make, undo: undefined });
  switch (trouble.kind) {
    case 'dropClients':
      return once(`drop-clients${query({ count: trouble.count })}`);
    case 'dropServerConnections':
      return once(`drop-server-connections${query({ serverId, count: trouble.count })}`);
    case 'lateAcks':
      return { make: `delay-acks${query({ ms: trouble.byMs })}`, undo: `delay-acks${query({ ms: 0 })}` };
    case 'silence':
      return { make: 'silence', undo: 'speak' };
    case 'instanceGone':
      return once('announce-offline');
    default:
      return assertNever(trouble);
  }
}

function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== 'all');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

export function troubleWords(trouble: Trouble): string {
  const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
  switch (trouble.kind) {
    case 'dropClients':
      return `${trouble.count === 'all' ? 'all' : `the oldest ${trouble.count}`} of its clients lost`;
    case 'dropServerConnections':
      return `${trouble.count === 'all' ? 'all' : `the oldest ${trouble.count}`} of the server connections of ${trouble.of === 'all' ? 'all hubs' : `hub ${trouble.of}`} lost`;
    case 'lateAcks':
      return `acknowledges ${seconds(trouble.byMs)} late for ${seconds(trouble.forMs)}`;
    case 'silence':
      return `silent towards hubs for ${seconds(trouble.forMs)}`;
    case 'instanceGone':
      return 'says that its instance is gone, and drops all clients';
    default:
      return assertNever(trouble);
  }
}
