/** Invisible characters: control, format, line separators and fillers. In a name they only hide something. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu;
/** Blanks of every width, and the Braille pattern without dots. */
const BLANKS = /[\p{Zs}\u2800]+/gu;

/** The name of a person who gave no visible one. */
export const NAMELESS = 'Guest';

/** The visible part of a name: one line, without invisible characters, blanks only between words. May be empty. */
export function visibleName(raw: string): string {
  return raw.toWellFormed().replace(UNSEEN, '').replace(BLANKS, ' ').trim();
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
  return name.normalize('NFKC').toLowerCase();
}
