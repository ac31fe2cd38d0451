import { LIMITS } from '../../core/contract/limits.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import { readSeenView, type SeenView, VIEW_FIELDS } from '../../core/room/seen-view.ts';
import { readCount } from '../../core/wire/wire-value.ts';

/**
 * The arguments of `p` (SPEC.md, section ADM):
 *   `[n, ops]`                              one batch
 *   `[n, ops, cursor]`                      one batch and where the pointer is
 *   `[0, nil, cursor]`                      the pointer alone
 *   `[n, ops, cursor or nil, ops, ops …]`   batches n, n + 1, n + 2 …: a returning client
 * Cursor: `[x, y]` in whole world pixels, or `[]` when the pointer has left the board; `[x or nil, y or nil, x, y, width, height]` with what the
 * window shows, in units [PRS-5].
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
  if (raw.length !== 2 && !(raw.length === 2 + VIEW_FIELDS && readSeenView(raw, 2))) return 'malformed';
  if (raw.length > 2 && raw[0] === null && raw[1] === null) return 'left';
  return isCursorNumber(raw[0]) && isCursorNumber(raw[1]) ? (raw as unknown as readonly [number, number]) : 'malformed';
}

/** What came with a pointer that `readCursor` could read. */
export function readView(raw: unknown): SeenView | undefined {
  return Array.isArray(raw) && raw.length > 2 ? readSeenView(raw, 2) : undefined;
}

function isCursorNumber(raw: unknown): boolean {
  return Number.isInteger(raw) && (raw as number) <= CURSOR_MAX && (raw as number) >= -CURSOR_MAX;
}
