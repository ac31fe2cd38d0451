import { assertNever } from '../../core/base/assert-never.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { SessionState } from './session.ts';

/** An attempt that is this old when the network, the window or the machine comes back is given up for a new one, milliseconds. */
const STALE_ATTEMPT_MS = 2_000;

/** What the operating system says about the network. It is only a hint: a hub on this machine is reached without any. */
type Network = 'up' | 'down';

/** What a connection is worth. `quiet`: nothing has been heard since `since` (`clock.mono()`), longer than a hub is ever silent; nothing is given up for that. */
export type Line = { readonly is: 'up' } | { readonly is: 'quiet'; readonly since: number; readonly network: Network };

/** The link to the hub: the session's one lifecycle. `since`: `clock.mono()` when the connection was lost or first wanted. */
export type Link =
  | { readonly at: 'idle' }
  /** The back-off runs. */
  | { readonly at: 'waiting'; readonly attempt: number; readonly since: number; readonly network: Network }
  | {
      readonly at: 'reaching';
      readonly attempt: number;
      readonly since: number;
      readonly network: Network;
      readonly startedAt: number;
    }
  | {
      readonly at: 'joining';
      readonly attempt: number;
      readonly since: number;
      /** `welcomed`: a member, so batches may be sent; what was missed is still coming. */
      readonly stage: 'asking' | 'welcomed';
      readonly received: number;
      readonly total: number;
      readonly line: Line;
    }
  | { readonly at: 'live'; readonly since: number; readonly line: Line }
  | { readonly at: 'refused'; readonly code: RefusalCode }
  | { readonly at: 'ended' };

export type LinkEvent =
  | { readonly kind: 'start' }
  /** The network, the window or the machine came back, or the person asks for it. */
  | { readonly kind: 'wake' }
  | { readonly kind: 'networkLost' }
  /** The back-off is over. */
  | { readonly kind: 'due' }
  | { readonly kind: 'open' }
  | { readonly kind: 'welcomed' }
  /** Under another name: leave and join again on the same connection. */
  | { readonly kind: 'rejoin' }
  | { readonly kind: 'progress'; readonly received: number; readonly total: number }
  /** Joined, and everything that was missed is here. */
  | { readonly kind: 'synced' }
  /** Nothing has been heard for so long that it is to be shown; `since`: `clock.mono()` of the last that was heard. */
  | { readonly kind: 'quiet'; readonly since: number }
  /** Nothing has been heard for so long that the line is to be given up. */
  | { readonly kind: 'dead' }
  /** Something is heard again. */
  | { readonly kind: 'heard' }
  /** The connection is gone. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'refused'; readonly code: RefusalCode }
  | { readonly kind: 'end' };

/**
 * What the session does next. `wait` starts the back-off; `drop` ends the connection there is; `replace` leaves it unused until the next one
 * has taken its place in the room; `probe` asks whether it still lives.
 */
export type LinkEffect = 'connect' | 'join' | 'wait' | 'drop' | 'replace' | 'probe' | 'leave';

export interface LinkStep {
  readonly link: Link;
  readonly effects: readonly LinkEffect[];
}

const UP: Line = { is: 'up' };
const stay = (link: Link): LinkStep => ({ link, effects: [] });

export function stepLink(link: Link, event: LinkEvent, now: number): LinkStep {
  if (link.at === 'ended') return stay(link);
  switch (event.kind) {
    case 'start':
      return link.at === 'idle' || link.at === 'refused' ? reach(0, now, now, []) : stay(link);
    case 'wake':
      return wake(link, now);
    case 'networkLost':
      if (link.at === 'waiting' || link.at === 'reaching') return stay({ ...link, network: 'down' });
      if (hasLine(link) && link.line.is !== 'up') return stay({ ...link, line: { ...link.line, network: 'down' } });
      return { link, effects: link.at === 'live' ? ['probe'] : [] };
    case 'due':
      return link.at === 'waiting' ? reach(link.attempt, link.since, now, [], link.network) : stay(link);
    case 'open':
      if (link.at !== 'reaching') return stay(link);
      return {
        link: { at: 'joining', attempt: link.attempt, since: link.since, stage: 'asking', received: 0, total: 0, line: UP },
        effects: ['join'],
      };
    case 'welcomed':
      return stay(link.at === 'joining' ? { ...link, stage: 'welcomed' } : link);
    case 'rejoin': {
      if (!isInRoom(link)) return stay(link);
      const { line } = link;
      const since = link.at === 'joining' ? link.since : now;
      return {
        link: { at: 'joining', attempt: 0, since, stage: 'asking', received: 0, total: 0, line },
        effects: ['leave', 'join'],
      };
    }
    case 'progress':
      if (link.at !== 'joining') return stay(link);
      return stay({ ...link, received: event.received, total: event.total });
    case 'synced':
      return stay(link.at === 'joining' ? { at: 'live', since: now, line: link.line } : link);
    case 'quiet':
      if (link.at !== 'live' || link.line.is !== 'up') return stay(link);
      return stay({ ...link, line: { is: 'quiet', since: event.since, network: 'up' } });
    case 'dead':
      return hasLine(link) ? lost(link, now) : stay(link);
    case 'heard':
      return stay(hasLine(link) && link.line.is !== 'up' ? { ...link, line: UP } : link);
    case 'lost':
      return lost(link, now);
    case 'refused':
      return { link: { at: 'refused', code: event.code }, effects: ['drop'] };
    case 'end':
      return { link: { at: 'ended' }, effects: isInRoom(link) ? ['leave', 'drop'] : ['drop'] };
    default:
      return assertNever(event);
  }
}

function reach(attempt: number, since: number, now: number, before: readonly LinkEffect[], network: Network = 'up'): LinkStep {
  return { link: { at: 'reaching', attempt, since, network, startedAt: now }, effects: [...before, 'connect'] };
}

function wake(link: Link, now: number): LinkStep {
  switch (link.at) {
    case 'waiting':
      return reach(0, link.since, now, []);
    case 'reaching': {
      if (now - link.startedAt < STALE_ATTEMPT_MS) return stay({ ...link, network: 'up' });
      return reach(0, link.since, now, ['drop']);
    }
    case 'refused':
      return reach(0, now, now, []);
    case 'joining':
    case 'live': {
      const { line } = link;
      const woken: Link = line.is === 'quiet' ? { ...link, line: { ...line, network: 'up' } } : link;
      return { link: woken, effects: link.at === 'live' ? ['probe'] : [] };
    }
    default:
      return stay(link);
  }
}

function lost(link: Link, now: number): LinkStep {
  switch (link.at) {
    case 'live': {
      const { since, network } = { since: now, network: 'up' as const, ...link.line };
      return { link: { at: 'waiting', attempt: 0, since, network }, effects: ['replace', 'wait'] };
    }
    case 'joining':
    case 'reaching': {
      const network = link.at === 'reaching' ? link.network : link.line.is === 'up' ? 'up' : link.line.network;
      return {
        link: { at: 'waiting', attempt: link.attempt + 1, since: link.since, network },
        effects: [isInRoom(link) ? 'replace' : 'drop', 'wait'],
      };
    }
    default:
      return stay(link);
  }
}

function hasLine(link: Link): link is Extract<Link, { readonly line: Line }> {
  return link.at === 'live' || link.at === 'joining';
}

/** Whether the hub has us in the room, so that batches may be sent. */
export function isInRoom(link: Link): link is Extract<Link, { readonly line: Line }> {
  return link.at === 'live' || (link.at === 'joining' && link.stage === 'welcomed');
}

/** The link as the status shows it. */
export function publicState(link: Link): SessionState {
  switch (link.at) {
    case 'idle':
    case 'ended':
      return { phase: 'offline' };
    case 'waiting':
    case 'reaching':
      return link.network === 'down' ? { phase: 'offline' } : { phase: 'connecting', attempt: link.attempt, since: link.since };
    case 'joining':
      if (link.line.is !== 'up') return away(link.line);
      return { phase: 'joining', since: link.since, received: link.received, total: link.total };
    case 'live':
      return link.line.is === 'up' ? { phase: 'live', since: link.since } : away(link.line);
    case 'refused':
      return { phase: 'refused', code: link.code };
    default:
      return assertNever(link);
  }
}

function away({ since, network }: Exclude<Line, { readonly is: 'up' }>): SessionState {
  return network === 'down' ? { phase: 'offline' } : { phase: 'connecting', attempt: 0, since };
}
