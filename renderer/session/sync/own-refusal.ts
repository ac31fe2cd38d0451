import { isRefusalCode, type RefusalCode } from '../../../core/contract/refusal-codes.ts';
import { readCount } from '../../../core/wire/wire-value.ts';
import type { Outbox } from '../writing/outbox.ts';

/** The meaning of the hub's refusal of an own batch. */
export type OwnRefusal =
  /** The hub lacks an earlier batch; `expected` is the n that it waits for. */
  | { readonly means: 'gap'; readonly expected: number }
  /** The board cannot be changed now, or the hub is full: the batch waits. */
  | { readonly means: 'readOnly'; readonly n: number; readonly code: RefusalCode }
  /** Not now: the batch is sent again in a moment. */
  | { readonly means: 'later'; readonly n: number }
  /** The board has it already. */
  | { readonly means: 'done'; readonly n: number }
  | { readonly means: 'never'; readonly n: number; readonly code: RefusalCode };

/** Lasting refusals about the hub. They are shown. */
const CLOSED: ReadonlySet<RefusalCode> = new Set(['room.read_only', 'server.full']);
/** Refusals of these families are about the moment, not about the batch, including unknown ones of a newer hub. */
const FOR_NOW = /^(rate|server)\./;
/**
 * Refusals because the content exists already. A batch that was accepted once may have reached another instance by itself
 * meanwhile [INS-8], or be in a stored snapshot that does not know its number [SAVE-3].
 */
const ALREADY_THERE: ReadonlySet<RefusalCode> = new Set(['op.element_exists', 'append.overlap', 'append.ended']);
/** Refusals that an earlier batch, which is still to be retried, may have caused. */
const IN_CONSEQUENCE: ReadonlySet<RefusalCode> = new Set(['append.gap', 'op.unknown_element']);

/** Reads the arguments of `refused` (SPEC.md, section ADM). Undefined: they name no batch. */
export function readOwnRefusal(
  args: readonly unknown[],
  outbox: Pick<Outbox, 'isAfterRetry' | 'mayBeThere'>,
): OwnRefusal | undefined {
  const n = readCount(args[0]);
  const code = isRefusalCode(args[1]) ? args[1] : 'batch.malformed';
  if (!n) return undefined;
  if (code === 'batch.gap') {
    const expected = readCount(args[2]);
    return expected ? { means: 'gap', expected } : undefined;
  }
  if (ALREADY_THERE.has(code) && outbox.mayBeThere(n)) return { means: 'done', n };
  if (CLOSED.has(code)) return { means: 'readOnly', n, code };
  if (FOR_NOW.test(String(args[1])) || (IN_CONSEQUENCE.has(code) && outbox.isAfterRetry(n))) return { means: 'later', n };
  return { means: 'never', n, code };
}
