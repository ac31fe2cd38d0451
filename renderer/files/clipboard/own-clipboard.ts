import { decodePoints, newTail, type PointBox, readPoints } from '../../../core/board/bodies/points-codec.ts';
import { readSpans } from '../../../core/board/bodies/spans.ts';
import { acceptsValue, Body, type Facts, GROUPS_DEEP, isThing, KINDS, propCode } from '../../../core/board/kinds.ts';
import { type PropValue, readPropValue } from '../../../core/board/prop-value.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { FILE_LIMITS } from '../file-limits.ts';
import { NOT_COPIED } from '../from-board.ts';
import { coordinate, Gathering, plainText, thousandths } from '../gathering.ts';
import type { NewElement, NewEnd } from '../new-element.ts';
import { bytesOfBase64 } from '../packed/base64.ts';
import { FilePictures } from '../pictures/file-picture.ts';
import { asList, asNumber, asRecord, asText, parseJson, type Raw } from '../raw.ts';
import { CLIPBOARD_MARK, CLIPBOARD_TYPE, CLIPBOARD_VERSION } from './write-clipboard.ts';

/**
 * Reads the output of `writeClipboard`. Undefined when there is none. Any page may have written it, so every value is checked
 * again.
 */
export function gatherOwnClipboard(html: string): Gathering | undefined {
  const mark = html.indexOf(CLIPBOARD_MARK);
  if (mark < 0) return undefined;
  const start = mark + CLIPBOARD_MARK.length;
  const bytes = bytesOfBase64(html.slice(start, html.indexOf('"', start)));
  const json = bytes && asRecord(parseJson(new TextDecoder().decode(bytes)));
  if (json?.type !== CLIPBOARD_TYPE || json.version !== CLIPBOARD_VERSION) return undefined;
  const addresses = asRecord(json.pictures) ?? {};
  const pictures = new FilePictures((hash) => asText(Object.hasOwn(addresses, hash) ? addresses[hash] : undefined));
  const into = new Gathering();
  for (const raw of asList(json.elements)) {
    const element = asRecord(raw);
    const read = element && readElement(element);
    if (read) into.add(withOwnPicture(read, pictures));
    else into.lose('unreadable');
  }
  return into;
}

/** A picture that came with the elements is stored anew: this room may not have it. */
function withOwnPicture(element: NewElement, pictures: FilePictures): NewElement {
  const { facts, ...rest } = element;
  const picture = facts?.hash === undefined ? undefined : pictures.get(facts.hash);
  return picture === undefined ? element : { ...rest, picture };
}

function readElement(raw: Raw): NewElement | undefined {
  const kind = asNumber(raw.kind, -1);
  const row = KINDS.get(kind);
  if (!row || !isThing(kind)) return undefined;
  const values = readValues(raw.values);
  const facts = readValues(raw.facts, row.facts);
  const isInk = row.bodies.includes(Body.points);
  const points = isInk ? readInk(asText(raw.points), raw.isPressured === true) : undefined;
  if ((isInk && !points) || row.facts.some((name) => !(name in facts))) return undefined;
  // The required registers of a kind, and only its possible ones.
  const needed = row.required.filter((name) => !['order', 'x', 'y', 'from', 'to'].includes(name));
  if (needed.some((name) => !(name in values))) return undefined;
  const isLine = row.required.includes('from');
  const text = plainText(asText(raw.text)).slice(0, FILE_LIMITS.textUnits).toWellFormed();
  const cuts = points && readSpans(asList(raw.cuts).slice(0, 2 * LIMITS.spansPerCut), LIMITS.spansPerCut);
  const groups = asList(raw.groups).slice(0, GROUPS_DEEP).map(asText).filter(Boolean);
  return {
    key: asText(raw.key),
    kind,
    x: coordinate(asNumber(raw.x)),
    y: coordinate(asNumber(raw.y)),
    values: values as NewElement['values'],
    ...(points ? { points } : {}),
    ...(cuts && cuts.length > 0 ? { cuts } : {}),
    ...(isLine ? { from: readEnd(raw.from), to: readEnd(raw.to) } : {}),
    ...(text !== '' && !points ? { text } : {}),
    ...(groups.length > 0 ? { groups } : {}),
    ...(row.facts.length > 0 ? { facts: facts as Facts } : {}),
  };
}

/** Registers that the board accepts; with `facts`, those instead. */
function readValues(raw: unknown, facts?: readonly string[]): Record<string, PropValue> {
  const values: Record<string, PropValue> = {};
  for (const [name, given] of Object.entries(asRecord(raw) ?? {})) {
    const code = propCode(name);
    const isWanted = facts ? facts.includes(name) : Number.isInteger(code) && code < 128 && !NOT_COPIED.has(name);
    const value = isWanted && !/^p\d/.test(name) ? readPropValue(given) : undefined;
    if (value !== undefined && acceptsValue(code, value)) values[name] = value;
  }
  return values;
}

function readInk(text: string, isPressured: boolean): NewElement['points'] {
  const bytes = bytesOfBase64(text);
  const tail = newTail();
  const box: PointBox = { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  const count = bytes && readPoints(tail, bytes, isPressured, undefined, box);
  if (!bytes || typeof count !== 'number' || count === 0 || count > LIMITS.pointsPerStroke) return undefined;
  return decodePoints(bytes, isPressured);
}

function readEnd(raw: unknown): NewEnd {
  const end = asRecord(raw);
  const on = asRecord(end?.on);
  const at = { x: coordinate(asNumber(end?.x)), y: coordinate(asNumber(end?.y)) };
  if (!on) return at;
  return {
    ...at,
    on: { key: asText(on.key), across: thousandths(asNumber(on.across) / 1000), down: thousandths(asNumber(on.down) / 1000) },
  };
}
