const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago, as a person says it: `2 s`, `5 min`, `3 h`, `2 days`. */
export function agoWords(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.max(0, Math.floor(ms / SECOND_MS))} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  const days = Math.floor(ms / DAY_MS);
  return days === 1 ? '1 day' : `${days} days`;
}

/** What a place and its language make of a moment; handed in so that tests say where they are. */
export interface TimeStyle {
  readonly locale?: string;
  readonly timeZone?: string;
}

/** A moment of today as `14:03`, of another day with the date before it. */
export function momentWords(at: number, now: number, style: TimeStyle = {}): string {
  const zone = style.timeZone === undefined ? {} : { timeZone: style.timeZone };
  const time = new Intl.DateTimeFormat(style.locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone }).format(
    at,
  );
  const day = new Intl.DateTimeFormat(style.locale, { dateStyle: 'medium', ...zone });
  const date = day.format(at);
  return date === day.format(now) ? time : `${date}, ${time}`;
}

/** `1 stroke`, `412 strokes`. */
export function countWords(count: number, one: string, many: string = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
