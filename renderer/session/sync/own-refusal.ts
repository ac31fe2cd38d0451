import { isRefusalCode, type RefusalCode } from '../../../core/contract/refusal-codes.ts';
import { readCount } from '../../../core/wire/wire-value.ts';
import type { Outbox } from '../writing/outbox.ts';

/** What the hub's "no" to an own batch means for it. */
export type OwnRefusal =
  /** The hub has not had what comes before; `expected` is the n that it wants. */
  | { readonly means: 'gap'; readonly expected: number }
  /** Nobody may change the board now, or the hub has no room for more: the batch waits until it may. */
  | { readonly means: 'readOnly'; readonly n: number; readonly code: RefusalCode }
  /** Not now: the batch is sent again in a moment. */
  | { readonly means: 'later'; readonly n: number }
  /** The board has it. */
  | { readonly means: 'done'; readonly n: number }
  | { readonly means: 'never'; readonly n: number; readonly code: RefusalCode };

/** Refusals that last, and that are about the hub: they are shown. */
const CLOSED: ReadonlySet<RefusalCode> = new Set(['room.read_only', 'server.full']);
/** Refusals of these families are about the moment, not about the batch, those of a newer hub too that are not known here. */
const FOR_NOW = /^(rate|server)\./;
/** Refusals of what is there already. A batch that was accepted once and comes to another instance may have come there by itself meanwhile [INS-8]. */
const ALREADY_THERE: ReadonlySet<RefusalCode> = new Set(['op.element_exists', 'append.overlap', 'append.ended']);
/** Refusals that a batch may owe to an earlier one that is still to be tried again. */
const IN_CONSEQUENCE: ReadonlySet<RefusalCode> = new Set(['append.gap', 'op.unknown_element']);

/** Reads the arguments of `refused` (SPEC.md, section ADM). Undefined: they name no batch. */
export function readOwnRefusal(
  args: readonly unknown[],
  outbox: Pick<Outbox, 'isAfterRetry' | 'wasSeen'>,
): OwnRefusal | undefined {
  const n = readCount(args[0]);
  const code = isRefusalCode(args[1]) ? args[1] : 'batch.malformed';
  if (!n) return undefined;
  if (code === 'batch.gap') {
    const expected = readCount(args[2]);
    return expected ? { means: 'gap', expected } : undefined;
  }
  if (ALREADY_THERE.has(code) && outbox.wasSeen(n)) return { means: 'done', n };
  if (CLOSED.has(code)) return { means: 'readOnly', n, code };
  if (FOR_NOW.test(String(args[1])) || (IN_CONSEQUENCE.has(code) && outbox.isAfterRetry(n))) return { means: 'later', n };
  return { means: 'never', n, code };
}
