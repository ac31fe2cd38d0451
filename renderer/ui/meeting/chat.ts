import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { authorOf, type ElementId } from '../../../core/board/ids.ts';
import { sayable } from '../../../core/board/words.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { Said, SaidTo } from '../../../core/contract/said.ts';
import type { BoardChange } from '../../../core/room/board-access.ts';
import { boardWords } from '../../../core/room/board-words.ts';
import type { Session } from '../../session/session.ts';
import { createValue, type Source } from '../value-store.ts';
import type { KnownPeople } from '../watching/people/known-people.ts';
import { CHAT } from '../words/meeting/chat-words.ts';

/** One message as the chat shows it. */
export interface ChatEntry {
  readonly key: string;
  /** Who wrote it, and to whom when it was not for everybody. */
  readonly title: string;
  readonly color: number;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly isPrivate: boolean;
  readonly isOwn: boolean;
  /** The element on the board. Undefined for a private message. */
  readonly id: ElementId | undefined;
}

export interface ChatView {
  /** The oldest first. */
  readonly entries: readonly ChatEntry[];
  readonly unread: number;
  /** What a screen reader says now. */
  readonly news: string;
}

export interface Chat extends Source<ChatView>, Disposable {
  /** Sends a message. False: it is empty, too long or refused; the reason is said elsewhere. */
  send(to: 'all' | SaidTo, text: string): Promise<boolean>;
  remove(id: ElementId): void;
  /** Removes all messages from the board. */
  clear(): void;
  /** While the messages are in view, none is unread. */
  watchIs(isWatched: boolean): void;
}

export interface ChatOptions {
  readonly session: Pick<
    Session,
    'board' | 'clientId' | 'onChange' | 'say' | 'removeWords' | 'act' | 'onSaid' | 'status' | 'hubNow'
  >;
  readonly people: Pick<KnownPeople, 'find' | 'readOf'>;
  readonly clock: Clock;
  readonly refused: (code: RefusalCode) => void;
}

/** The newest messages that are shown. */
const SHOWN_MOST = 400;
/** Private messages that this window remembers. */
const PRIVATE_MOST = 400;
/** Messages within this time are announced as one sentence. Milliseconds. */
const NEWS_MS = 800;
/** Characters of a message that a screen reader says. */
const NEWS_CHARS = 200;

export function createChat({ session, people, clock, refused }: ChatOptions): Chat {
  const view = createValue<ChatView>({ entries: [], unread: 0, news: '' });
  const owned = new DisposableStore();
  const words = boardWords(session.board);
  let privates: readonly ChatEntry[] = [];
  let isWatched = false;
  let fresh: ChatEntry[] = [];
  let telling: Disposable | undefined;

  const show = (came: readonly ChatEntry[] = []): void => {
    const entries = [...words.list().map(entryOf), ...privates].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
    const others = came.filter(({ isOwn }) => !isOwn);
    const unread = isWatched ? 0 : view.read().unread + others.length;
    view.write({ entries: entries.slice(-SHOWN_MOST), unread, news: view.read().news });
    if (others.length === 0) return;
    fresh.push(...others);
    telling ??= clock.after(NEWS_MS, tell);
  };
  const tell = (): void => {
    telling = undefined;
    const [only, ...more] = fresh;
    const news = !only
      ? ''
      : more.length > 0
        ? CHAT.manySaid(fresh.length)
        : CHAT.said(only.title, only.text.slice(0, NEWS_CHARS));
    fresh = [];
    view.write({ ...view.read(), news });
  };
  const entryOf = (one: ReturnType<typeof words.list>[number]): ChatEntry => {
    const isOwn = authorOf(one.id) === session.clientId;
    people.readOf({ clientId: authorOf(one.id), name: one.by, color: one.byColor });
    const { id, text, at, byColor: color } = one;
    return { key: id, title: isOwn ? CHAT.you : one.by, color, text, at, isPrivate: false, isOwn, id };
  };
  const changed = ({ ids, origin }: BoardChange): void => {
    const touched = words.changed(ids);
    if (!touched) return;
    // A board that comes as a whole has no news: its messages were there before.
    show(ids === 'all' || origin !== 'server' ? [] : touched.map(entryOf));
  };
  const keepPrivate = (entry: Omit<ChatEntry, 'key' | 'isPrivate' | 'id'>): void => {
    const whole: ChatEntry = { ...entry, key: `private ${++lastPrivate}`, isPrivate: true, id: undefined };
    privates = [...privates, whole].slice(-PRIVATE_MOST);
    show([whole]);
  };
  let lastPrivate = 0;
  const heard = ({ from, to, text, at }: Said): void => {
    const title = to === 'hosts' ? CHAT.toHosts(from.name) : CHAT.toYou(from.name);
    keepPrivate({ title, color: from.color, text, at, isOwn: false });
  };
  const nameOf = (to: SaidTo): string => (to === 'hosts' ? CHAT.theHosts : (people.find(to)?.name ?? ''));

  owned.add(session.onChange(changed));
  owned.add(session.onSaid(heard));
  words.changed('all');
  show();
  return {
    read: view.read,
    watch: view.watch,
    async send(to, raw) {
      const text = sayable(raw);
      if (text === undefined) return false;
      if (to === 'all') return session.say(text);
      const outcome = await session.act({ act: 'say', to, text });
      if ('refused' in outcome) {
        refused(outcome.refused);
        return false;
      }
      keepPrivate({ title: CHAT.youTo(nameOf(to)), color: session.status().you.color, text, at: session.hubNow(), isOwn: true });
      return true;
    },
    remove: (id) => session.removeWords([id]),
    clear: () => session.removeWords(words.list().map(({ id }) => id)),
    watchIs(now) {
      isWatched = now;
      if (now && view.read().unread > 0) view.write({ ...view.read(), unread: 0 });
    },
    dispose() {
      telling?.dispose();
      owned.dispose();
    },
  };
}
