import type { Disposable } from '../../../core/base/disposable.ts';
import { mayDraw } from '../../../core/contract/grants.ts';
import type { Engine } from '../../engine/engine.ts';
import type { SessionStatus } from '../../session/session.ts';
import type { Source } from '../value-store.ts';

/** A person who may no longer draw has the hand instead of a pen: what the pen drew would be refused. */
export function layDownTool(status: Source<SessionStatus>, canvas: Pick<Engine, 'setTool' | 'cancel'>): Disposable {
  let before = true;
  const look = (): void => {
    const now = mayDraw(status.read().grant);
    if (before && !now) {
      canvas.cancel();
      canvas.setTool('hand');
    } else if (!before && now) canvas.setTool('pen');
    before = now;
  };
  look();
  return status.watch(look);
}
