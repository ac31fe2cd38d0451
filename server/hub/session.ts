import { assertNever } from '../../core/base/assert-never.ts';
import type { Role } from '../../core/contract/hub-contract.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import type { ClientConnection } from '../ports/client-transport.ts';
import type { Member } from './member.ts';
import { RefusalSums } from './refusal-sums.ts';
import type { Room } from './room.ts';
import { TokenBucket } from './token-bucket.ts';

export type SessionState =
  | { readonly phase: 'awaitingJoin' }
  /** The room is being opened. */
  | { readonly phase: 'joining' }
  | { readonly phase: 'joined'; readonly room: Room; readonly member: Member; readonly role: Role }
  /** The connection has ended, or is being closed: whatever still comes counts for nothing. */
  | { readonly phase: 'ended' };

export const AWAITING_JOIN: SessionState = { phase: 'awaitingJoin' };
export const JOINING: SessionState = { phase: 'joining' };
export const ENDED: SessionState = { phase: 'ended' };

/** One connection, what it may do and how much of it. The connection's `attachment`. */
export class Session {
  readonly connection: ClientConnection;
  state: SessionState = AWAITING_JOIN;
  readonly messages: TokenBucket;
  readonly bytes: TokenBucket;
  readonly catchUps: TokenBucket;
  /** Messages refused for their rate or shape. Empty: the connection is closed. */
  readonly strikes: TokenBucket;
  /** Batches refused by the board's rules. Empty: the connection is closed. */
  readonly refusals: TokenBucket;
  readonly refusalSums = new RefusalSums();
  /** A catch-up is being streamed. */
  isCatchingUp = false;

  constructor(connection: ClientConnection, mono: number) {
    this.connection = connection;
    this.messages = new TokenBucket(LIMITS.messagesPerSecond, LIMITS.messagesBurst, mono);
    this.bytes = new TokenBucket(LIMITS.bytesPerSecond, LIMITS.bytesBurst, mono);
    this.catchUps = new TokenBucket(LIMITS.catchUpsPerSecond, LIMITS.catchUpsBurst, mono);
    this.strikes = new TokenBucket(LIMITS.strikesPerSecond, LIMITS.strikesBurst, mono);
    this.refusals = new TokenBucket(LIMITS.refusalsPerSecond, LIMITS.refusalsBurst, mono);
  }
}

/** [BILL-1] Who is told what the room costs: its hosts, when there are any; until then whoever may draw. */
export function maySeeBill(role: Role): boolean {
  return mayDraw(role);
}

export function mayDraw(role: Role): boolean {
  switch (role) {
    case 'host':
    case 'edit':
      return true;
    case 'view':
      return false;
    default:
      return assertNever(role);
  }
}
