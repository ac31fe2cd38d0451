import type { Disposable } from '../../core/base/disposable.ts';
import type { RoomId } from '../../core/board/ids.ts';
import { type Grant, mayDraw } from '../../core/contract/access/grants.ts';
import type { HostAct } from '../../core/contract/access/host-acts.ts';
import { passOf } from '../session/joining/pass-of.ts';
import type { Session } from '../session/session.ts';
import { createValue, type Source } from './value-store.ts';
import { orSayNotLoaded } from './watching/not-loaded.ts';
import { sayRefused } from './watching/refusals.ts';
import type { Toasts } from './watching/toasts.ts';
import { RIGHTS_TOLD } from './words/people/rights-told-words.ts';

/** The link that a host would like to have. */
export interface LinkWish {
  readonly grant: Grant;
  readonly lifeMs: number;
  /** For the first person who opens it. */
  readonly once: boolean;
}

/** The chrome's requests to a host's session. A refusal becomes a toast. */
export interface RightsActs extends Disposable {
  /** This person has asked for the pen. Hosts alone are told whose hands are raised. */
  readonly handUp: Source<boolean>;
  act(act: HostAct): Promise<boolean>;
  /** Gives the room a password, or takes it away. */
  setPassword(password: string | undefined): Promise<boolean>;
  /** Tells the hub that this host clears the board. False: it may not. */
  clears(): Promise<boolean>;
  /** The token. Undefined if the hub made no such link; the person is told. */
  makeLink(wish: LinkWish): Promise<string | undefined>;
}

export function createRightsActs(
  room: RoomId,
  session: Pick<Session, 'act' | 'onStatus'>,
  toasts: Pick<Toasts, 'fail' | 'show'>,
): RightsActs {
  const handUp = createValue(false);
  let before: Grant | undefined;
  const watching = session.onStatus(({ state, locked, grant }) => {
    if (!locked || mayDraw(grant)) handUp.write(false);
    if (state.phase !== 'live') return;
    const words = before === undefined ? undefined : givenWords(before, grant, locked);
    before = grant;
    if (words !== undefined) toasts.show(words);
  });
  const ask = async (act: HostAct) => {
    const outcome = await session.act(act);
    if ('refused' in outcome) sayRefused(toasts, outcome.refused);
    return outcome;
  };
  return {
    async clears() {
      const outcome = await session.act({ act: 'clear' });
      // A host may clear while away, as it may draw, and a hub from before this act notes nothing.
      if (!('refused' in outcome) || outcome.refused === 'join.needed' || outcome.refused === 'host.malformed') return true;
      sayRefused(toasts, outcome.refused);
      return false;
    },
    handUp,
    async act(act) {
      if ('refused' in (await ask(act))) return false;
      if (act.act === 'hand') handUp.write(act.up);
      return true;
    },
    async setPassword(password) {
      const pass = password === undefined ? null : await orSayNotLoaded(passOf(room, password), toasts);
      if (pass === undefined) return false;
      return !('refused' in (await ask({ act: 'pass', pass })));
    },
    async makeLink(wish) {
      const outcome = await ask({ act: 'link', ...wish });
      if ('refused' in outcome || outcome.link === undefined) return undefined;
      const { token, once } = outcome.link;
      if (once === wish.once) return token;
      // A hub from before links for one use made one for everybody.
      toasts.fail(RIGHTS_TOLD.noOnce);
      return undefined;
    },
    dispose: () => watching.dispose(),
  };
}

/** What a person is told whose rights a host changed. The card of a locked room says that the pen is gone. */
function givenWords(before: Grant, now: Grant, locked: boolean): string | undefined {
  if (now === before) return undefined;
  if (now === 'host') return RIGHTS_TOLD.nowHost;
  if (before === 'host') return RIGHTS_TOLD.noHost;
  return locked && mayDraw(now) ? RIGHTS_TOLD.nowPen : undefined;
}
