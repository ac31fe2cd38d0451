import type { LogFields } from '../core/base/host.ts';

/** Every log event of main; docs/log-events.md explains them. Names are stable, because people search for them. */
export type MainEvent =
  | 'app.started'
  | 'app.handed_over'
  | 'app.resumed'
  | 'app.error'
  | 'app.renderer_gone'
  | 'app.child_gone'
  | 'launch.refused'
  | 'page.refused'
  | 'guard.navigation_refused'
  | 'guard.window_refused'
  | 'guard.webview_refused'
  | 'guard.permission_refused'
  | 'guard.external_refused'
  | 'ipc.refused'
  | 'ipc.failed'
  | 'file.not_opened'
  | 'settings.not_saved'
  | 'vault.damaged'
  | 'vault.not_pruned'
  | 'hub.started'
  | 'hub.message_ignored'
  | 'hub.not_ready'
  | 'hub.not_ended'
  | 'hub.ended'
  | 'hub.given_up'
  | 'update.ready'
  | 'update.failed';

/** Main's log: core's log with the names above. Never board content, tokens or whole paths. */
export interface MainLog {
  info(event: MainEvent, fields?: LogFields): void;
  warn(event: MainEvent, fields?: LogFields): void;
  error(event: MainEvent, fields?: LogFields): void;
}

/** One readable line for each event: `2026-11-21T10:00:00.000Z warn ipc.refused code=shell.sender`. */
export function lineLog(now: () => number, write: (line: string) => void): MainLog {
  const say = (level: string, event: MainEvent, fields: LogFields = {}): void => {
    const words = Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${quoted(String(value))}`],
    );
    write([new Date(now()).toISOString(), level, event, ...words].join(' '));
  };
  return {
    info: (event, fields) => say('info', event, fields),
    warn: (event, fields) => say('warn', event, fields),
    error: (event, fields) => say('error', event, fields),
  };
}

/** A value with blanks or line breaks is quoted, so that an event stays on one line. */
function quoted(value: string): string {
  return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
