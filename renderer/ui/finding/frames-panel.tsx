import { Play, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Clock } from '../../../core/base/host.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import type { Engine } from '../../engine/engine.ts';
import { ICON, IconButton } from '../chrome/parts/icon-button.tsx';
import { FINDING_WORDS } from '../words/board/finding-words.ts';
import { useChanges } from './use-changes.ts';
import '../styles/finding.css';

interface FramesPanelProps {
  readonly engine: Pick<Engine, 'frames' | 'showBox'>;
  readonly session: Pick<BoardAccess, 'onChange'>;
  readonly clock: Clock;
  readonly onPresent: () => void;
  readonly onClose: () => void;
}

/** The frames of the board. A press shows one; all of them are the slides of a presentation. */
export function FramesPanel({ engine, session, clock, onPresent, onClose }: FramesPanelProps): ReactNode {
  useChanges(session, clock);
  const frames = engine.frames();
  return (
    <section className="surface frames-panel" aria-label={FINDING_WORDS.frames}>
      <header className="frames-panel__head">
        <h2>{FINDING_WORDS.frames}</h2>
        <IconButton label={FINDING_WORDS.close} icon={X} tip="below" onPress={onClose} />
      </header>
      {frames.length === 0 ? (
        <p className="frames-panel__none">{FINDING_WORDS.noFrames}</p>
      ) : (
        <>
          <ol className="frames-panel__list">
            {frames.map(({ id, title, box }, index) => (
              <li key={id}>
                <button type="button" className="frames-panel__item" onClick={() => engine.showBox(box, 'among')}>
                  <span className="frames-panel__number">{index + 1}</span>
                  {title === '' ? FINDING_WORDS.untitled(index + 1) : title}
                </button>
              </li>
            ))}
          </ol>
          <p className="hint">{FINDING_WORDS.rename}</p>
          <button type="button" className="button button--primary frames-panel__present" onClick={onPresent}>
            <Play {...ICON} size={16} />
            {FINDING_WORDS.present}
          </button>
        </>
      )}
    </section>
  );
}
