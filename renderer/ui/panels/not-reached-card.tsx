import { CloudOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Clock } from '../../../core/base/host.ts';
import type { SessionStatus } from '../../session/session.ts';
import { useRenderAfter } from '../use-source.ts';
import { reachWords, unreachedInMs } from '../words/status/reach-words.ts';
import '../styles/lost-copy-card.css';

interface NotReachedCardProps {
  readonly status: SessionStatus;
  readonly server: string;
  readonly inApp: boolean;
  readonly clock: Clock;
  readonly onAgain: () => void;
  readonly onJoin: () => void;
  readonly onSave: () => void;
  /** Opens a board of one's own, with what is on this one. */
  readonly onOwn: () => void;
}

/** The server was never reached: says so after a moment, and what can be done. Goes by itself when it answers. */
export function NotReachedCard(props: NotReachedCardProps): ReactNode {
  const { status, server, inApp, clock } = props;
  const [isPutAway, putAway] = useState(false);
  const waitMs = unreachedInMs(status, clock.mono());
  useRenderAfter(clock, waitMs === undefined || waitMs === 0 ? undefined : waitMs);
  if (waitMs !== 0 || isPutAway || status.lostCopy !== undefined) return null;
  const words = reachWords(status, { now: clock.now(), nowMono: clock.mono(), server, inApp });
  // A page has no server of its own: an empty board is drawn on here.
  const own = inApp || status.elements > 0 ? props.onOwn : () => putAway(true);
  return (
    <section className="surface lost-copy lost-copy--waiting" aria-label={words.title} data-testid="not-reached">
      <CloudOff size={20} strokeWidth={1.75} aria-hidden="true" />
      <div className="lost-copy__body" role="status">
        <h2>{words.title}</h2>
        <p>{words.text}</p>
        <div className="lost-copy__actions">
          <button type="button" className="button button--primary" onClick={props.onAgain}>
            {words.again}
          </button>
          <button type="button" className="button" onClick={own}>
            {words.own}
          </button>
          {words.save === undefined ? null : (
            <button type="button" className="button" onClick={props.onSave}>
              {words.save}
            </button>
          )}
          <button type="button" className="button button--quiet" onClick={props.onJoin}>
            {words.join}
          </button>
        </div>
      </div>
    </section>
  );
}
