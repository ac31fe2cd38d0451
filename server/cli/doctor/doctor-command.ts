import type { Config } from '../config.ts';
import { checkEntry } from './check-entry.ts';
import { checkMemory, checkNode, checkPage, checkPort, checkReach } from './check-machine.ts';
import { checkOutside } from './check-outside.ts';
import { checkServices, type Fetch } from './check-services.ts';
import { checkSharedStore } from './check-shared-store.ts';
import { checkStore } from './check-store.ts';
import { findingLines } from './finding.ts';

/** Longest time of one question to another machine, milliseconds. */
const ANSWER_MS = 5_000;

export const DOCTOR_USAGE = `  doctor [flags of serve]
      Checks what a hub with these flags and variables needs: Node.js, port, page, store, keys,
      sign-in, API, fonts, webhooks, traces, proxy, service, Redis, clock. Says what to mend,
      changes nothing, and ends with code 1 when something keeps the hub from working.
`;

/** Prints what it finds. Gives the exit code: 0, or 1 when something is bad. */
export async function runDoctor(config: Config, print: (text: string) => void): Promise<0 | 1> {
  const ask: Fetch = (url) => fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'manual' });
  const findings = [
    checkNode(process.versions.node),
    checkPage(config),
    await checkPort(config),
    checkReach(config),
    checkMemory(config),
    ...checkStore(config.store),
    ...(await checkSharedStore(config.store)),
    ...(await checkEntry(config, ask)),
    ...(await checkOutside(config, ask)),
    ...(await checkServices(config, ask)),
  ];
  for (const finding of findings) print(findingLines(finding));
  const worst = findings.filter(({ state }) => state === 'bad').length;
  print(worst === 0 ? 'Nothing keeps a hub with these settings from working.\n' : `To mend: ${worst}.\n`);
  return worst === 0 ? 0 : 1;
}
