import type { Disposable } from '../../../core/base/disposable.ts';
import { mayDraw } from '../../../core/contract/access/grants.ts';
import type { Engine } from '../../engine/engine.ts';
import type { SessionStatus } from '../../session/session.ts';
import type { Source } from '../value-store.ts';

/** Chooses the hand tool when the person loses the right to draw, because ink of the pen would be refused. */
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
