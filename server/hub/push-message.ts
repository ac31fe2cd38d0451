import { LIMITS } from '../../core/contract/limits.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import { isReaction, type Reaction } from '../../core/room/reaction.ts';
import { readShown, type Shown } from '../../core/room/shown.ts';
import { readCount } from '../../core/wire/wire-value.ts';

/**
 * The arguments of `p` (SPEC.md, section ADM):
 *   `[n, ops]`                              one batch
 *   `[n, ops, cursor]`                      one batch and where the pointer is
 *   `[0, nil, cursor]`                      the pointer alone
 *   `[n, ops, cursor or nil, ops, ops …]`   batches n, n + 1, n + 2 …: a returning client
 * Cursor: `[x, y]` in whole world pixels, or `[]` when the pointer has left the board; `[x, y, shown]`, `[nil, nil, shown]` [PRS-5];
 * `[x, y, shown or nil, reaction]` [PRS-6].
 * The answer is the frame, which everyone sees, or `refused(n, code, expected?)`.
 */
export const PUSH_N = 0;
const PUSH_OPS = 1;
export const PUSH_CURSOR = 2;

/** World pixels: `LIMITS.coordinate` is in sixteenths. */
const CURSOR_MAX = LIMITS.coordinate / 16;

/** The number of batches in the message, or why it is unreadable. Reads only the outer shape: this is the cheap check. */
export function countBatches(args: readonly unknown[]): number | RefusalCode {
  const n = readCount(args[PUSH_N]);
  if (n === undefined || args.length < 2) return 'batch.malformed';
  if (n === 0) return args[PUSH_OPS] === null && args.length === 3 ? 0 : 'batch.malformed';
  const count = args.length <= 3 ? 1 : args.length - 2;
  if (count > LIMITS.batchesPerPush) return 'batch.too_large';
  return n + count > LIMITS.counter ? 'batch.malformed' : count;
}

/** Ops of the i-th batch, as they came. */
export function opsOf(args: readonly unknown[], i: number): unknown {
  return i === 0 ? args[PUSH_OPS] : args[PUSH_CURSOR + i];
}

export type PointerMove = 'unchanged' | 'left' | 'malformed' | readonly [x: number, y: number];

export function readCursor(raw: unknown): PointerMove {
  if (raw === undefined || raw === null) return 'unchanged';
  if (!Array.isArray(raw)) return 'malformed';
  if (raw.length === 0) return 'left';
  if (raw.length > 4) return 'malformed';
  if (raw.length >= 3 && raw[0] === null && raw[1] === null) return 'left';
  return raw.length >= 2 && isCursorNumber(raw[0]) && isCursorNumber(raw[1]) ? [raw[0] as number, raw[1] as number] : 'malformed';
}

/** [PRS-5] What the member shows besides the pointer; undefined when the message does not say. */
export function readShownWith(raw: unknown): Shown | 'malformed' | undefined {
  if (!Array.isArray(raw) || raw.length < 3 || (raw.length === 4 && raw[2] === null)) return undefined;
  return readShown(raw[2]) ?? 'malformed';
}

/** [PRS-6] The member reacts now; undefined when the message does not say. */
export function readReaction(raw: unknown): Reaction | 'malformed' | undefined {
  if (!Array.isArray(raw) || raw.length < 4) return undefined;
  return isReaction(raw[3]) ? raw[3] : 'malformed';
}

function isCursorNumber(raw: unknown): boolean {
  return Number.isInteger(raw) && (raw as number) <= CURSOR_MAX && (raw as number) >= -CURSOR_MAX;
}
