import type { Epoch } from '../../../../core/board/ids.ts';
import type { SessionStatus } from '../../../../renderer/session/session.ts';
import { QUIET_DROP_MS, SLOW_SEND_MS } from '../../../../renderer/ui/words/status/status-words.ts';
import { statusOf } from './fake-session.ts';

export const AT = { now: Date.UTC(2026, 10, 21, 14, 3), nowMono: 90_000 } as const;

type Choices = { readonly [Field in keyof SessionStatus]?: readonly SessionStatus[Field][] };

const STATES: readonly SessionStatus['state'][] = [
  { phase: 'offline' },
  { phase: 'connecting', attempt: 0, since: AT.nowMono - QUIET_DROP_MS + 1 },
  { phase: 'connecting', attempt: 0, since: AT.nowMono - QUIET_DROP_MS },
  { phase: 'connecting', attempt: 7, since: 0 },
  { phase: 'joining', since: AT.nowMono, received: 0, total: 0 },
  { phase: 'joining', since: 0, received: 30_000, total: 65_536 },
  { phase: 'live', since: 0 },
  { phase: 'refused', code: 'room.full' },
];

const LOST_COPY = { epoch: 'EEEEEEEEEEE' as Epoch, elements: 412, removed: 0, upTo: AT.now, elementsInRoom: 0 };

/** Each field with the values that differ in what may be said about them. */
const CHOICES: Choices = {
  state: STATES,
  persistence: [undefined, { mode: 'none', since: 0 }, { mode: 'lmdb', since: 0 }, { mode: 'azure-blob', since: 0 }],
  savedAt: [undefined, AT.now - 2_000],
  unsent: [0, 1, 3],
  // Nothing is unsent for no time, and something for some: the rest is left out below.
  oldestUnsentMs: [undefined, 0, SLOW_SEND_MS],
  readOnly: [undefined, 'room.read_only', 'server.full'],
  notYet: [undefined, 'server.rooms_full'],
  // Only until the server is reached, which says how it keeps boards: the rest is left out below.
  asOf: [undefined, AT.now],
  lostCopy: [undefined, LOST_COPY],
  previousLife: [undefined, { endedAt: AT.now, elements: 41 }],
  outboxKept: ['device', 'memory'],
  grant: ['draw', 'view'],
  elements: [0, 5],
  // Last, because it goes with few of the others.
  hostEnded: [false, true],
};

const HOUR_MS = 3_600_000;

/**
 * A host's lock, clocks, transports and every store, crossed with all the others. Of those, each value that chooses another sentence is here
 * once: numbers and times within a sentence are varied above.
 */
const CROSSED: Choices = {
  state: [
    { phase: 'offline' },
    { phase: 'connecting', attempt: 7, since: 0 },
    { phase: 'joining', since: 0, received: 30_000, total: 65_536 },
    { phase: 'live', since: 0 },
    { phase: 'refused', code: 'room.full' },
  ],
  persistence: [
    undefined,
    { mode: 'none', since: 0 },
    { mode: 'lmdb', since: 0 },
    { mode: 'azure-blob', since: 0 },
    { mode: 'redis', since: 0 },
  ],
  grant: ['draw', 'view'],
  locked: [false, true],
  clockTrouble: [undefined, { of: 'device', aheadMs: 2 * HOUR_MS }, { of: 'device', aheadMs: -2 * HOUR_MS }, { of: 'server' }],
  transport: [undefined, 'WebSockets', 'long polling'],
  // Nobody waits for a server that is there, and nobody knows what one that is not there takes.
  notYet: [undefined, 'server.rooms_full', 'server.clock', 'line.blocked'],
  readOnly: [undefined, 'room.read_only', 'server.full'],
  asOf: [undefined, AT.now],
  unsent: [0, 3],
  oldestUnsentMs: [undefined, SLOW_SEND_MS],
  lostCopy: [undefined, LOST_COPY],
  previousLife: [undefined, { endedAt: AT.now, elements: 41 }],
  outboxKept: ['device', 'memory'],
  elements: [0, 5],
};

const isLive = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'phase' in state && state.phase === 'live';

/** Hands over every combination of everything that the pill and the panel speak of, until `visit` has found what it looks for. */
export const findStatus = (visit: Visit): SessionStatus | undefined => find(CHOICES, visit);

/** The same for the combinations with a lock, clocks, transports and every store. */
export const findCrossed = (visit: Visit): SessionStatus | undefined => find(CROSSED, visit);

type Visit = (status: SessionStatus) => boolean;

function find(choices: Choices, visit: Visit): SessionStatus | undefined {
  const fields = Object.entries(choices) as [keyof SessionStatus, readonly unknown[]][];
  const plain = statusOf();
  const part: Record<string, unknown> = {};
  const choose = (index: number): SessionStatus | undefined => {
    const field = fields[index];
    if (!field) {
      const status: SessionStatus = { ...plain, ...part };
      return visit(status) ? status : undefined;
    }
    const [name, values] = field;
    for (const value of values) {
      if (name === 'asOf' && value !== undefined && (part.persistence !== undefined || isLive(part.state))) continue;
      // Who was sent away had been let in, and is in the room no more.
      if (name === 'hostEnded' && value === true && !wasSentAway(part)) continue;
      if (name === 'oldestUnsentMs' && (value === undefined) !== (part.unsent === 0)) continue;
      if (choices === CROSSED && cannotBe(name, value, part)) continue;
      part[name] = value;
      const found = choose(index + 1);
      if (found) return found;
    }
    return undefined;
  };
  return choose(0);
}

/** A connection has a transport, and nothing else has one; a join is refused while it is tried; a hub says that it takes nothing. */
function cannotBe(name: keyof SessionStatus, value: unknown, { state }: Partial<SessionStatus>): boolean {
  const phase = state?.phase;
  if (name === 'transport') return (value !== undefined) !== (phase === 'live' || phase === 'joining');
  if (name === 'notYet') return value !== undefined && phase !== 'connecting' && phase !== 'offline';
  return name === 'readOnly' && value !== undefined && phase !== 'live' && phase !== 'connecting';
}

/** Only in the plainest of the other combinations: the tests look at each of some hundred thousand. */
function wasSentAway(part: Partial<SessionStatus>): boolean {
  const { state, persistence, previousLife, notYet, savedAt, readOnly, grant } = part;
  const isPlain = [previousLife, notYet, savedAt, readOnly].every((value) => value === undefined) && grant === 'draw';
  return isPlain && persistence !== undefined && state?.phase !== 'live';
}
