import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { COMPILE_CACHE } from './compile-cache.ts';
import { BUILT_HUB } from './hub-command.ts';
import { type Lane, runStages, type Step, type StepResult } from './lanes.ts';

/**
 * `npm test`: everything that must hold. A step that computes runs at the same time as one that waits, so that two cores are busy all the
 * time. A step's output comes in one piece when it ends, and at the end a table says where the time went.
 */
const lane = (...scripts: readonly string[]): Lane => scripts.map((script) => ({ script }));
const STAGES: readonly (readonly Lane[])[] = [
  [lane('typecheck'), lane('lint'), lane('build')],
  // The first computes. The second mostly waits for processes, sockets and real clocks.
  [
    [...lane('test:unit:quick', 'test:golden'), { script: 'test:closure', isPatient: true }],
    lane('test:chaos:short', 'test:demos', 'test:conformance'),
  ],
  // Two browsers are busy three quarters of the time. What waits besides fills the rest.
  [lane('test:e2e'), lane('test:unit:live')],
];

function run({ script, isPatient }: Step): Promise<StepResult> {
  const startedAt = performance.now();
  console.log(`${script} …`);
  const child = spawn('npm', ['run', '--silent', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, INKROOM_TEST_HUB: BUILT_HUB, ...process.env },
    shell: process.platform === 'win32',
  });
  if (isPatient && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => said.push(bytes));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const seconds = (performance.now() - startedAt) / 1000;
      const passed = code === 0;
      console.log(`\n── ${script}: ${passed ? 'passed' : 'FAILED'} after ${seconds.toFixed(0)} s\n${Buffer.concat(said)}`);
      resolve({ script, seconds, passed });
    });
  });
}

const results = await runStages(STAGES, run);
for (const { script, seconds, passed } of results)
  console.log(`${seconds.toFixed(0).padStart(5)} s  ${script}${passed ? '' : '  FAILED'}`);
console.log(`${(performance.now() / 1000).toFixed(0).padStart(5)} s  all of it`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
