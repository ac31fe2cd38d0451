import type { Clock, Log, LogFields } from '../../core/base/host.ts';
import { type Config, parseCommandLine } from '../../server/cli/config.ts';
import { type RunningServer, startServer } from '../../server/compose.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';

export interface LiveHub extends RunningServer {
  readonly logged: { readonly event: string; readonly fields: LogFields }[];
  /** Codes of everything that was refused so far. */
  refused(): (string | number | boolean | undefined)[];
  metric(name: string): Promise<number>;
}

export const METRICS_TOKEN = 'a-token-for-tests';

/** What `/metrics` says to who has the token of these tests. */
export async function metricsText(server: string): Promise<string> {
  return (await fetch(`${server}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).text();
}

/** The whole server in this process, on a free port of 127.0.0.1: everything but the command line is real. */
export async function liveHub(over: Partial<Config> = {}, clock: Clock = nodeClock): Promise<LiveHub> {
  const command = parseCommandLine(['--port', '0', '--instance-name', 'test', '--metrics-token', METRICS_TOKEN], {});
  if (command.kind !== 'serve') throw new Error('these flags are right');
  const logged: LiveHub['logged'] = [];
  const record = (event: string, fields: LogFields = {}): void => void logged.push({ event, fields });
  const log: Log = { debug: record, info: record, warn: record, error: record };
  const running = await startServer({ ...command.config, ...over }, { clock, random: nodeRandom, log });
  return {
    ...running,
    logged,
    refused: () => logged.flatMap(({ fields }) => ('code' in fields ? [fields.code] : [])),
    async metric(name) {
      const text = await metricsText(running.server);
      return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
    },
  };
}
