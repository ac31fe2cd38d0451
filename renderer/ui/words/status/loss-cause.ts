import type { Disposable } from '../../../../core/base/disposable.ts';
import type { InstanceId } from '../../../../core/board/ids.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { createValue, type Source } from '../../value-store.ts';

/** Why the server no longer has the board that is held here; `unknown` claims nothing. */
export type LossCause = 'restart' | 'letGo' | 'unknown';

/**
 * A server that lost a board was restarted, or let the board go while nobody was in its room. The one that did the latter is still the
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
    // Once known it stays: what the server says later is about what came after.
    if (cause.read() !== 'unknown' || persistence === undefined) return;
    if (previousLife !== undefined || (before !== undefined && before === instance?.id)) cause.write('letGo');
    // A copy of an earlier visit: a server that had let the board go would say so as long as nobody has drawn there again.
    else if (before !== undefined || lostCopy.elementsInRoom === 0) cause.write('restart');
  };
  look();
  const watching = status.watch(look);
  return { read: cause.read, watch: cause.watch, dispose: () => watching.dispose() };
}
