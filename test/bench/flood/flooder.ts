import os from 'node:os';
import { Flood } from './lanes.ts';
import type { FloodPlan, FromFlood } from './messages.ts';
import { WAYS } from './ways.ts';

/** One address that floods the hub, in a process of its own, one way after the other as it is told. */

// It shares its core with the honest people, whose own delay is not to be measured.
os.setPriority(10);

function tell(message: FromFlood): void {
  process.send?.(message);
}

async function flood(plan: FloodPlan): Promise<void> {
  const { way } = plan;
  const found = WAYS.find(({ name }) => name === way);
  if (!found) throw new Error(`no way of flooding: ${way}`);
  const run = new Flood(plan);
  await run.run(found.lanes, found.attack);
  const { opened, ended, sentBytes } = run;
  tell({ kind: 'done', way, opened, ended, sentBytes });
}

process.on('message', (plan: FloodPlan) => {
  flood(plan).catch((error: unknown) => tell({ kind: 'failed', why: error instanceof Error ? error.message : String(error) }));
});
tell({ kind: 'ready' });
