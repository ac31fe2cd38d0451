/** The languages of the interface. */
export type Language = 'en' | 'de';
/** `auto`: the first language of the system that Inkroom speaks. */
export const LANGUAGE_CHOICES = ['auto', 'en', 'de'] as const satisfies readonly ('auto' | Language)[];
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

/** The language in effect, and the locale for numbers, dates and lists. A translation replaces both, like every table of words. */
export const LANGUAGE: { readonly tag: Language; readonly locale: string } = { tag: 'en', locale: 'en-GB' };

/** `preferred`: the person's languages, best first, as in `navigator.languages`. */
export function languageFor(
  choice: LanguageChoice,
  preferred: readonly string[],
): { readonly tag: Language; readonly locale: string } {
  const known = preferred.find((tag) => tagOf(tag) !== undefined);
  const tag = choice === 'auto' ? (tagOf(known) ?? 'en') : choice;
  const locale = preferred.find((one) => tagOf(one) === tag);
  return { tag, locale: locale ?? { en: 'en-GB', de: 'de-DE' }[tag] };
}

/** Whether the page speaks another language than the chosen one. */
export function needsReload(choice: LanguageChoice, preferred: readonly string[]): boolean {
  return languageFor(choice, preferred).tag !== LANGUAGE.tag;
}

function tagOf(locale: string | undefined): Language | undefined {
  const [tag] = (locale ?? '').toLowerCase().split('-');
  return tag === 'en' || tag === 'de' ? tag : undefined;
}

/** A table of words in another language: the same keys, the same parameters, other texts. A missing sentence is a type error. */
export type Translated<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : T extends object
      ? { readonly [Key in keyof T]: Translated<T[Key]> }
      : T;

/** One English table and the same table in another language. */
export interface Translation {
  readonly english: object;
  readonly other: object;
}

export function translation<T extends object>(english: T, other: Translated<T>): Translation {
  return { english, other };
}

/**
 * Replaces the texts of the English tables in place, and returns the way back. Call it before the modules load that copy texts at
 * their start, such as the list of commands: these modules then need no mechanism of their own.
 */
export function applyTranslations(translations: readonly Translation[]): () => void {
  const undo: (() => void)[] = [];
  for (const { english, other } of translations) replaceTexts(english, other, undo);
  return () => {
    for (const step of undo.splice(0).reverse()) step();
  };
}

function replaceTexts(table: object, texts: object, undo: (() => void)[]): void {
  for (const [key, text] of Object.entries(texts)) {
    const before: unknown = Reflect.get(table, key);
    if (typeof text === 'object' && text !== null && typeof before === 'object' && before !== null) {
      replaceTexts(before, text, undo);
      continue;
    }
    Reflect.set(table, key, text);
    undo.push(() => Reflect.set(table, key, before));
  }
}
