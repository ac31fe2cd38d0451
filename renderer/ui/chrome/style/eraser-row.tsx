import { Eraser, Scissors } from 'lucide-react';
import type { ReactNode } from 'react';
import type { EraserMode } from '../../../engine/tools/eraser.ts';
import { ERASER_WORDS } from '../../words/board/eraser-words.ts';
import { ICON } from '../parts/icon-button.tsx';
import { walkToolbar } from '../parts/walk-toolbar.ts';
import { ChoiceGroup } from './style-choice.tsx';
import '../../styles/style-row.css';
import '../../styles/eraser-row.css';

interface EraserRowProps {
  readonly mode: EraserMode;
  readonly onMode: (mode: EraserMode) => void;
}

const MODES = [
  { mode: 'whole', icon: Eraser },
  { mode: 'part', icon: Scissors },
] as const;

/** The eraser's mode, as words, because no icon is clear enough. */
export function EraserRow({ mode, onMode }: EraserRowProps): ReactNode {
  return (
    <div className="surface style-row" role="toolbar" aria-label={ERASER_WORDS.row} onKeyDown={walkToolbar}>
      <ChoiceGroup label={ERASER_WORDS.mode}>
        {MODES.map(({ mode: choice, icon: Icon }) => (
          // biome-ignore lint/a11y/useSemanticElements: a row of buttons that walks like a toolbar
          <button
            key={choice}
            type="button"
            role="radio"
            aria-checked={mode === choice}
            className="eraser-choice"
            onClick={() => onMode(choice)}
          >
            <Icon {...ICON} />
            {ERASER_WORDS[choice]}
          </button>
        ))}
      </ChoiceGroup>
    </div>
  );
}
