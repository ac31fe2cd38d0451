import { bytesOfBase64 } from '../packed/base64.ts';
import { inflate } from '../packed/inflate.ts';
import { unpackLzString } from '../packed/lz-string.ts';
import { bytesOfLatin1, latin1, pngText } from '../packed/png-text.ts';
import { asRecord, asText, parseJson } from '../raw.ts';

const KEYWORD = 'application/vnd.excalidraw+json';

/** The scene that Excalidraw embeds in a PNG picture, as parsed JSON. Undefined without one. */
export async function sceneInPng(bytes: Uint8Array): Promise<unknown> {
  const text = await pngText(bytes, KEYWORD);
  return text === undefined ? undefined : unpackScene(parseJson(text));
}

const START = '<!-- payload-start -->';
const END = '<!-- payload-end -->';
const VERSION = /<!-- payload-version:(\d{1,3}) -->/;

/** The scene that Excalidraw embeds in an SVG picture. */
export async function sceneInSvg(svg: string): Promise<unknown> {
  const start = svg.indexOf(START);
  const end = start < 0 ? -1 : svg.indexOf(END, start);
  const bytes = end < 0 ? undefined : bytesOfBase64(svg.slice(start + START.length, end));
  if (!bytes) return undefined;
  // Since version 2 each character of the text stands for a byte.
  const version = Number(VERSION.exec(svg)?.[1] ?? 1);
  return unpackScene(parseJson(version > 1 ? latin1(bytes) : new TextDecoder().decode(bytes)));
}

export function hasSceneInSvg(svg: string): boolean {
  return svg.includes(START);
}

/** A scene's text is zlib data, one character per byte; in the first files it is the scene itself. */
async function unpackScene(raw: unknown): Promise<unknown> {
  const packed = asRecord(raw);
  if (packed?.encoded === undefined) return packed?.type === 'excalidraw' ? packed : undefined;
  const bytes = bytesOfLatin1(asText(packed.encoded));
  const text = packed.compressed === true ? await inflate(bytes) : bytes;
  return text && parseJson(new TextDecoder().decode(text));
}

const BLOCK = /```(json|compressed-json)\s*\n/;

/** The scene in a note of Obsidian's Excalidraw plugin: a block of JSON, or of JSON packed by lz-string. */
export function sceneInNote(note: string): unknown {
  // The drawing is the last section; the person's own blocks may come before it.
  const from = Math.max(0, note.search(/^##? Drawing/m));
  const block = BLOCK.exec(note.slice(from));
  if (!block) return undefined;
  const start = from + block.index + block[0].length;
  const end = note.indexOf('```', start);
  const body = note.slice(start, end < 0 ? undefined : end);
  if (block[1] === 'json') return parseJson(body);
  const text = unpackLzString(body);
  return text === undefined ? undefined : parseJson(text);
}
