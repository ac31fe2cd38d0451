const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** An age as a person says it: `2 s`, `5 min`, `3 h`, `2 days`. */
export function agoWords(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.max(0, Math.floor(ms / SECOND_MS))} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  const days = Math.floor(ms / DAY_MS);
  return days === 1 ? '1 day' : `${days} days`;
}

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
  const key = `${style.locale}|${style.timeZone ?? new Date(now).getTimezoneOffset()}`;
  const known = formatters.get(key);
  if (known) return known;
  const zone = style.timeZone === undefined ? {} : { timeZone: style.timeZone };
  const made = {
    time: new Intl.DateTimeFormat(style.locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone }),
    day: new Intl.DateTimeFormat(style.locale, { dateStyle: 'medium', ...zone }),
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

/** `1 stroke`, `412 strokes`. */
export function countWords(count: number, one: string, many: string = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
