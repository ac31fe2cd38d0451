import type { Disposable } from '../../../core/base/disposable.ts';
import { REFUSALS, type RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { Session } from '../../session/session.ts';
import type { Toasts } from './toasts.ts';

/** Says why something was refused. */
export function sayRefused(toasts: Pick<Toasts, 'fail'>, code: RefusalCode): void {
  toasts.fail(REFUSALS[code], code);
}

/** Says once for each refused batch why it was refused. */
export function sayRefusals(session: Pick<Session, 'status' | 'onStatus'>, toasts: Pick<Toasts, 'fail'>): Disposable {
  let told = session.status().refused?.at;
  return session.onStatus(({ refused }) => {
    if (refused === undefined || refused.at === told) return;
    told = refused.at;
    sayRefused(toasts, refused.code);
  });
}
