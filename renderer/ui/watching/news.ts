import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Returned, SessionStatus } from '../../session/session.ts';
import { createValue, type Source } from '../value-store.ts';
import { fullnessSentence, NEWS, previousLifeSentence } from '../words/news-words.ts';
import { agoWords, type TimeStyle } from '../words/time-words.ts';

/** A message shown once in the banner: something happened while the person was away, or the board is nearly full. */
export interface NewsItem {
  readonly tone: 'neutral' | 'bad';
  readonly text: string;
}

/** The only banner. It disappears by itself, but not while the person uses it. */
export interface News extends Source<NewsItem | undefined>, Disposable {
  dismiss(): void;
  /** The pointer or the keyboard focus is on the banner: it stays. */
  hold(): void;
  /** It may disappear again, after the full time. */
  release(): void;
}

/** Enough time to return to the window, find the banner and read 25 words twice. Milliseconds. */
export const NEWS_SHOWN_MS = 20_000;

export function watchNews(status: Source<SessionStatus>, clock: Clock): News {
  const shown = createValue<NewsItem | undefined>(undefined);
  let timer: Disposable | undefined;
  let toldReturn = status.read().returned?.at;
  let toldLife: number | undefined;
  let toldFull = false;

  const stop = (): void => {
    timer?.dispose();
    timer = undefined;
  };
  const dismiss = (): void => {
    stop();
    shown.write(undefined);
  };
  const release = (): void => {
    stop();
    if (shown.read() !== undefined) timer = clock.after(NEWS_SHOWN_MS, dismiss);
  };
  const tell = (item: NewsItem): void => {
    shown.write(item);
    release();
  };
  const look = (): void => {
    const { previousLife, lostCopy, returned, fullness } = status.read();
    if (previousLife !== undefined && previousLife.endedAt !== toldLife) {
      toldLife = previousLife.endedAt;
      // A person with a lost copy gets a card, with a decision that matters more than this news.
      if (lostCopy === undefined) tell({ tone: 'neutral', text: previousLifeNews(previousLife, clock.now()) });
    }
    const full = fullnessSentence(fullness);
    if (full !== undefined && !toldFull) tell({ tone: 'bad', text: full });
    toldFull = full !== undefined;
    if (returned !== undefined && returned.at !== toldReturn) {
      toldReturn = returned.at;
      tell({ tone: returned.refused > 0 ? 'bad' : 'neutral', text: returnedNews(returned) });
    }
  };
  look();
  const watching = status.watch(look);
  return {
    read: shown.read,
    watch: shown.watch,
    dismiss,
    hold: stop,
    release,
    dispose() {
      watching.dispose();
      stop();
    },
  };
}

/** The result of the changes made while away. */
export function returnedNews({ awayMs, sent, refused, fromOthers }: Returned): string {
  const after = awayMs < 1_000 ? NEWS.soon : NEWS.after(agoWords(awayMs));
  const parts: string[] = [];
  if (sent > 0) parts.push(NEWS.sent(sent));
  if (refused > 0) parts.push(sent > 0 ? NEWS.alsoRefused(refused) : NEWS.refused(refused));
  const own = parts.length > 0 ? parts.join(', ') : NEWS.nothing;
  return NEWS.whole(after, own, fromOthers === 0 ? NEWS.noOthers : NEWS.others(fromOthers));
}

/** Why the room is empty although it had a board. */
export function previousLifeNews(life: NonNullable<SessionStatus['previousLife']>, now: number, style?: TimeStyle): string {
  return `${previousLifeSentence(life, now, style)} ${NEWS.newLife}`;
}
