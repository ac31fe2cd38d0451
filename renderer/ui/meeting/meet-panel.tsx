import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from '../chrome/parts/icon-button.tsx';
import { CHAT } from '../words/meeting/chat-words.ts';
import type { MeetTab } from './meeting.ts';
import '../styles/meet.css';

interface MeetPanelProps {
  readonly tab: MeetTab;
  readonly tabs: readonly { readonly tab: MeetTab; readonly label: string }[];
  readonly onTab: (tab: MeetTab) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The drawer for people who meet on the board. It stays open while one draws; a sheet in a narrow window. */
export function MeetPanel({ tab, tabs, onTab, onClose, children }: MeetPanelProps): ReactNode {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const element = panel.current;
    return () => {
      if (before instanceof HTMLElement && element?.contains(document.activeElement)) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <section
      ref={panel}
      className="surface meet"
      aria-label={CHAT.title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        event.preventDefault();
        onClose();
      }}
    >
      <header className="meet__head">
        {/* biome-ignore lint/a11y/useSemanticElements: a row of buttons is no fieldset */}
        <div className="segments segments--words meet__tabs" role="group" aria-label={CHAT.title}>
          {tabs.map((one) => (
            <button key={one.tab} type="button" aria-pressed={tab === one.tab} onClick={() => onTab(one.tab)}>
              {one.label}
            </button>
          ))}
        </div>
        <IconButton label={CHAT.close} icon={X} keys="Esc" tip="below" onPress={onClose} />
      </header>
      {children}
    </section>
  );
}
