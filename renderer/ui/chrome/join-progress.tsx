import type { ReactNode } from 'react';
import type { Clock } from '../../../core/base/host.ts';
import type { SessionStatus } from '../../session/session.ts';
import { useRenderAfter } from '../use-source.ts';
import { CHROME } from '../words/chrome-words.ts';
import { joinProgress, QUIET_DROP_MS } from '../words/status/status-words.ts';
import '../styles/join-progress.css';

/** A thin line along the top edge while a large board is loading. The pill has the words, visible and spoken. */
export function JoinProgress({ state, clock }: { readonly state: SessionStatus['state']; readonly clock: Clock }): ReactNode {
  const nowMono = clock.mono();
  const quietForMs = state.phase === 'joining' ? state.since + QUIET_DROP_MS - nowMono : 0;
  useRenderAfter(clock, quietForMs > 0 ? quietForMs : undefined);
  const progress = joinProgress(state, nowMono);
  if (progress === undefined) return null;
  return (
    <div
      className="join-progress"
      role="progressbar"
      aria-label={CHROME.onItsWay}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(progress * 100)}
    >
      <div className="join-progress__bar" style={{ scale: `${progress} 1` }} />
    </div>
  );
}
