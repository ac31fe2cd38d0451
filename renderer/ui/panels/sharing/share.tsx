import { UserPlus } from 'lucide-react';
import type { ReactNode } from 'react';
import { ICON } from '../../chrome/parts/icon-button.tsx';
import { latePanel } from '../../late-panel.tsx';
import { CHROME } from '../../words/chrome-words.ts';
import type { SharePanelProps } from './share-panel.tsx';
import '../../styles/share-panel.css';

const SharePanel = latePanel(async () => (await import('./share-panel.tsx')).SharePanel);

interface ShareProps extends SharePanelProps {
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** The Share button with its panel. */
export function Share({ open, onToggle, ...panel }: ShareProps): ReactNode {
  return (
    <div className="anchor">
      <button
        type="button"
        className="button button--primary share-button"
        aria-label={CHROME.share}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-testid="share"
        onClick={onToggle}
      >
        <UserPlus {...ICON} size={16} />
        <span className="share-button__text">{CHROME.share}</span>
      </button>
      {open ? <SharePanel {...panel} /> : null}
    </div>
  );
}
