import { assertNever } from '../../core/base/assert-never.ts';
import type { ToHub } from '../../core/contract/desktop/hub-parent.ts';
import type { HostingState } from '../../core/contract/desktop/shell-contract.ts';

/** Events of hosting: the person's wishes, the hub's answers, the result of the address check. */
export type HostingEvent =
  | { readonly kind: 'asked'; readonly address: string }
  | { readonly kind: 'stopped' }
  /** The host let the network in at this address before the app was started again, and the computer is in another network now. */
  | { readonly kind: 'elsewhere'; readonly address: string }
  | { readonly kind: 'doorOpen'; readonly host: string; readonly server: string }
  | { readonly kind: 'doorFailed'; readonly host: string; readonly code: string }
  /** A crashed hub runs again, without its network addresses. */
  | { readonly kind: 'hubReady' }
  | { readonly kind: 'hubGone' }
  | { readonly kind: 'lookAgain' }
  | { readonly kind: 'probed'; readonly server: string; readonly reached: boolean };

export interface HostingPlan {
  readonly state: HostingState;
  /** Addresses at which the hub listens for others. More than one after the person chose again, which disconnects no guest. */
  readonly open: readonly string[];
}

export interface HostingStep {
  readonly plan: HostingPlan;
  readonly tell: readonly ToHub[];
  /** A server to check for reachability. */
  readonly probe?: string;
  /** What the app remembers for its next start: the address at which it hosts, or null, nothing. */
  readonly remember?: string | null;
}

export const NOT_HOSTING: HostingPlan = { state: { at: 'off' }, open: [] };

/** `port`: the hub's own, which its other addresses use too while it is free. */
export function stepHosting(plan: HostingPlan, event: HostingEvent, port: number): HostingStep {
  const { state, open } = plan;
  const stay: HostingStep = { plan, tell: [] };
  switch (event.kind) {
    case 'asked':
      return {
        plan: { state: { at: 'opening', address: event.address }, open },
        tell: [{ kind: 'openDoor', host: event.address, port }],
      };
    case 'stopped': {
      const doors = state.at === 'off' ? open : [...new Set([...open, state.address])];
      return { plan: NOT_HOSTING, tell: doors.map((host) => ({ kind: 'closeDoor', host })), remember: null };
    }
    case 'elsewhere':
      if (state.at !== 'off') return stay;
      return { plan: { state: { at: 'failed', address: event.address, why: 'noAddress' }, open }, tell: [] };
    case 'doorOpen': {
      if (state.at !== 'opening' || state.address !== event.host) return stay;
      const { host: address, server } = event;
      return {
        plan: { state: { at: 'on', address, server, reached: 'asking' }, open: [...new Set([...open, address])] },
        tell: [],
        probe: server,
        remember: address,
      };
    }
    case 'doorFailed':
      if (state.at !== 'opening' || state.address !== event.host) return stay;
      return { plan: { state: { at: 'failed', address: event.host, why: whyOf(event.code) }, open }, tell: [] };
    case 'hubGone':
      return state.at === 'on' ? { plan: { ...plan, state: { at: 'opening', address: state.address } }, tell: [] } : stay;
    case 'hubReady':
      return state.at === 'opening'
        ? { plan, tell: [...new Set([...open, state.address])].map((host) => ({ kind: 'openDoor', host, port })) }
        : stay;
    case 'lookAgain':
      return state.at === 'on' ? { ...stay, probe: state.server } : stay;
    case 'probed':
      if (state.at !== 'on' || state.server !== event.server) return stay;
      return { plan: { ...plan, state: { ...state, reached: event.reached ? 'yes' : 'no' } }, tell: [] };
    default:
      return assertNever(event);
  }
}

/**
 * What follows from the host's choice before the app was started again. Undefined: nothing, as after Stop. A computer in another network does
 * not listen there: its people were not meant.
 */
export function planResume(
  shared: string | undefined,
  state: HostingState,
  offered: readonly string[],
): Extract<HostingEvent, { readonly kind: 'asked' | 'elsewhere' }> | undefined {
  if (shared === undefined) return undefined;
  const isHere = offered.includes(shared);
  if (state.at === 'off') return { kind: isHere ? 'asked' : 'elsewhere', address: shared };
  const wasElsewhere = state.at === 'failed' && state.why === 'noAddress' && state.address === shared;
  return wasElsewhere && isHere ? { kind: 'asked', address: shared } : undefined;
}

function whyOf(code: string): Extract<HostingState, { readonly at: 'failed' }>['why'] {
  switch (code) {
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return 'noAddress';
    case 'EADDRINUSE':
      return 'noPort';
    case 'EACCES':
      return 'notAllowed';
    default:
      return 'unknown';
  }
}
