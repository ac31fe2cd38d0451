import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startServer, stop } from '../bench/fanout/run.ts';
import { printTable } from '../bench/report.ts';
import { seededRandom } from '../support/seeded.ts';
import { Crowd } from './crowd.ts';
import type { HeldMemory } from './memory-probe.ts';
import { type Trend, trendOf } from './trend.ts';

/**
 * `npm run soak -- --hours H` (or `--minutes M`): people come and go, draw, erase and talk at a hub with a store, and rooms open and end.
 * Every minute it reads the hub's metrics, and its memory after a collection. Ends with 1 when memory grows steadily beyond the boards in it, or when the hub still counts somebody
 * or something after all have gone.
 */
const { values } = parseArgs({
  options: { hours: { type: 'string' }, minutes: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const minutes = values.minutes === undefined ? Number(values.hours ?? 1) * 60 : Number(values.minutes);
if (!(minutes > 0)) throw new Error('Say how long: --hours H or --minutes M, a number above 0.');

const MINUTE_MS = 60_000;
const STEP_MS = 100;
/** Short runs read more often: a trend needs readings. */
const READ_MS = Math.min(MINUTE_MS, (minutes * MINUTE_MS) / 20);
/** An empty room stays for half a minute, and the hub looks every five seconds. */
const EMPTY_LIMIT_MS = 90_000;
const LIVING_NOISE_BYTES = 4 * 2 ** 20;
/**
 * The C heap keeps freed pages, and the hub returns them later (`memory-return.ts`): only growth beyond that counts. Empty pages of V8's heap do
 * not count at all: its young generation grows in steps of up to 32 MiB under load.
 */
const PROCESS_NOISE_BYTES = 64 * 2 ** 20;
const ASK_TRIES = 5;
const TOKEN = 'soak-metrics-token-0001';

interface Reading {
  readonly minute: number;
  readonly memory: HeldMemory;
  readonly metrics: ReadonlyMap<string, number>;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function held(hub: ChildProcess): Promise<HeldMemory> {
  return new Promise((resolve, reject) => {
    const gone = (): void => reject(new Error('the hub ended'));
    const hear = (message: HeldMemory): void => {
      if (message.kind !== 'held') return;
      hub.off('message', hear);
      hub.off('exit', gone);
      resolve(message);
    };
    hub.on('message', hear);
    hub.once('exit', gone);
    hub.send('held?');
  });
}

/** A request may meet the end of an idle connection, or a machine that is too busy to send it in time. */
async function metricsText(server: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch(`${server}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } });
      if (answer.ok) return await answer.text();
      throw new Error(`the hub gives no metrics: ${answer.status}`);
    } catch (error) {
      if (attempt === ASK_TRIES) throw error;
      await pause(1_000);
    }
  }
}

async function metricsOf(server: string): Promise<ReadonlyMap<string, number>> {
  const lines = (await metricsText(server)).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line): [string, number] => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

const metric = (reading: Pick<Reading, 'metrics'>, name: string): number => reading.metrics.get(`inkroom_${name}`) ?? Number.NaN;
function boardBytesOf(reading: Reading): number {
  const bytes = metric(reading, 'board_bytes');
  if (Number.isNaN(bytes)) throw new Error('the hub does not say how large its boards are');
  return bytes;
}
const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

async function run(hub: ChildProcess, server: string): Promise<readonly string[]> {
  const crowd = new Crowd(server, seededRandom(Number(values.seed)));
  const readings: Reading[] = [];
  const began = performance.now();
  let nextReading = began + READ_MS;
  while (performance.now() < began + minutes * MINUTE_MS) {
    const now = performance.now();
    crowd.step(now);
    if (now >= nextReading) {
      nextReading += READ_MS;
      const reading = { minute: (now - began) / MINUTE_MS, memory: await held(hub), metrics: await metricsOf(server) };
      readings.push(reading);
      console.error(`  ${reading.minute.toFixed(1)} min: ${mib(reading.memory.living)} MiB living; ${crowd.story}`);
    }
    await pause(Math.max(0, now + STEP_MS - performance.now()));
  }
  const faults: string[] = crowd.live === 0 ? ['nobody was live at the end'] : [];
  crowd.everybodyLeaves();
  report(readings);
  for (const [what, noiseBytes, of] of [
    ['what lives', LIVING_NOISE_BYTES, ({ memory }: Reading) => memory.living],
    ['the process without empty pages', PROCESS_NOISE_BYTES, ({ memory }: Reading) => memory.rss - memory.empty],
  ] as const) {
    const held = readings.map((reading) => ({ bytes: of(reading), boardBytes: boardBytesOf(reading) }));
    const trend: Trend = trendOf(held, noiseBytes);
    console.log(
      `Memory, ${what}: ${mib(trend.grownBytes)} MiB more than its boards from the first reading that counts to the last (boards: ${mib(trend.boardsGrownBytes)} MiB): ${trend.verdict}`,
    );
    if (trend.verdict !== 'flat') faults.push(`memory, ${what}: ${trend.verdict}`);
  }
  return [...faults, ...(await leftBehind(server))];
}

/** What the hub still counts when all have gone. */
async function leftBehind(server: string): Promise<readonly string[]> {
  const deadline = performance.now() + EMPTY_LIMIT_MS;
  for (;;) {
    const metrics = await metricsOf(server);
    const left = ['connection_count', 'members', 'rooms', 'board_bytes']
      .map((name) => [name, metric({ metrics }, name)] as const)
      .filter(([, value]) => value !== 0);
    if (left.length === 0) return [];
    if (performance.now() > deadline) return left.map(([name, value]) => `${name} is ${value} after all have gone`);
    await pause(1_000);
  }
}

function report(readings: readonly Reading[]): void {
  printTable(
    ['minute', 'living MiB', 'process MiB', 'of it empty', 'people', 'rooms', 'board MiB', 'batches', 'frames', 'refusals'],
    readings.map((reading) => [
      reading.minute.toFixed(1),
      mib(reading.memory.living),
      mib(reading.memory.rss),
      mib(reading.memory.empty),
      String(metric(reading, 'members')),
      String(metric(reading, 'rooms')),
      mib(metric(reading, 'board_bytes')),
      String(metric(reading, 'batches_total')),
      String(metric(reading, 'frames_total')),
      String(metric(reading, 'refusals_total')),
    ]),
  );
}

const folder = mkdtempSync(path.join(tmpdir(), 'inkroom-soak-'));
const { child, port } = await startServer('inkroom', {
  imports: [path.join(import.meta.dirname, 'memory-probe.ts')],
  settings: ['--store', 'lmdb', '--data', folder, '--metrics-token', TOKEN, '--max-connections-per-address', '1000'],
  isFree: true,
});
let faults: readonly string[] = [];
try {
  faults = await run(child, `http://127.0.0.1:${port}`);
} finally {
  await stop(child);
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) console.log(`fault: ${fault}`);
console.log(faults.length === 0 ? 'soak: ok' : 'soak: not ok');
process.exit(faults.length === 0 ? 0 : 1);
