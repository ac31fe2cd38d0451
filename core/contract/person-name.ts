import { lazy } from '../base/lazy.ts';

/** Invisible characters: control, format, line separators and fillers. In a name they only hide something. */
const UNSEEN_ONE = String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`;
const unseen = lazy(() => new RegExp(`${UNSEEN_ONE}+`, 'gu'));
/**
 * The invisible characters that change how a name reads: joiners inside emoji and inside words of scripts that join letters, the
 * selector of the coloured emoji, the letters of a flag.
 */
const JOINING = [
  String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Extended_Pictographic})\uFE0F|(?<=[0-9#*])\uFE0F(?=\u20E3)`,
  String.raw`(?<=\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{0,6})[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}\u{E007F}]`,
  ...['Arab', 'Syrc', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda', 'Mlym', 'Sinh'].map(
    (script) => String.raw`(?<=[\p{scx=${script}}\p{M}])[\u200C\u200D](?=[\p{scx=${script}}])`,
  ),
].join('|');
const unseenOrJoining = lazy(() => new RegExp(`(${JOINING})|${UNSEEN_ONE}`, 'gu'));
/** Blanks of every width, and the Braille pattern without dots. */
const BLANKS = /[\p{Zs}\u2800]+/gu;
/** Most names: nothing to take out, and no tables of Unicode to read. */
const PLAIN = /^[!-~]+( [!-~]+)*$/;

/** The name of a person who gave no visible one. */
export const NAMELESS = 'Guest';

/** The visible part of a name: one line, without invisible characters, blanks only between words. May be empty. */
export function visibleName(raw: string): string {
  if (PLAIN.test(raw)) return raw;
  return raw
    .toWellFormed()
    .replace(unseenOrJoining(), (_, joining: string | undefined) => joining ?? '')
    .replace(BLANKS, ' ')
    .trim();
}

/** Names in the order of joining, with a number after a name that looks like an earlier one. No two results are alike. */
export function tellApart(names: readonly string[]): readonly string[] {
  const taken = new Set(names.map(lookOf));
  /** For each look, how many names have had it so far. */
  const counts = new Map<string, number>();
  return names.map((name) => {
    const look = lookOf(name);
    let count = (counts.get(look) ?? 0) + 1;
    let distinct = name;
    // Another person may really have that name. The loop ends: each taken name raises the number by one.
    while (count > 1 && (distinct === name || taken.has(lookOf(distinct)))) distinct = `${name} (${count++})`;
    counts.set(look, distinct === name ? count : count - 1);
    taken.add(lookOf(distinct));
    return distinct;
  });
}

/** Equal for names that people would confuse. */
function lookOf(name: string): string {
  return name.normalize('NFKC').replace(unseen(), '').toLowerCase();
}
