import { isAnnouncementText, isSenderName, isTopic } from '../../core/contract/announcement.ts';
import { ClientMethod, type Notice } from '../../core/contract/hub-contract.ts';

/** The method that announcements call at clients: the same as at members of a room [ANN-1]. */
export const ANNOUNCE = ClientMethod.notice;

/** The methods that a page calls. */
export const BoardMethod = { follow: 'Follow', unfollow: 'Unfollow' } as const;

/** Parameter of the page's own address and of the service's: topics with commas between. */
export const TOPICS_PARAMETER = 'topics';

export type AnnouncementNotice = Extract<Notice, { readonly kind: 'announcement' }>;

/** The connections that follow a topic are a group of the service. */
export const groupOf = (topic: string): string => `topic:${topic}`;

const MEMBERS = new Set(['text', 'from', 'topic']);

/** Reads `{text, from?, topic?}`, and nothing else. */
export function readAnnouncement(body: Buffer): AnnouncementNotice | undefined {
  let said: unknown;
  try {
    said = JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  if (typeof said !== 'object' || said === null || !Object.keys(said).every((name) => MEMBERS.has(name))) return undefined;
  const { text, from = '', topic }: { text?: unknown; from?: unknown; topic?: unknown } = said;
  if (!isAnnouncementText(text) || !isSenderName(from)) return undefined;
  if (topic === undefined) return { kind: 'announcement', text, from };
  return isTopic(topic) ? { kind: 'announcement', text, from, topic } : undefined;
}
