import { LIMITS } from '../../core/contract/limits.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { ClientConnection } from '../ports/client-transport.ts';
import type { AddressBudget } from './admission/address-budgets.ts';
import { RefusalSums } from './admission/refusal-sums.ts';
import { TokenBucket } from './admission/token-bucket.ts';
import type { ElementsBudget, Member } from './room/member.ts';
import type { Room } from './room/room.ts';

export type SessionState =
  | { readonly phase: 'awaitingJoin' }
  /** The room is being opened. */
  | { readonly phase: 'joining' }
  | { readonly phase: 'joined'; readonly room: Room; readonly member: Member }
  /** The connection has ended, or is closing: later messages are ignored. */
  | { readonly phase: 'ended' };

export const AWAITING_JOIN: SessionState = { phase: 'awaitingJoin' };
export const JOINING: SessionState = { phase: 'joining' };
export const ENDED: SessionState = { phase: 'ended' };

/** Budgets that a connection has for itself and shares with its address. */
type SharedBudget = 'bytes' | 'elements' | 'newRooms';

/** One connection, its rights and its budgets. The connection's `attachment`. */
export class Session {
  readonly connection: ClientConnection;
  state: SessionState = AWAITING_JOIN;
  readonly messages: TokenBucket;
  readonly bytes: TokenBucket;
  readonly catchUps: TokenBucket;
  readonly acts: TokenBucket;
  /** Chat messages and private messages. */
  readonly words: TokenBucket;
  readonly elements: TokenBucket;
  readonly growth: ElementsBudget = {
    lacks: (count, mono) => codeOf(this.lacks('elements', count, mono)),
    take: (count, mono) => codeOf(this.take('elements', count, mono)),
  };
  readonly newRooms: TokenBucket;
  /** Shared with all connections of the network address. Undefined where addresses are unknown. */
  readonly address: AddressBudget | undefined;
  /** Budget of messages refused for rate or shape. Empty: the connection is closed. */
  readonly strikes: TokenBucket;
  /** Budget of batches refused by the board's rules. Empty: the connection is closed. */
  readonly refusals: TokenBucket;
  /** Budget of bytes of messages refused unread for a rate or a budget. Empty: the connection is closed. */
  readonly refusedBytes: TokenBucket;
  /** [ADM-12] Until then (`clock.mono()`) batches are refused unread. */
  rest: { readonly until: number; readonly code: RefusalCode } | undefined;
  readonly refusalSums = new RefusalSums();
  /** True while a catch-up is being streamed. */
  isCatchingUp = false;

  constructor(connection: ClientConnection, address: AddressBudget | undefined, mono: number) {
    this.connection = connection;
    this.address = address;
    this.elements = new TokenBucket(LIMITS.elementsPerSecond, LIMITS.elementsBurst, mono);
    this.newRooms = new TokenBucket(LIMITS.newRoomsPerSecond, LIMITS.newRoomsBurst, mono);
    this.messages = new TokenBucket(LIMITS.messagesPerSecond, LIMITS.messagesBurst, mono);
    this.bytes = new TokenBucket(LIMITS.bytesPerSecond, LIMITS.bytesBurst, mono);
    this.catchUps = new TokenBucket(LIMITS.catchUpsPerSecond, LIMITS.catchUpsBurst, mono);
    this.acts = new TokenBucket(LIMITS.actsPerSecond, LIMITS.actsBurst, mono);
    this.words = new TokenBucket(LIMITS.wordsPerSecond, LIMITS.wordsBurst, mono);
    this.strikes = new TokenBucket(LIMITS.strikesPerSecond, LIMITS.strikesBurst, mono);
    this.refusedBytes = new TokenBucket(LIMITS.refusedBytesPerSecond, LIMITS.refusedBytesBurst, mono);
    this.refusals = new TokenBucket(LIMITS.refusalsPerSecond, LIMITS.refusalsBurst, mono);
  }

  /** [ADM-8] The budget that has too little: this connection's, or its address's. */
  lacks(what: SharedBudget, count: number, mono: number): 'connection' | 'address' | undefined {
    if (!this[what].has(count, mono)) return 'connection';
    return this.address?.[what].has(count, mono) === false ? 'address' : undefined;
  }

  /** Takes from both budgets, or from neither. Returns the one that has too little. */
  take(what: SharedBudget, count: number, mono: number): 'connection' | 'address' | undefined {
    const lacking = this.lacks(what, count, mono);
    if (lacking) return lacking;
    this[what].take(count, mono);
    this.address?.[what].take(count, mono);
    return undefined;
  }

  giveBack(what: SharedBudget, count: number): void {
    this[what].giveBack(count);
    this.address?.[what].giveBack(count);
  }
}

function codeOf(lacking: 'connection' | 'address' | undefined): RefusalCode | undefined {
  return lacking && (lacking === 'address' ? 'rate.address' : 'rate.elements');
}

/** Read it again after each wait: the connection may have ended meanwhile. */
export function isJoining({ state }: Session): boolean {
  return state.phase === 'joining';
}
