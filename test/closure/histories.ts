import { checkBatch } from '../../core/board/admission/validate-op.ts';
import { Board } from '../../core/board/board.ts';
import { decodeOps, encodeOps } from '../../core/board/codec/op-codec.ts';
import { rangesOf } from '../../core/board/forgotten.ts';
import type { ClientId, InstanceId } from '../../core/board/ids.ts';
import { BOARD_AUTHOR } from '../../core/board/kinds.ts';
import type { OpBatch } from '../../core/board/op.ts';
import { packStates, packSuffix, unpackStates, unpackSuffix } from '../../core/room/catch-up.ts';
import { Replica } from '../../core/room/replica.ts';
import { decodeSnapshot, encodeSnapshot } from '../../core/room/snapshot/snapshot.ts';
import { packValue, unpackValue } from '../../core/wire/msgpack.ts';
import { seededRandom } from '../support/seeded.ts';
import { AUTHORS, unfriendlyOps } from './unfriendly.ts';

const ORIGINS = ['hubhubhub_1', 'hubhubhub_2', 'hubhubhub_3'] as InstanceId[];
const STEPS = 20;

/** What came of one history. */
export interface History {
  /** What broke the rule. Undefined: nothing did. */
  readonly what: string | undefined;
  readonly accepted: readonly OpBatch[];
}

interface Hub {
  readonly origin: InstanceId;
  readonly replica: Replica;
  readonly log: OpBatch[];
}

/**
 * One short history of authors who keep to no rule but the wire's: forged stamps, several births of one id, restores that contradict each
 * other, other people's ids, one author at several hubs at once. What admission accepts must be read back alike by every reader.
 */
export function runHistory(seed: number): History {
  const hubCount = 1 + (seed % ORIGINS.length);
  const { next } = seededRandom(seed);
  const below = (n: number): number => Math.floor(next() * n);
  const hubs = ORIGINS.slice(0, hubCount).map((origin): Hub => ({ origin, replica: new Replica(), log: [] }));
  const hubAt = (): Hub => hubs[below(hubs.length)] as Hub;
  const accepted: OpBatch[] = [];
  const ends = (what: string | undefined): History => ({ what, accepted });
  /** Joins at some time by a whole board, and hears the rest as batches. */
  const late = { replica: new Replica(), at: below(STEPS) };

  for (let step = 0; step < STEPS; step++) {
    const author = AUTHORS[below(AUTHORS.length)] as ClientId;
    const hub = hubAt();
    const { board } = hub.replica;
    const raw = packValue(encodeOps(author, unfriendlyOps(author, board, below)));
    const decoded = decodeOps(author, unpackValue(raw));
    if (decoded.ok && !checkBatch(board, author, decoded.value)) {
      const batch = { author, n: accepted.length + 1, ops: decoded.value };
      accepted.push(batch);
      hub.log.push(batch);
      hub.replica.receive({ origin: hub.origin, firstSeq: hub.log.length, batches: [batch] });
      const broken = readBack(board);
      if (broken !== undefined) return ends(broken);
    }
    if (below(6) === 0) {
      const forgetful = hubAt();
      const ranges = rangesOf(forgetful.replica.board.oldestRemoved(1 + below(2)));
      if (ranges.length > 0) {
        const batch = { author: BOARD_AUTHOR, n: forgetful.log.length + 1, ops: [{ kind: 'forget' as const, ranges }] };
        accepted.push(batch);
        forgetful.log.push(batch);
        forgetful.replica.receive({ origin: forgetful.origin, firstSeq: forgetful.log.length, batches: [batch] });
      }
    }
    if (step === late.at) {
      const from = hubAt().replica;
      const states = unpackStates(packStates(from.board.statesPast()));
      if (!states.ok) return ends(`a newcomer cannot read the board: ${states.error.code}`);
      late.replica.merge(states.value, from.vector.copy());
    }
    if (below(3) === 0) pull(hubAt(), hubAt(), below);
  }
  // Frames keep each hub's order, and nothing more.
  const all = [...hubs.map(({ replica }) => replica), late.replica];
  for (const replica of all) for (const hub of below(2) === 0 ? hubs : [...hubs].reverse()) hear(replica, hub);
  const [first] = all as [Replica];
  for (const { board } of all) {
    if (board.fingerprint() !== first.board.fingerprint()) return ends('replicas that know the same end with different boards');
  }
  return ends(readBack(first.board));
}

/** What the replica lacks of a hub's log, at most `most` batches, as a suffix. */
function hear(replica: Replica, { origin, log }: Hub, most = log.length): void {
  const known = replica.vector.get(origin);
  if (log.length <= known || most === 0) return;
  const suffix = unpackSuffix(packSuffix([{ origin, firstSeq: known + 1, batches: log.slice(known, known + most) }]));
  if (!suffix.ok) throw new Error(`a suffix cannot be read: ${suffix.error.code} ${suffix.error.detail}`);
  for (const part of suffix.value) replica.receive(part);
}

/** One hub catches up with another, by some of its own batches or by a delta of everything. */
function pull(to: Hub, from: Hub, below: (n: number) => number): void {
  if (to === from) return;
  if (below(3) > 0) {
    hear(to.replica, from, 1 + below(4));
    return;
  }
  const states = unpackStates(packStates(from.replica.board.statesPast(to.replica.vector)));
  if (!states.ok) throw new Error(`a delta cannot be read: ${states.error.code} ${states.error.detail}`);
  to.replica.merge(states.value, from.replica.vector.copy());
}

/** Snapshot, delta and file give the same fingerprint: undefined, or what does not. */
function readBack(board: Board): string | undefined {
  const catchUp = unpackStates(packStates(board.statesPast()));
  if (!catchUp.ok) return `a newcomer cannot read the board: ${catchUp.error.code}`;
  const fresh = new Board();
  fresh.merge(catchUp.value);
  if (fresh.fingerprint() !== board.fingerprint()) return 'a newcomer reads another board';
  if (fresh.pointBytes !== board.pointBytes || fresh.elementCount !== board.elementCount) return 'a newcomer counts otherwise';
  const file = decodeSnapshot(encodeSnapshot({ epoch: undefined, vector: [], savedAt: 1, states: board.statesPast() }));
  if (!file.ok) return `a file of the board cannot be read: ${file.error.code}`;
  const opened = new Board();
  opened.merge(file.value.states);
  if (opened.fingerprint() !== board.fingerprint()) return 'a file gives another board';
  // Joined with a replica that has a part of it already, as a delta is.
  opened.merge(catchUp.value);
  return opened.fingerprint() === board.fingerprint() ? undefined : 'joining a board with itself changes it';
}
