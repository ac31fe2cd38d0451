import type { ReactNode } from 'react';
import type { Clock } from '../../../core/base/host.ts';
import type { SessionStatus } from '../../session/session.ts';
import { latePanel } from '../late-panel.tsx';
import { useRenderAfter, useSource } from '../use-source.ts';
import type { HubKeeping } from '../watching/hub-keeping.ts';
import type { LossCause } from '../words/status/loss-cause.ts';
import { pillText } from '../words/status/status-words.ts';
import '../styles/status-pill.css';

const StatusPanel = latePanel(async () => (await import('../panels/status-panel.tsx')).StatusPanel, 'soon');

interface StatusPillProps {
  readonly status: SessionStatus;
  readonly cause: LossCause;
  /** Number of other people in the room. */
  readonly others: number;
  readonly clock: Clock;
  /** Of the room. */
  readonly server: string;
  readonly hubKeeping: HubKeeping;
  readonly fingerprint: () => string;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onClose: () => void;
}

/** Where the board lives and what is unsent, in one quiet line. Pressing it shows the details. */
export function StatusPill(props: StatusPillProps): ReactNode {
  const { status, cause, others, clock, fingerprint, server, hubKeeping, open, onToggle, onClose } = props;
  const hosted = useSource(hubKeeping);
  const isHostedHere = hosted !== undefined && hosted.server === server;
  const pill = pillText(status, { now: clock.now(), nowMono: clock.mono(), cause, isHostedHere });
  useRenderAfter(clock, pill.lookAgainMs);
  return (
    <div className="anchor anchor--shrink">
      <button
        type="button"
        className={`surface pill pill--${pill.tone}`}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-testid="status-pill"
        onClick={onToggle}
      >
        <span className="pill__symbol" aria-hidden="true">
          {pill.symbol}
        </span>
        {/* One of the two is shown, by the width of the window, and names the button. */}
        <span className="pill__text">{pill.text}</span>
        <span className="pill__short">{pill.short}</span>
      </button>
      {/* The button's own text changes every second; the spoken text changes with the state. */}
      <span className="visually-hidden" role="status" aria-live="polite">
        {pill.spoken}
      </span>
      {open ? (
        <StatusPanel
          status={status}
          others={others}
          clock={clock}
          fingerprint={fingerprint}
          hosted={isHostedHere ? hosted : undefined}
          onKeep={hubKeeping.choose}
          onClose={onClose}
        />
      ) : null}
    </div>
  );
}
