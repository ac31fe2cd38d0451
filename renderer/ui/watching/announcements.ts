import type { Disposable } from '../../../core/base/disposable.ts';
import type { Session } from '../../session/session.ts';
import { ANNOUNCEMENT } from '../words/outside-words.ts';
import type { Toasts } from './toasts.ts';

/** [ANN-1] Shows what systems outside say to this person. */
export function sayAnnouncements(session: Pick<Session, 'onAnnouncement'>, toasts: Pick<Toasts, 'announce'>): Disposable {
  return session.onAnnouncement(({ text, from, topic }) => toasts.announce(ANNOUNCEMENT.says(from, text), topic));
}
