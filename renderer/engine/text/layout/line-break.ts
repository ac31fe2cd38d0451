import { graphemes } from '../../../../core/base/graphemes.ts';

const SPACE = /^[ \t]$/;
const LETTER = /^\p{L}/u;
/** Scripts that may break between any two characters, and pictographs. */
const FREE = /^[\u3000-\u303f\uff00-\uff60\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Extended_Pictographic}]/u;
/** Characters that must not begin a line in them, and characters that must not end one. */
const CLOSING = /^[\p{Pe}\p{Pf}、。，．・：；？！ーゝ々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.!?:;%]/u;
const OPENING = /[\p{Ps}\p{Pi}]$/u;

/** Splits a paragraph at possible line ends. Spaces stay at the end of their piece. Joined, the pieces are the paragraph. */
export function breakable(paragraph: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let before = '';
  for (const next of graphemes(paragraph)) {
    if (piece !== '' && mayBreak(before, next, piece)) {
      pieces.push(piece);
      piece = '';
    }
    piece += next;
    before = next;
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

function mayBreak(before: string, next: string, piece: string): boolean {
  if (SPACE.test(next)) return false;
  if (SPACE.test(before)) return true;
  if (before === '-') return piece.length > 1 && LETTER.test(next);
  if (!FREE.test(before) && !FREE.test(next)) return false;
  return !CLOSING.test(next) && !OPENING.test(before);
}
