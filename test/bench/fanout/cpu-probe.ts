import type { AskCpu, FromServer } from './messages.ts';

/**
 * Loaded into a server's process with `--import` where the system does not tell a process's time: answers how much it has used, so that
 * the product under test is the product as it ships. Unreferenced: it does not keep the server alive.
 */
process.on('message', (message: AskCpu) => {
  if (message.kind !== 'cpu?') return;
  const { user, system } = process.cpuUsage();
  const answer: FromServer = { kind: 'cpu', cpuMicros: user + system, memoryBytes: process.memoryUsage.rss() };
  process.send?.(answer);
});
process.channel?.unref();
