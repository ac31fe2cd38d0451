import { Board } from '../../core/board/board.ts';
import type { ElementKind } from '../../core/board/element.ts';
import { type ClientId, elementId, type InstanceId } from '../../core/board/ids.ts';
import type { Op } from '../../core/board/op.ts';
import { decodeOps, encodeOps } from '../../core/board/op-codec.ts';
import { encodePoints, newTail } from '../../core/board/points-codec.ts';
import { checkBatch } from '../../core/board/validate-op.ts';
import { packStates, unpackStates } from '../../core/room/catch-up.ts';
import { decodeSnapshot, encodeSnapshot } from '../../core/room/snapshot.ts';
import { packValue, unpackValue } from '../../core/wire/msgpack.ts';
import { seededRandom } from '../support/seeded.ts';

const AUTHORS = ['AAAAAAAAAAA', 'BBBBBBBBBBB'] as ClientId[];
const ORIGINS = ['hubhubhub_1', 'hubhubhub_2'] as InstanceId[];
const STEPS = 8;

interface Accepted {
  readonly author: ClientId;
  readonly ops: readonly Op[];
}

/** What broke the rule, and the accepted batches that did it. */
export interface Failure {
  readonly what: string;
  readonly accepted: readonly Accepted[];
}

/**
 * One short history of authors who keep to no rule but the wire's: forged stamps, several births of one id, restores that contradict each
 * other, other people's ids. What admission accepts must be read back alike by every reader. Each author is at one hub: a wire without a
 * birth's name in `append` cannot join two chains that one author began under one id at two hubs.
 */
export function runHistory(seed: number, hubs: 1 | 2): Failure | undefined {
  const { next } = seededRandom(seed);
  const below = (n: number): number => Math.floor(next() * n);
  const boards = Array.from({ length: hubs }, () => new Board());
  const logs: Accepted[][] = boards.map(() => []);

  for (let step = 0; step < STEPS; step++) {
    const at = below(2);
    const author = AUTHORS[at] as ClientId;
    const hub = at % hubs;
    const board = boards[hub] as Board;
    const decoded = decodeOps(author, unpackValue(packValue(encodeOps(author, unfriendlyOps(author, board, below)))));
    if (!decoded.ok || checkBatch(board, author, decoded.value)) continue;
    logs[hub]?.push({ author, ops: decoded.value });
    board.apply(author, decoded.value, { origin: ORIGINS[hub] as InstanceId, seq: (logs[hub] as Accepted[]).length });
    const broken = readBack(board);
    if (broken) return { what: broken, accepted: logs.flat() };
  }
  if (hubs === 1) return undefined;
  // Frames keep each hub's order, and nothing more: one applies the other's log after its own.
  for (const [i, board] of boards.entries()) {
    for (const [k, { author, ops }] of (logs[1 - i] as Accepted[]).entries()) {
      board.apply(author, ops, { origin: ORIGINS[1 - i] as InstanceId, seq: k + 1 });
    }
  }
  const [one, two] = boards as [Board, Board];
  const what = one.fingerprint() === two.fingerprint() ? readBack(one) : 'two hubs that know the same end with different boards';
  return what === undefined ? undefined : { what, accepted: logs.flat() };
}

/** Snapshot, delta and file give the same fingerprint: undefined, or what does not. */
function readBack(board: Board): string | undefined {
  const catchUp = unpackStates(packStates(board.statesPast()));
  if (!catchUp.ok) return `a newcomer cannot read the board: ${catchUp.error.code}`;
  const fresh = new Board();
  fresh.merge(catchUp.value);
  if (fresh.fingerprint() !== board.fingerprint()) return 'a newcomer reads another board';
  const file = decodeSnapshot(encodeSnapshot({ epoch: undefined, vector: [], savedAt: 1, states: board.states() }));
  if (!file.ok) return `a file of the board cannot be read: ${file.error.code}`;
  const opened = new Board();
  opened.merge(file.value.states);
  if (opened.fingerprint() !== board.fingerprint()) return 'a file gives another board';
  // Joined with a replica that has a part of it already, as a delta is.
  opened.merge(catchUp.value);
  return opened.fingerprint() === board.fingerprint() ? undefined : 'joining a board with itself changes it';
}

function unfriendlyOps(author: ClientId, board: Board, below: (n: number) => number): Op[] {
  const points = (pressured: boolean, count: number): Uint8Array =>
    encodePoints(newTail(), {
      xy: Int32Array.from({ length: 2 * count }, () => below(900) - 450),
      pressure: pressured ? Uint8Array.from({ length: count }, () => below(256)) : undefined,
    });
  const lamport = (): number => (below(8) === 0 ? 1_000_000_000 : below(20));
  const coordinate = (): number => (below(6) === 0 ? (below(2) === 0 ? 16_000_000 : -16_000_000) : below(9) - 4);
  const one = (): Op => {
    const id = elementId(AUTHORS[below(2)] as ClientId, 1 + below(2));
    const own = elementId(author, 1 + below(2));
    const pressured = below(2) === 0;
    const count = 1 + below(4);
    const kind = (1 + below(2)) as ElementKind;
    const values = {
      kind,
      order: `a${below(3)}`,
      x: coordinate(),
      y: coordinate(),
      color: below(8),
      width: 1 + below(1_600),
      pressured,
    };
    switch (below(7)) {
      case 0:
        return { kind: 'add', id: own, lamport: lamport(), values };
      case 1: {
        const offset = board.tailOf(own)?.count ?? 0;
        return {
          kind: 'append',
          id: own,
          offset,
          points: points(below(3) === 0 ? pressured : (board.get(own)?.pressured ?? pressured), count),
        };
      }
      case 2:
        return { kind: 'end', id: own, count: board.tailOf(own)?.count ?? 0 };
      case 3:
        return { kind: 'set', id, lamport: lamport(), values: { x: coordinate(), order: `a${below(3)}` } };
      case 4:
        return { kind: 'alive', ids: [id], lamport: lamport(), alive: below(2) === 0 };
      default: {
        const stamps = Array.from({ length: 8 }, () => ({ lamport: lamport(), clientId: AUTHORS[below(2)] as ClientId }));
        const state = { id, values: { ...values, alive: below(2) === 0 }, stamps, points: points(pressured, count) };
        return { kind: 'restore', state: { ...state, pointCount: count, endCount: count, restored: true, marks: [] } };
      }
    }
  };
  return Array.from({ length: 1 + below(3) }, one);
}
