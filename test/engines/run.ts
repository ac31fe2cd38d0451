import { reasonOf } from '../../core/base/reason-of.ts';
import type { Engine } from './engine.ts';
import { firefox } from './firefox.ts';
import { smoke } from './smoke.ts';
import { webkit } from './webkit.ts';

/**
 * `npm run test:engines`: the first things that a person does, in the engines that the end-to-end specs do not use. It installs nothing and
 * says which engine it did not find. Names as arguments choose: `npm run test:engines -- firefox`.
 */
const ENGINES: readonly Engine[] = [firefox, webkit];
const asked = process.argv.slice(2).map((name) => name.toLowerCase());
let failed = 0;
for (const engine of ENGINES) {
  if (asked.length > 0 && !asked.includes(engine.name.toLowerCase())) continue;
  const missing = engine.missing();
  if (missing !== undefined) {
    console.log(`${engine.name}: NOT RUN: ${missing}.`);
    continue;
  }
  try {
    await smoke(engine, (step) => console.log(`${engine.name}: ${step}`));
  } catch (error) {
    failed++;
    console.log(`${engine.name}: FAILED: ${reasonOf(error)}`);
  }
}
process.exitCode = failed > 0 ? 1 : 0;
