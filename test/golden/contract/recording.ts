import { readFileSync } from 'node:fs';
import { decode } from '@msgpack/msgpack';
import type { Board } from '../../../core/board/board.ts';
import { decodePoints } from '../../../core/board/bodies/points-codec.ts';
import { takeMessage } from '../../hub/raw-connection.ts';

/**
 * What one version of the contract looks like on the wire: all hub messages between clients and a hub of that version, byte for byte, with
 * what is on the board at the end. Written once for each version (`record.ts`), and never altered: those clients and hubs are out there.
 */
export interface Recording {
  readonly contract: number;
  readonly room: string;
  /** One after the other, each of a hub that began empty. */
  readonly lives: readonly RecordedLife[];
}

export interface RecordedLife {
  readonly connections: readonly RecordedConnection[];
  /** At the end. */
  readonly board: readonly ElementFacts[];
}

/** In the order in which they were opened. Bytes are base64; pings, and the acknowledgements of stateful reconnect, are left out. */
export interface RecordedConnection {
  readonly who: string;
  readonly handshake: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** An element in words that no version of the document model changes. */
export interface ElementFacts {
  readonly id: string;
  readonly alive: boolean;
  readonly kind: number;
  readonly color: number;
  readonly width: number;
  readonly x: number;
  readonly y: number;
  /** x and y of each point, relative to the element. */
  readonly xy: readonly number[];
  /** What was typed in one go, and what a cut takes. */
  readonly text: string;
  readonly spans: readonly number[];
}

export function factsOf(board: Pick<Board, 'elements'>): readonly ElementFacts[] {
  const facts = Array.from(board.elements(), ({ id, alive, kind, color, width, x, y, points, pressured, text, spans }) => ({
    id,
    alive,
    kind,
    color,
    width,
    x,
    y,
    xy: [...decodePoints(points, pressured).xy],
    text,
    spans,
  }));
  return facts.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function readRecording(contract: number): Recording {
  return JSON.parse(readFileSync(new URL(`./contract-${contract}.json`, import.meta.url), 'utf8')) as Recording;
}

/** Types of hub messages. */
export const HubMessage = {
  invocation: 1,
  streamItem: 2,
  completion: 3,
  streamInvocation: 4,
  ping: 6,
  ack: 8,
  sequence: 9,
} as const;
/** They come when time or the number of messages says so, and say nothing of the contract. */
const TIMED: ReadonlySet<unknown> = new Set([HubMessage.ping, HubMessage.ack, HubMessage.sequence]);

/** The hub messages in some bytes of one direction, each with its length before it. */
export function messagesIn(bytes: Uint8Array): { readonly messages: readonly Uint8Array[]; readonly rest: Uint8Array } {
  const messages: Uint8Array[] = [];
  let left = Buffer.from(bytes);
  for (let next = takeMessage(left); next; next = takeMessage(left)) {
    const whole = left.subarray(0, left.length - next.rest.length);
    if (!TIMED.has(contentOf(whole)[0])) messages.push(Uint8Array.from(whole));
    left = next.rest;
  }
  return { messages, rest: left };
}

/** A hub message, read. */
export function contentOf(message: Uint8Array): readonly unknown[] {
  const taken = takeMessage(Buffer.from(message));
  const content = taken && decode(taken.body);
  if (!Array.isArray(content)) throw new Error('no hub message');
  return content as readonly unknown[];
}
