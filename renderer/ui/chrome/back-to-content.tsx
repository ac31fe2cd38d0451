import { LocateFixed } from 'lucide-react';
import type { ReactNode } from 'react';
import { VIEW_WORDS } from '../words/command-words.ts';
import { ICON } from './parts/icon-button.tsx';

interface BackToContentProps {
  readonly shown: boolean;
  readonly onPress: () => void;
}

/** The button that returns to the content when nothing is in view. */
export function BackToContent({ shown, onPress }: BackToContentProps): ReactNode {
  if (!shown) return null;
  return (
    <button type="button" className="surface button back-to-content" onClick={onPress}>
      <LocateFixed {...ICON} size={16} />
      {VIEW_WORDS.backToContent}
    </button>
  );
}
