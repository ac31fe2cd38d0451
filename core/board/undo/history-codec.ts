import { readCount, type WireValue } from '../../wire/wire-value.ts';
import type { Stamp } from '../element.ts';
import { authorOf, type ClientId, elementId, isClientId, isElementId, ordinalOf } from '../ids.ts';
import { acceptsValue, isPropName, propCode, propName } from '../kinds.ts';
import { readPropValue } from '../prop-value.ts';
import type { KeptHistory } from './history.ts';
import type { KeptStep, KeptWrite } from './step-pile.ts';

/** Items of one write in a step's list. */
const WRITE_ITEMS = 5;

/**
 * A kept history as MessagePack values. A step is a flat list: element, property, value before, stamp before, own stamp, and so on.
 * The author's elements are their ordinals, and the author's stamps their lamports.
 */
export function encodeHistory(author: ClientId, { done, undone }: KeptHistory): WireValue {
  const steps = (kept: readonly KeptStep[]): WireValue => kept.map((step) => step.flatMap((write) => encodeWrite(author, write)));
  return [steps(done), steps(undone)];
}

function encodeWrite(author: ClientId, { id, prop, before, beforeStamp, stamp }: KeptWrite): WireValue[] {
  const ref = authorOf(id) === author ? ordinalOf(id) : id;
  return [ref, propCode(prop), before, encodeStamp(author, beforeStamp), encodeStamp(author, stamp)];
}

function encodeStamp(author: ClientId, { lamport, clientId }: Stamp): WireValue {
  return clientId === author ? lamport : [lamport, clientId];
}

/** Undefined when any part of it is unreadable: a history with a gap would undo something else than the newest step. */
export function decodeHistory(author: ClientId, raw: unknown): KeptHistory | undefined {
  if (!Array.isArray(raw) || raw.length !== 2) return undefined;
  const [done, undone] = raw.map((steps: unknown) => decodeSteps(author, steps));
  return done && undone && { done, undone };
}

function decodeSteps(author: ClientId, raw: unknown): readonly KeptStep[] | undefined {
  return Array.isArray(raw) ? allOf(raw, (step) => decodeStep(author, step)) : undefined;
}

function decodeStep(author: ClientId, raw: unknown): KeptStep | undefined {
  if (!Array.isArray(raw) || raw.length % WRITE_ITEMS !== 0) return undefined;
  const step: KeptWrite[] = [];
  for (let i = 0; i < raw.length; i += WRITE_ITEMS) {
    const write = decodeWrite(author, raw.slice(i, i + WRITE_ITEMS));
    if (!write) return undefined;
    step.push(write);
  }
  return step;
}

function decodeWrite(author: ClientId, [ref, code, value, rawBefore, rawOwn]: readonly unknown[]): KeptWrite | undefined {
  const ordinal = readCount(ref);
  const id = ordinal === undefined ? ref : elementId(author, ordinal);
  const prop = typeof code === 'number' ? propName(code) : undefined;
  const before = readPropValue(value);
  const [beforeStamp, stamp] = [decodeStamp(author, rawBefore), decodeStamp(author, rawOwn)];
  if (!isElementId(id) || prop === undefined || !isPropName(prop) || before === undefined || !beforeStamp || !stamp)
    return undefined;
  return acceptsValue(propCode(prop), before) ? { id, prop, before, beforeStamp, stamp } : undefined;
}

function decodeStamp(author: ClientId, raw: unknown): Stamp | undefined {
  const [rawLamport, clientId]: readonly unknown[] = Array.isArray(raw) ? raw : [raw, author];
  const lamport = readCount(rawLamport);
  if (lamport === undefined) return undefined;
  // A register that was never written has the author ''.
  return clientId === '' || isClientId(clientId) ? { lamport, clientId: clientId as ClientId } : undefined;
}

/** Undefined when one of the items is unreadable. */
function allOf<T>(items: readonly unknown[], read: (item: unknown) => T | undefined): readonly T[] | undefined {
  const all: T[] = [];
  for (const item of items) {
    const value = read(item);
    if (value === undefined) return undefined;
    all.push(value);
  }
  return all;
}
