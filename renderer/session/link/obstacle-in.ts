import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';

/**
 * The least time before a service or hub that names an obstacle is tried again, because obstacles last longer than a moment.
 * Milliseconds.
 */
export const OBSTACLE_WAIT_MS = 30_000;

const MESSAGES = /message count limit|message (quota|limit) (is |was |has been )?(reached|exceeded)/i;
const CONNECTIONS =
  /connection count limit|connection (quota|limit) (is |was |has been )?(reached|exceeded)|status code '?429'?|\btoo many requests\b/i;
/** The hub's answer to a page from another address than its own. */
const FOREIGN_PAGE = /origin not allowed|status code '?403'?/i;

/**
 * The obstacle between client and hub in an error text. Quotas of the service: Azure writes
 * `Maximum message count limit reached: 100000`, and answers 429 to one connection too many. It also recognises the hub's refusal
 * of a foreign page.
 */
export function obstacleIn(text: string | undefined): RefusalCode | undefined {
  if (text === undefined) return undefined;
  if (MESSAGES.test(text)) return 'service.messages';
  if (CONNECTIONS.test(text)) return 'service.connections';
  return FOREIGN_PAGE.test(text) ? 'page.not_allowed' : undefined;
}

export function isObstacle(code: RefusalCode | undefined): boolean {
  return code === 'service.messages' || code === 'service.connections' || code === 'page.not_allowed';
}
