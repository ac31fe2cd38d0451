import type { TextLayout, TextStyle } from './layout.ts';
import type { TextMeasurer } from './measure.ts';

/** An address within a text. */
export interface Link {
  readonly from: number;
  readonly to: number;
  /** Its target: http, https or mailto only. */
  readonly address: string;
}

/** The part of a link in one line, world pixels from the line's left. */
export interface LinkPart {
  readonly line: number;
  readonly left: number;
  readonly right: number;
  readonly address: string;
}

const MAYBE = /:|www\./i;
const LINK = /\b(?:https?:\/\/|mailto:|www\.)[^\s<>"']+/giu;
/** Punctuation at the end that belongs to the surrounding sentence. */
const TAIL: ReadonlySet<string> = new Set('.,;:!?\'"»”’])}');
const ALLOWED: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** The links in a text. */
export function linksIn(text: string): readonly Link[] {
  if (!MAYBE.test(text)) return [];
  const links: Link[] = [];
  for (const { 0: found, index } of text.matchAll(LINK)) {
    let end = found.length;
    while (end > 0 && TAIL.has(found.charAt(end - 1))) end--;
    const shown = found.slice(0, end);
    const url = URL.parse(/^www\./i.test(shown) ? `https://${shown}` : shown);
    if (url && ALLOWED.has(url.protocol)) links.push({ from: index, to: index + shown.length, address: url.href });
  }
  return links;
}

/** Of a text, so many links can be pressed, in lines up to this many UTF-16 units: the place of each is measured. */
const LINKS_MOST = 500;
const LINE_MOST = 20_000;

/** The places of a text's links in its lines. */
export function linkParts(text: string, layout: TextLayout, style: TextStyle, measurer: TextMeasurer): readonly LinkPart[] {
  const links = linksIn(text).slice(0, LINKS_MOST);
  if (links.length === 0) return [];
  const measure = (part: string): number => measurer.width(part, style.font) * style.size;
  const parts: LinkPart[] = [];
  layout.lines.forEach((line, index) => {
    if (line.text.length > LINE_MOST) return;
    for (const { from, to, address } of links) {
      const start = Math.max(from - line.from, 0);
      const end = Math.min(to - line.from, line.text.length);
      if (start >= end) continue;
      const before = measure(line.text.slice(0, start));
      const wide = measure(line.text.slice(start, end));
      const left = line.rtl ? line.width - before - wide : before;
      parts.push({ line: index, left, right: left + wide, address });
    }
  });
  return parts;
}
