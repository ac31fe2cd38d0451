import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import { codeIn } from './code-in.ts';

/**
 * The least time before a service or hub that names a lasting obstacle is tried again. Milliseconds.
 */
export const OBSTACLE_WAIT_MS = 30_000;

const MESSAGES = /message (count|quota|limit) (limit|(is |was |has been )?(reached|exceeded)|reaches limit)/i;
const CONNECTIONS = /connection (count|quota|limit) (limit|(is |was |has been )?(reached|exceeded)|reaches limit)/i;
/** [HS-13] No quota is named: too many come at once. */
const THROTTLED = /status code '?429'?|\btoo many requests\b/i;
/** The hub's answer to a page from another address than its own. */
const FOREIGN_PAGE = /origin not allowed|status code '?403'?/i;
/** The hub answers, and has no connection to the service that carries its clients. */
const NO_SERVICE = /service is not connected yet/i;
/** The hub answered the negotiation, and then no transport got through. */
const NO_TRANSPORT = /with any of the available transports/i;

/** These last longer than a moment, so the client waits before it asks again. */
const LASTING: ReadonlySet<RefusalCode> = new Set(['service.messages', 'service.connections', 'page.not_allowed']);

/**
 * The obstacle between client and hub in an error text. Quotas of the service: Azure writes `Message count reaches limit.` when it
 * closes a connection, `Maximum message count limit reached: 20000` to the hub, and answers 429 with `Connection count reaches
 * limit.` to one connection too many. A hub that knows of a quota names its code.
 */
export function obstacleIn(text: string | undefined): RefusalCode | undefined {
  if (text === undefined) return undefined;
  const code = codeIn(text);
  if (code === 'service.messages' || MESSAGES.test(text)) return 'service.messages';
  if (code === 'service.connections' || CONNECTIONS.test(text)) return 'service.connections';
  if (FOREIGN_PAGE.test(text)) return 'page.not_allowed';
  if (NO_SERVICE.test(text)) return 'service.away';
  return NO_TRANSPORT.test(text) ? 'line.blocked' : undefined;
}

/** [HS-13] Turned away for coming at the same time as many others. */
export function isThrottled(text: string | undefined): boolean {
  return text !== undefined && THROTTLED.test(text) && obstacleIn(text) === undefined;
}

export function isLasting(code: RefusalCode): boolean {
  return LASTING.has(code);
}
