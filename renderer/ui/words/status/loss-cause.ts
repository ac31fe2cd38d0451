import type { Disposable } from '../../../../core/base/disposable.ts';
import type { InstanceId } from '../../../../core/board/ids.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { createValue, type Source } from '../../value-store.ts';

/** Why the server no longer has the board of this copy; `unknown` claims nothing. */
export type LossCause = 'restart' | 'letGo' | 'unknown';

/**
 * A server that lost a board was restarted, or deleted the board while the room was empty. In the second case it is still the
 * same instance, or says so itself.
 */
export function watchLossCause(status: Source<SessionStatus>): Source<LossCause> & Disposable {
  const cause = createValue<LossCause>('unknown');
  /** The instance that served the board before it was lost, as far as this window saw it. */
  let before: InstanceId | undefined;
  const look = (): void => {
    const { lostCopy, instance, persistence, previousLife } = status.read();
    if (lostCopy === undefined) {
      before = instance?.id ?? before;
      cause.write('unknown');
      return;
    }
    // A known cause stays: later reports of the server are about later events.
    if (cause.read() !== 'unknown' || persistence === undefined) return;
    if (previousLife !== undefined || (before !== undefined && before === instance?.id)) cause.write('letGo');
    // A copy of an earlier visit. A server that had deleted the board would say so until someone draws there again.
    else if (before !== undefined || lostCopy.elementsInRoom === 0) cause.write('restart');
  };
  look();
  const watching = status.watch(look);
  return { read: cause.read, watch: cause.watch, dispose: () => watching.dispose() };
}
