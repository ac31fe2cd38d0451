import type { Grant } from '../../core/contract/grants.ts';
import type { HostAct } from '../../core/contract/host-acts.ts';
import { REFUSALS } from '../../core/contract/refusal-codes.ts';
import type { Session } from '../session/session.ts';
import type { Toasts } from './watching/toasts.ts';

/** The chrome's requests to a host's session. A refusal becomes a toast. */
export interface RightsActs {
  act(act: HostAct): Promise<boolean>;
  /** The token. Undefined if it was refused. */
  makeLink(grant: Grant, lifeMs: number): Promise<string | undefined>;
}

export function createRightsActs(session: Pick<Session, 'act'>, toasts: Pick<Toasts, 'fail'>): RightsActs {
  const ask = async (act: HostAct) => {
    const outcome = await session.act(act);
    if ('refused' in outcome) toasts.fail(REFUSALS[outcome.refused], outcome.refused);
    return outcome;
  };
  return {
    act: async (act) => !('refused' in (await ask(act))),
    async makeLink(grant, lifeMs) {
      const outcome = await ask({ act: 'link', grant, lifeMs });
      return 'refused' in outcome ? undefined : outcome.link?.token;
    },
  };
}
