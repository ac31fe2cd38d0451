import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';

/** A quota does not return within moments. A service that reports a used-up quota is asked at most this often, milliseconds. */
export const QUOTA_WAIT_MS = 30_000;

const MESSAGES = /message count limit|message (quota|limit) (is |was |has been )?(reached|exceeded)/i;
const CONNECTIONS =
  /connection count limit|connection (quota|limit) (is |was |has been )?(reached|exceeded)|status code '?429'?|\btoo many requests\b/i;

/**
 * The quota in the text of a service between client and hub. Azure writes `Maximum message count limit reached: 100000`, and
 * answers one connection too many with 429.
 */
export function quotaIn(text: string | undefined): RefusalCode | undefined {
  if (text === undefined) return undefined;
  if (MESSAGES.test(text)) return 'service.messages';
  return CONNECTIONS.test(text) ? 'service.connections' : undefined;
}

export function isQuota(code: RefusalCode | undefined): boolean {
  return code === 'service.messages' || code === 'service.connections';
}
