import { assertNever } from '../../core/base/assert-never.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { SessionState } from './session.ts';

/** An attempt of this age is replaced by a new one when the network, the window or the machine returns, milliseconds. */
const STALE_ATTEMPT_MS = 2_000;

/** The operating system's report about the network. Only a hint: a hub on this machine needs no network. */
type Network = 'up' | 'down';

/**
 * The state of a connection. `quiet`: nothing was heard since `since` (`clock.mono()`), longer than a hub is ever silent. The
 * connection is not given up for that alone.
 */
export type Line = { readonly is: 'up' } | { readonly is: 'quiet'; readonly since: number; readonly network: Network };

/** The link to the hub: the session's only lifecycle. `since`: `clock.mono()` when the connection was lost or first wanted. */
export type Link =
  | { readonly at: 'idle' }
  /** The backoff runs. */
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
      /** `welcomed`: a member, so batches may be sent; the catch-up is still coming. */
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
  /** The network, the window or the machine returned, or the person asks for it. */
  | { readonly kind: 'wake' }
  | { readonly kind: 'networkLost' }
  /** The backoff is over. */
  | { readonly kind: 'due' }
  | { readonly kind: 'open' }
  | { readonly kind: 'welcomed' }
  /** Under another name: leave and join again on the same connection. */
  | { readonly kind: 'rejoin' }
  | { readonly kind: 'progress'; readonly received: number; readonly total: number }
  /** Joined, with the catch-up complete. */
  | { readonly kind: 'synced' }
  /** The silence is long enough to show; `since`: `clock.mono()` of the last message. */
  | { readonly kind: 'quiet'; readonly since: number }
  /** The silence is long enough to give the connection up. */
  | { readonly kind: 'dead' }
  /** Messages come again. */
  | { readonly kind: 'heard' }
  /** The connection is gone. */
  | { readonly kind: 'lost' }
  /** The hub has answered that it does not let this client in now. */
  | { readonly kind: 'turnedAway' }
  | { readonly kind: 'refused'; readonly code: RefusalCode }
  | { readonly kind: 'end' };

/**
 * The session's next step. `wait` starts the backoff; `drop` ends the current connection; `replace` leaves it unused until the
 * next one has taken its place in the room; `probe` asks whether it is alive.
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
    case 'turnedAway':
      return lost(link, now, 'drop');
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

/** `how`: a hub that was asked may have let this client in, although the answer has not come. */
function lost(link: Link, now: number, how: 'replace' | 'drop' = 'replace'): LinkStep {
  switch (link.at) {
    case 'live': {
      const { since, network } = { since: now, network: 'up' as const, ...link.line };
      return { link: { at: 'waiting', attempt: 0, since, network }, effects: [how, 'wait'] };
    }
    case 'joining':
    case 'reaching': {
      const network = link.at === 'reaching' ? link.network : link.line.is === 'up' ? 'up' : link.line.network;
      return {
        link: { at: 'waiting', attempt: link.attempt + 1, since: link.since, network },
        effects: [link.at === 'joining' ? how : 'drop', 'wait'],
      };
    }
    default:
      return stay(link);
  }
}

function hasLine(link: Link): link is Extract<Link, { readonly line: Line }> {
  return link.at === 'live' || link.at === 'joining';
}

/** True when the hub has this client in the room, so that batches may be sent. */
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
