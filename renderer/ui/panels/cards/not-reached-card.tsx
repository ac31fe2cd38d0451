import { CloudOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Clock } from '../../../../core/base/host.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { useRenderAfter } from '../../use-source.ts';
import { helpsToReload, reachWords } from '../../words/status/reach-words.ts';
import { unreachedInMs } from '../../words/status/unreached.ts';
import { NoticeCard } from './notice-card.tsx';

interface NotReachedCardProps {
  readonly status: SessionStatus;
  readonly server: string;
  readonly inApp: boolean;
  readonly clock: Clock;
  readonly onAgain: () => void;
  readonly onReload: () => void;
  readonly onJoin: () => void;
  readonly onSave: () => void;
  /** Opens an own board with this one's content. */
  readonly onOwn: () => void;
}

/** The server was never reached, or refused: shows that with the person's options. Disappears when it lets the person in. */
export function NotReachedCard(props: NotReachedCardProps): ReactNode {
  const { status, server, inApp, clock } = props;
  const [isPutAway, putAway] = useState(false);
  const waitMs = unreachedInMs(status, clock.mono());
  useRenderAfter(clock, waitMs === undefined || waitMs === 0 ? undefined : waitMs);
  if (waitMs !== 0 || isPutAway || status.lostCopy !== undefined) return null;
  const words = reachWords(status, { now: clock.now(), nowMono: clock.mono(), server, inApp });
  // A page has no server of its own: the person draws on the empty board here.
  const own = inApp || status.elements > 0 ? props.onOwn : () => putAway(true);
  return (
    <NoticeCard icon={CloudOff} title={words.title} text={words.text} testId="not-reached" isWaiting>
      <button
        type="button"
        className="button button--primary"
        onClick={helpsToReload(status.state, inApp) ? props.onReload : props.onAgain}
      >
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
    </NoticeCard>
  );
}
