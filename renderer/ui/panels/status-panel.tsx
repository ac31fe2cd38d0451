import { Check, CircleQuestionMark, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Clock } from '../../../core/base/host.ts';
import type { HostedHere } from '../../../core/contract/desktop/shell-contract.ts';
import type { SessionStatus } from '../../session/session.ts';
import { FactList } from '../chrome/parts/fact-list.tsx';
import { PanelTitle, Popover } from '../chrome/parts/popover.tsx';
import { useRenderAfter } from '../use-source.ts';
import type { Loss } from '../words/status/status-losses.ts';
import { statusSentences } from '../words/status/status-sentences.ts';
import { STATUS_PANEL } from '../words/status/status-table.ts';
import { KeepSetting } from './keep-setting.tsx';
import '../styles/status-panel.css';

interface StatusPanelProps {
  readonly status: SessionStatus;
  readonly others: number;
  readonly clock: Clock;
  readonly fingerprint: () => string;
  /** Set when the room's hub is this app's own: how it keeps boards. */
  readonly hosted: HostedHere | undefined;
  readonly onKeep: (keeps: HostedHere['keeps']) => void;
  readonly onClose: () => void;
}

/** Interval at which ages and counts are updated while the panel is open, milliseconds. */
const REFRESH_MS = 1_000;

export function StatusPanel(props: StatusPanelProps): ReactNode {
  const { status, others, clock, fingerprint, hosted, onKeep, onClose } = props;
  useRenderAfter(clock, REFRESH_MS);
  const around = { fingerprint: fingerprint(), others, isHostedHere: hosted !== undefined };
  const words = statusSentences(status, { now: clock.now(), nowMono: clock.mono(), ...around });
  return (
    <Popover label={STATUS_PANEL.title} side="left" onClose={onClose} className="status-panel">
      <PanelTitle title={STATUS_PANEL.title} onClose={onClose} />
      <p>{words.home}</p>
      <p className="muted">{words.now}</p>
      {words.more.map((text) => (
        <p key={text} className="muted">
          {text}
        </p>
      ))}
      <ul className="losses" aria-label={STATUS_PANEL.losses}>
        {words.losses.map(({ event, effect, fate }) => (
          <li key={event} className={`losses__${fate}`}>
            <FateIcon fate={fate} />
            <div>
              <strong>{event}</strong>
              <span>{effect}</span>
            </div>
          </li>
        ))}
      </ul>
      {hosted === undefined ? null : <KeepSetting hosted={hosted} onKeep={onKeep} />}
      <FactList facts={words.facts} />
      <p className="details">{words.details}</p>
    </Popover>
  );
}

/** Decorative: the words next to it say the same. */
function FateIcon({ fate }: Pick<Loss, 'fate'>): ReactNode {
  const Icon = { kept: Check, lost: TriangleAlert, unknown: CircleQuestionMark }[fate];
  return <Icon size={16} strokeWidth={fate === 'kept' ? 2 : 1.75} aria-hidden="true" />;
}
