import { Wifi } from 'lucide-react';
import type { ReactNode } from 'react';
import { NEARBY } from '../words/sharing/nearby-words.ts';
import { ICON } from './parts/icon-button.tsx';
import '../styles/status-pill.css';

/** Shows that this app hosts the room for others. Pressing it opens the place where hosting is stopped. */
export function HostingMark({ isShown, onPress }: { readonly isShown: boolean; readonly onPress: () => void }): ReactNode {
  if (!isShown) return null;
  return (
    <button type="button" className="surface hosting-mark" title={NEARBY.hostingTip} data-testid="hosting" onClick={onPress}>
      <Wifi {...ICON} size={16} />
      <span className="hosting-mark__word">{NEARBY.hosting}</span>
    </button>
  );
}
