import { fail, ok, type Refusal, type Result } from '../../../core/base/result.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { readCount } from '../../../core/wire/wire-value.ts';
import { type KnownState, parseHave } from '../join-request.ts';

/** The request of a `catchUp` call. */
export interface CatchUpWish {
  readonly have: KnownState | undefined;
  /** The body of an earlier stream, and how many of its bytes arrived. */
  readonly resume: { readonly id: string; readonly at: number } | undefined;
}

/** Most characters of a body's id. This hub's own ids have 11. */
const ID_CHARS = 64;

/** Reads the first argument of `catchUp`, as it came. */
export function parseCatchUpRequest(raw: unknown): Result<CatchUpWish, Refusal> {
  if (raw === undefined || raw === null) return ok({ have: undefined, resume: undefined });
  if (typeof raw !== 'object') return fail('catch_up.malformed', 'no map');
  const { have, resume } = raw as Readonly<Record<string, unknown>>;
  const known = parseHave(have);
  if (!known.ok) return known;
  if (resume === undefined || resume === null) return ok({ have: known.value, resume: undefined });
  if (typeof resume !== 'object') return fail('catch_up.malformed', 'resume');
  const { id, at } = resume as Readonly<Record<string, unknown>>;
  const offset = readCount(at, LIMITS.snapshotBytes);
  if (typeof id !== 'string' || id.length > ID_CHARS || offset === undefined) return fail('catch_up.malformed', 'resume');
  return ok({ have: known.value, resume: { id, at: offset } });
}
