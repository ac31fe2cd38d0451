import { isDeepStrictEqual } from 'node:util';
import { decode } from '@msgpack/msgpack';
import { framed, RS, unframed } from '../../conformance/harness/wire.ts';
import { cutOf } from './transcript.ts';

/**
 * One hub message as bytes, apart from the frame it came in: which messages share a frame depends on the moment. Text messages
 * end with RS, binary ones are hex with their length prefix.
 */
export interface WireMessage {
  readonly kind: 'text' | 'binary' | 'event';
  readonly value: string;
}

/** Splits the payload of a text frame. What has no end stays as it is. */
export function textMessages(kind: 'text' | 'event', text: string): WireMessage[] {
  if (cutOf(text)) return [{ kind, value: text }];
  const parts = text.split(RS);
  const rest = parts.pop() ?? '';
  return [...parts.map((part) => ({ kind, value: part + RS })), ...(rest === '' ? [] : [{ kind, value: rest }])];
}

/** Splits a binary frame. A handshake answer is binary without being MessagePack. */
export function binaryMessages(hex: string): WireMessage[] {
  if (cutOf(hex) || hex.startsWith('7b')) return [{ kind: 'binary', value: hex }];
  return unframed(Buffer.from(hex, 'hex')).map((body) => ({ kind: 'binary', value: framed(body).toString('hex') }));
}

/** Splits what an event stream sent: events and comments, each with its line ends as they came. */
export function eventMessages(text: string): WireMessage[] {
  if (text.startsWith(':')) return [{ kind: 'event', value: text }];
  const payload = /^data: (.*)\r\n\r\n$/s.exec(text)?.[1];
  return payload === undefined ? [{ kind: 'event', value: text }] : textMessages('event', payload);
}

export function isPing({ value }: WireMessage): boolean {
  return value === `{"type":6}${RS}` || value === '029106';
}

/** An item of a stream; in MessagePack four parts, of which the first says 2. */
export function isStreamItem({ value }: WireMessage): boolean {
  return value.startsWith('{"type":2,') || /^..9402/.test(value);
}

/** Number of an Ack. */
export function ackOf({ value }: WireMessage): number | undefined {
  const json = /^\{"type":8,"sequenceId":(\d+)\}/.exec(value)?.[1];
  if (json !== undefined) return Number(json);
  const short = /^039208([0-7].)$/.exec(value)?.[1];
  return short === undefined ? undefined : Number.parseInt(short, 16);
}

/** Whether a message is the recorded one, of which the end may be left out. */
export function isSame(due: WireMessage, came: WireMessage): boolean {
  if (due.kind !== came.kind) return false;
  const cut = cutOf(due.value);
  if (!cut) return due.value === came.value;
  const length = came.kind === 'binary' ? came.value.length / 2 : came.value.length;
  return came.value.startsWith(cut.begin) && length === cut.length;
}

/** Whether two messages mean the same: other escapes, other widths of numbers, an empty list of streams left out. */
export function meansSame(due: WireMessage, came: WireMessage): boolean {
  if (due.kind !== came.kind || cutOf(due.value)) return false;
  try {
    return isDeepStrictEqual(meaningOf(due), meaningOf(came));
  } catch {
    return false;
  }
}

function meaningOf({ kind, value }: WireMessage): unknown {
  if (kind !== 'binary') return JSON.parse(value.replace(RS, ''));
  const [body, ...more] = unframed(Buffer.from(value, 'hex'));
  if (!body || more.length > 0) throw new Error('not one message');
  const message = decode(body);
  const hasNoStreams = Array.isArray(message) && message.length === 6 && isDeepStrictEqual(message[5], []);
  return hasNoStreams && (message[0] === 1 || message[0] === 4) ? message.slice(0, 5) : message;
}
