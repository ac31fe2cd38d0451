import type { Clock, Log, LogFields } from '../../core/base/host.ts';

/** So many lines of one event are written in a window. */
export const LINES_PER_WINDOW = 100;
export const WINDOW_MS = 10_000;

/** So many lines of another event were left out: `{ of, lines }`. */
export const LEFT_OUT = 'log.left_out';

type Level = 'info' | 'warn' | 'error';

interface Window {
  readonly level: Level;
  readonly endsAt: number;
  written: number;
  leftOut: number;
}

/**
 * A log that peers cannot fill a disk with: of each event it writes `LINES_PER_WINDOW` lines in `WINDOW_MS`, counts the rest, and writes
 * the count with the first line of any event after the window. Names of events are constants, so that the table is small. `debug` is
 * written as it comes: it is off unless an operator asks for it.
 */
export function boundedLog(log: Log, clock: Pick<Clock, 'mono'>): Log {
  const windows = new Map<string, Window>();

  const tellOver = (mono: number): void => {
    for (const [event, { level, endsAt, leftOut }] of windows) {
      if (mono < endsAt) continue;
      windows.delete(event);
      if (leftOut > 0) log[level](LEFT_OUT, { of: event, lines: leftOut });
    }
  };
  const at =
    (level: Level) =>
    (event: string, fields?: LogFields): void => {
      const mono = clock.mono();
      tellOver(mono);
      let window = windows.get(event);
      if (!window) {
        window = { level, endsAt: mono + WINDOW_MS, written: 0, leftOut: 0 };
        windows.set(event, window);
      }
      if (window.written >= LINES_PER_WINDOW) {
        window.leftOut++;
        return;
      }
      window.written++;
      log[level](event, fields);
    };
  return { debug: log.debug, info: at('info'), warn: at('warn'), error: at('error') };
}
