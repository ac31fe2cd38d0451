import { MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AppProps } from '../app-props.ts';
import { IconButton } from '../chrome/parts/icon-button.tsx';
import { latePanel } from '../late-panel.tsx';
import { useSource } from '../use-source.ts';
import { CHAT } from '../words/meeting/chat-words.ts';

const MeetDrawer = latePanel(async () => (await import('./meet-drawer.tsx')).MeetDrawer);

/** The button of the drawer, with the number of unread messages. */
export function MeetButton({ meeting }: Pick<AppProps, 'meeting'>): ReactNode {
  const isOpen = useSource(meeting.open) !== undefined;
  const { unread } = useSource(meeting.chat);
  return (
    <div className="surface row meet-button">
      <IconButton
        label={unread > 0 ? CHAT.unread(unread) : CHAT.command}
        icon={MessagesSquare}
        tip="below"
        expanded={isOpen}
        onPress={meeting.toggle}
      >
        {unread > 0 ? (
          <span className="meet-button__count" aria-hidden="true">
            {unread > 99 ? '99+' : unread}
          </span>
        ) : null}
      </IconButton>
    </div>
  );
}

/** The drawer, and what screen readers hear of new messages. */
export function Meet(props: AppProps): ReactNode {
  const { meeting, status, people, clock, engine } = props;
  const tab = useSource(meeting.open);
  const { news } = useSource(meeting.chat);
  // The list of frames has the same place.
  const isCovered = useSource(props.chrome).open === 'frames';
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite" data-testid="chat-news">
        {news}
      </div>
      {tab === undefined || isCovered ? null : <MeetDrawer {...{ meeting, status, people, clock, engine, tab }} />}
    </>
  );
}
