import type { ReactNode } from 'react';
import type { AppProps } from '../app-props.ts';
import { useSource } from '../use-source.ts';
import { CHAT } from '../words/meeting/chat-words.ts';
import { TOGETHER } from '../words/meeting/together-words.ts';
import { ChatTab } from './chat-tab.tsx';
import { MeetPanel } from './meet-panel.tsx';
import type { MeetTab } from './meeting.ts';
import { TogetherTab } from './together-tab.tsx';

const TABS: readonly { readonly tab: MeetTab; readonly label: string }[] = [
  { tab: 'chat', label: CHAT.tab },
  { tab: 'together', label: TOGETHER.tab },
];

type MeetDrawerProps = Pick<AppProps, 'meeting' | 'status' | 'people' | 'clock' | 'engine'> & { readonly tab: MeetTab };

/** The drawer with one of its tabs. */
export function MeetDrawer({ meeting, status, people, clock, engine, tab }: MeetDrawerProps): ReactNode {
  const now = useSource(status);
  const others = useSource(people);
  return (
    <MeetPanel tab={tab} tabs={TABS} onTab={meeting.open.write} onClose={() => meeting.open.write(undefined)}>
      {tab === 'chat' ? (
        <ChatTab chat={meeting.chat} status={now} others={others} now={clock.now} openLink={meeting.openLink} />
      ) : (
        <TogetherTab
          meeting={meeting}
          status={now}
          onShow={({ element }) => {
            const box = element && engine.boxOf(element);
            if (box) engine.showBox(box, 'among');
          }}
        />
      )}
    </MeetPanel>
  );
}
