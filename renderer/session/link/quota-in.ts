import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';

/** A quota is not there again a moment later: a service that says that one is used up is asked at most this often, milliseconds. */
export const QUOTA_WAIT_MS = 30_000;

const MESSAGES = /message count limit|message (quota|limit) (is |was |has been )?(reached|exceeded)/i;
const CONNECTIONS =
  /connection count limit|connection (quota|limit) (is |was |has been )?(reached|exceeded)|status code '?429'?|\btoo many requests\b/i;

/**
 * The quota of the service in between that a text speaks of: Azure words them as `Maximum message count limit reached: 100000`, and answers
 * who asks for one connection too many with 429.
 */
export function quotaIn(text: string | undefined): RefusalCode | undefined {
  if (text === undefined) return undefined;
  if (MESSAGES.test(text)) return 'service.messages';
  return CONNECTIONS.test(text) ? 'service.connections' : undefined;
}

export function isQuota(code: RefusalCode | undefined): boolean {
  return code === 'service.messages' || code === 'service.connections';
}
