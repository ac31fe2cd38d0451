import { LANGUAGE } from '../../../core/base/language.ts';
import { LIMITS } from '../../../core/contract/limits.ts';

const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Short units of an age. German needs the dative: its sentences say "vor 2 Tagen". */
export const AGE_WORDS = {
  seconds: (count: number): string => `${count} s`,
  minutes: (count: number): string => `${count} min`,
  hours: (count: number): string => `${count} h`,
  days: (count: number): string => countWords(count, 'day'),
} as const;

/** An age as a person says it: `2 s`, `5 min`, `3 h`, `2 days`. */
export function agoWords(ms: number): string {
  if (ms < MINUTE_MS) return AGE_WORDS.seconds(Math.max(0, Math.floor(ms / SECOND_MS)));
  if (ms < HOUR_MS) return AGE_WORDS.minutes(Math.floor(ms / MINUTE_MS));
  if (ms < DAY_MS) return AGE_WORDS.hours(Math.floor(ms / HOUR_MS));
  return AGE_WORDS.days(Math.floor(ms / DAY_MS));
}

/** How long the hub keeps an empty memory-only room, in words. It checks for such rooms periodically. */
export const emptyRoomKept = (): string => agoWords(LIMITS.emptyRoomGraceMs);

/** Milliseconds until the result of `agoWords` changes. */
export function agoChangesInMs(ms: number): number {
  const unit = ms < MINUTE_MS ? SECOND_MS : ms < HOUR_MS ? MINUTE_MS : HOUR_MS;
  return unit - (Math.max(0, ms) % unit);
}

/** Locale and time zone of displayed times. Injected, so that tests are independent of the machine. */
export interface TimeStyle {
  readonly locale?: string;
  readonly timeZone?: string;
}

/** Cached, because creating a formatter takes longer than all other work of a panel in a second. */
const formatters = new Map<string, { readonly time: Intl.DateTimeFormat; readonly day: Intl.DateTimeFormat }>();

function formattersFor(now: number, style: TimeStyle): { readonly time: Intl.DateTimeFormat; readonly day: Intl.DateTimeFormat } {
  // A formatter has a fixed time zone. A traveller's device gets another one.
  const locale = style.locale ?? LANGUAGE.locale;
  const key = `${locale}|${style.timeZone ?? new Date(now).getTimezoneOffset()}`;
  const known = formatters.get(key);
  if (known) return known;
  const zone = style.timeZone === undefined ? {} : { timeZone: style.timeZone };
  const made = {
    time: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone }),
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...zone }),
  };
  formatters.set(key, made);
  return made;
}

/** A moment of today as `14:03`, of another day with the date before it. */
export function momentWords(at: number, now: number, style: TimeStyle = {}): string {
  const { time, day } = formattersFor(now, style);
  const date = day.format(at);
  return date === day.format(now) ? time.format(at) : `${date}, ${time.format(at)}`;
}

/** `412`, `1,024`. */
export function numberWords(value: number, digits?: number): string {
  if (digits === undefined) return forms().whole.format(value);
  return value.toLocaleString(LANGUAGE.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `1 element`, `412 elements`. */
export function countWords(count: number, one: string, many: string = `${one}s`): string {
  return `${numberWords(count)} ${pluralWords(count, one, many)}`;
}

/** The form for a number. English and German have two. */
export function pluralWords(count: number, one: string, many: string): string {
  return forms().plural.select(count) === 'one' ? one : many;
}

/** Made once for a language, like the formatters of times. */
interface Forms {
  readonly locale: string;
  readonly whole: Intl.NumberFormat;
  readonly plural: Intl.PluralRules;
}

let lastForms: Forms | undefined;

function forms(): Forms {
  const { locale } = LANGUAGE;
  if (lastForms?.locale !== locale) {
    lastForms = { locale, whole: new Intl.NumberFormat(locale), plural: new Intl.PluralRules(locale) };
  }
  return lastForms;
}
