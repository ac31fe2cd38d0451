import { graphemeEnd, graphemeStart } from '../../../core/base/graphemes.ts';

/** Replaces units `[from, to)` of a text by another text. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly typed: string;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** True when a place lies between the two units of one character. */
function splitsPair(text: string, at: number): boolean {
  return at > 0 && at < text.length && isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));
}

/**
 * The edit: the smallest part that differs. When several places are possible (a letter typed among equal ones), the one that ends
 * at the caret. Whole characters only, so that another person's edit cannot split one.
 */
export function smallestEdit(before: string, after: string, caret: number): TextEdit | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  // Nothing was typed behind the caret.
  const behind = Math.min(after.length - caret, most);
  let tail = 0;
  while (tail < behind && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
  let head = 0;
  while (head < most - tail && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  while (tail < most - head && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
  return whole(before, after, head, tail);
}

function whole(before: string, after: string, head: number, tail: number): TextEdit {
  let from = head;
  let to = before.length - tail;
  if (from < to) {
    from = Math.min(graphemeStart(before, from), graphemeStart(after, from));
    to = graphemeEnd(before, to);
    const end = after.length - (before.length - to);
    to += graphemeEnd(after, end) - end;
  } else if (splitsPair(before, from)) {
    from--;
    to++;
  }
  return { from, to, typed: after.slice(from, after.length - (before.length - to)) };
}

/** Splits a long text into parts of at most `most` units, between characters where possible. */
export function partsOfText(text: string, most: number): readonly string[] {
  const parts: string[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + most, text.length);
    const start = graphemeStart(text, to);
    if (start > from) to = start;
    else if (splitsPair(text, to)) to--;
    parts.push(text.slice(from, to));
    from = to;
  }
  return parts;
}
