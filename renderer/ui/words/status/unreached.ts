import type { RefusalCode } from '../../../../core/contract/refusal-codes.ts';
import type { SessionStatus } from '../../../session/session.ts';

/** A server that has not answered for this long is reported, milliseconds. */
export const UNREACHED_MS = 5_000;

/** These are answered on cards of their own: by a password, or by signing in. A room that its host ended has one while there is a copy. */
const ASKED: ReadonlySet<RefusalCode> = new Set(['pass.needed', 'pass.wrong', 'access.sign_in']);

/**
 * Milliseconds until the card is shown: at once for a refusal, later for a server that was never reached. Undefined: there is
 * nothing to say.
 */
export function unreachedInMs(
  { state, persistence, hostEnded, elements }: Pick<SessionStatus, 'state' | 'persistence' | 'hostEnded' | 'elements'>,
  nowMono: number,
): number | undefined {
  if (state.phase === 'refused') {
    const hasOwnCard = ASKED.has(state.code) || (hostEnded && elements > 0);
    return hasOwnCard ? undefined : 0;
  }
  if (persistence !== undefined) return undefined;
  switch (state.phase) {
    case 'offline':
      return 0;
    case 'connecting':
      return Math.max(0, state.since + UNREACHED_MS - nowMono);
    default:
      return undefined;
  }
}
