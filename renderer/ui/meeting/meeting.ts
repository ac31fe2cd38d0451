import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Session } from '../../session/session.ts';
import { createValue, type ValueStore } from '../value-store.ts';
import type { Following } from '../watching/people/following.ts';
import type { KnownPeople } from '../watching/people/known-people.ts';
import { sayRefused } from '../watching/refusals.ts';
import type { Toasts } from '../watching/toasts.ts';
import { TOGETHER } from '../words/meeting/together-words.ts';
import { type Chat, createChat } from './chat.ts';
import { type HiddenPointers, hiddenPointers } from './hidden-pointers.ts';
import { createReactions, type Reactions } from './reactions.ts';
import { createSpotlight, type Spotlight } from './spotlight.ts';
import { createRoomTimer, type RoomTimer } from './timer.ts';
import { createVotes, type Votes } from './votes.ts';

/** The parts of the drawer. */
export type MeetTab = 'chat' | 'together';

/** What people who meet on a board share besides the drawing. */
export interface Meeting extends Disposable {
  /** The open part of the drawer. Undefined while it is closed. */
  readonly open: ValueStore<MeetTab | undefined>;
  readonly chat: Chat;
  readonly reactions: Reactions;
  readonly timer: RoomTimer;
  readonly votes: Votes;
  readonly spotlight: Spotlight;
  /** Whether a host shows no pointers but those of one person. */
  readonly pointers: HiddenPointers;
  readonly openLink: (address: string) => void;
  readonly sayNoReactions: () => void;
  toggle(): void;
}

export interface MeetingOptions {
  readonly session: Session;
  readonly engine: Engine;
  readonly people: KnownPeople;
  readonly following: Following;
  readonly clock: Clock;
  readonly toasts: Pick<Toasts, 'fail' | 'show'>;
  readonly openLink: (address: string) => void;
}

export function createMeeting({ session, engine, people, following, clock, toasts, openLink }: MeetingOptions): Meeting {
  const owned = new DisposableStore();
  const open = createValue<MeetTab | undefined>(undefined);
  let last: MeetTab = 'chat';
  owned.add(
    open.watch(() => {
      last = open.read() ?? last;
    }),
  );
  return {
    open,
    chat: owned.add(createChat({ session, people, clock, refused: (code) => sayRefused(toasts, code) })),
    reactions: owned.add(createReactions({ session, engine, clock })),
    timer: owned.add(createRoomTimer(session, clock)),
    votes: owned.add(createVotes({ session, engine })),
    spotlight: owned.add(createSpotlight({ session, following, say: (text) => toasts.show(text) })),
    pointers: hiddenPointers(session),
    openLink,
    sayNoReactions: () => toasts.fail(TOGETHER.noReactions),
    toggle: () => open.write(open.read() ? undefined : last),
    dispose: () => owned.dispose(),
  };
}
