import type { Clock, Log, LogFields } from '../../core/base/host.ts';
import { LOG_LEVELS, type LogFormat, type LogLevel } from '../cli/config.ts';

export interface LogWriterOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly clock: Pick<Clock, 'now'>;
  readonly write: (line: string) => void;
}

/** One line per event: `2026-11-21T10:00:00.000Z info room.opened room=x` or the same as JSON. */
export function logWriter({ level, format, clock, write }: LogWriterOptions): Log {
  const least = LOG_LEVELS.indexOf(level);
  const at = (own: Exclude<LogLevel, 'silent'>): Log['info'] => {
    if (LOG_LEVELS.indexOf(own) < least) return () => {};
    return (event, fields = {}) => {
      const head = { time: new Date(clock.now()).toISOString(), level: own, event };
      write(
        format === 'json'
          ? // No field takes the place of the first three.
            `${JSON.stringify({ ...head, ...fields, ...head })}\n`
          : `${head.time} ${own} ${event}${asText(fields)}\n`,
      );
    };
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function asText(fields: LogFields): string {
  let text = '';
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    // Quoted when it could be read as several fields or as another line.
    const shown = typeof value === 'string' && !/^[\w.:/@-]+$/.test(value) ? JSON.stringify(value) : String(value);
    text += ` ${name}=${shown}`;
  }
  return text;
}
