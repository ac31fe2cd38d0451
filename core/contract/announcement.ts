import { type ClientId, isClientId } from '../board/ids.ts';
import { type Grant, isGrant } from './access/grants.ts';
import { LIMITS } from './limits.ts';

/** The members of a room that an announcement is for. */
export type Audience =
  | { readonly to: 'all' }
  /** Exactly this grant. */
  | { readonly to: 'grant'; readonly grant: Grant }
  | { readonly to: 'person'; readonly who: ClientId }
  /** Those who asked for announcements about this. */
  | { readonly to: 'topic'; readonly topic: string };

/** [ANN-1] A short text from outside, shown to members of one room or of all rooms. */
export interface Announcement {
  readonly text: string;
  /** Name of the sender, as its operator chose it. */
  readonly from: string;
  readonly audience: Audience;
}

/** The form of a topic, but for its length (`LIMITS.topicChars`). */
export const TOPIC = /^[a-z0-9][a-z0-9._-]*$/;

export function isTopic(raw: unknown): raw is string {
  return typeof raw === 'string' && raw.length <= LIMITS.topicChars && TOPIC.test(raw);
}

/** The topics in a join request [ANN-2]. Unreadable ones are no reason to keep a client out. */
export function readTopics(raw: unknown): readonly string[] {
  return Array.isArray(raw) ? [...new Set(raw.slice(0, LIMITS.topicsPerMember).filter(isTopic))] : [];
}

export function isAnnouncementText(raw: unknown): raw is string {
  return typeof raw === 'string' && raw.trim() !== '' && raw.length <= LIMITS.announcementChars;
}

export function isSenderName(raw: unknown): raw is string {
  return typeof raw === 'string' && raw.length <= LIMITS.nameChars;
}

/** Reads an audience: its kind and, except for `all`, its value. */
export function readAudience(to: unknown, value: unknown): Audience | undefined {
  if (to === 'all') return { to };
  if (to === 'grant') return isGrant(value) ? { to, grant: value } : undefined;
  if (to === 'person') return isClientId(value) ? { to, who: value } : undefined;
  return to === 'topic' && isTopic(value) ? { to, topic: value } : undefined;
}

export function audienceValue(audience: Audience): string | null {
  switch (audience.to) {
    case 'grant':
      return audience.grant;
    case 'person':
      return audience.who;
    case 'topic':
      return audience.topic;
    default:
      return null;
  }
}
