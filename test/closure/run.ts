import { parseArgs } from 'node:util';
import { runSeed } from '../support/seeded.ts';
import { runHistory } from './histories.ts';

/**
 * "What admission accepts, every reader reads": `npm run test:closure -- --seed S --histories N`. A third of the histories each is on one hub, on two and
 * on three. Prints the seed of a history that fails and what was accepted in it.
 */
const { values } = parseArgs({ options: { seed: { type: 'string' }, histories: { type: 'string', default: '20000' } } });
const seed = values.seed === undefined ? runSeed() : Number(values.seed);
const histories = Number(values.histories);
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(histories) || histories < 1) {
  console.error('Give whole numbers: npm run test:closure -- --seed 7 --histories 20000');
  process.exit(2);
}

let failed = 0;
let batches = 0;
const kinds = new Map<string, number>();
for (let i = 0; i < histories; i++) {
  const { what, accepted } = runHistory(seed + i);
  batches += accepted.length;
  if (what === undefined) continue;
  failed++;
  const seen = kinds.get(what) ?? 0;
  kinds.set(what, seen + 1);
  if (seen > 0) continue;
  console.log(`${what} (--seed ${seed + i} --histories 1):`);
  for (const { author, ops } of accepted) console.log(`  ${author}: ${JSON.stringify(ops)}`);
}
for (const [what, count] of kinds) console.log(`${count} × ${what}`);
console.log(`closure, seed ${seed}:`);
console.log(`${histories - failed} passed, ${failed} failed, ${batches} batches accepted`);
// A hub that accepts nothing breaks no rule, and proves none.
process.exitCode = failed === 0 && batches >= histories ? 0 : 1;
