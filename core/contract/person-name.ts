/** Control and format characters, line separators, fillers and what else leaves no mark: in a name they only hide something. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu;
/** Blanks of every width, and the Braille pattern without dots. */
const BLANKS = /[\p{Zs}\u2800]+/gu;

/** The name of somebody who gave none that can be seen. */
export const NAMELESS = 'Guest';

/** A name as it can be seen: one line, without what leaves no mark, blanks only between words. May be empty. */
export function visibleName(raw: string): string {
  return raw.toWellFormed().replace(UNSEEN, '').replace(BLANKS, ' ').trim();
}

/** Names in the order of their bearers' coming, with a number behind those that look like one before: no two of them are alike. */
export function tellApart(names: readonly string[]): readonly string[] {
  const taken = new Set(names.map(lookOf));
  /** Of each look, how many have it so far. */
  const counts = new Map<string, number>();
  return names.map((name) => {
    const look = lookOf(name);
    let count = (counts.get(look) ?? 0) + 1;
    let distinct = name;
    // Somebody may have just that name. It ends: a number more for each that is taken.
    while (count > 1 && (distinct === name || taken.has(lookOf(distinct)))) distinct = `${name} (${count++})`;
    counts.set(look, distinct === name ? count : count - 1);
    taken.add(lookOf(distinct));
    return distinct;
  });
}

/** The same for names that people take for one. */
function lookOf(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
