import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';

/** An obstacle does not go away within a moment: a service or hub that names one is asked again after this time at the earliest, milliseconds. */
export const OBSTACLE_WAIT_MS = 30_000;

const MESSAGES = /message count limit|message (quota|limit) (is |was |has been )?(reached|exceeded)/i;
const CONNECTIONS =
  /connection count limit|connection (quota|limit) (is |was |has been )?(reached|exceeded)|status code '?429'?|\btoo many requests\b/i;
/** The hub answers so to a page of another address than its own. */
const FOREIGN_PAGE = /origin not allowed|status code '?403'?/i;

/**
 * The obstacle between client and hub that a text speaks of. Quotas of the service: Azure words them as
 * `Maximum message count limit reached: 100000`, and answers 429 to one connection too many. A page that the hub takes for a foreign one.
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
