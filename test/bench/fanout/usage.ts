import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { FromServer } from './messages.ts';

/** What a server's process has used so far. */
export interface Usage {
  readonly cpuMicros: number;
  readonly memoryBytes: number;
}

const PAGE_BYTES = 4096;

/** Linux tells every thread's time in nanoseconds, even when the process is too busy to answer. */
export const canLookIn = existsSync('/proc/self/task') && existsSync('/proc/self/schedstat');

function lookIn(pid: number): Usage {
  let nanos = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    nanos += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ', 1)[0]);
  }
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
  return { cpuMicros: nanos / 1000, memoryBytes: pages * PAGE_BYTES };
}

/** Elsewhere the process is asked (`cpu-probe.ts`); a drowned one answers late. */
function ask(server: ChildProcess): Promise<Usage> {
  return new Promise((resolve) => {
    const hear = (message: FromServer): void => {
      if (message.kind !== 'cpu') return;
      server.off('message', hear);
      resolve(message);
    };
    server.on('message', hear);
    server.send({ kind: 'cpu?' });
  });
}

export function usageOf(server: ChildProcess): Promise<Usage> {
  return canLookIn && server.pid !== undefined ? Promise.resolve(lookIn(server.pid)) : ask(server);
}
