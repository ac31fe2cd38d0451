import type { ChildProcess } from 'node:child_process';
import { pinning, startNode, startServer, stop } from './fanout/run.ts';
import { boardStrokes } from './join/board-strokes.ts';
import { BENCH_ROOM, fillInkroom } from './join/peer-inkroom.ts';
import type { CrowdReport, FromCrowd, LoopReport, ToCrowd } from './reconnect/messages.ts';
import { conclude, printTable, readArguments, show, type Target } from './report.ts';

/**
 * `npm run bench:reconnect`: a whole room loses its line and comes back at once, with nothing and with what it knew, while somebody went on
 * drawing. Bytes, time until all are live, and for how long the hub's event loop was held up at most. `--people=N`, `--strokes=N` choose;
 * `--profile=DIR` keeps a V8 profile of the hub.
 */
const options = readArguments(process.argv.slice(2), ['people', 'strokes', 'profile']);
const people = Number(options.values.get('people') ?? 200);
const count = Number(options.values.get('strokes') ?? 10_000);
const profile = options.values.get('profile');
const POINTS = 100;
const DRAWN_MEANWHILE = 50;
const BLOCKED_MAX_MS = 60;
const ANSWER_MS = 180_000;

/** Sends a message to a process of ours, and waits for its answer: the first message that `read` takes. */
function asked<T>(
  child: ChildProcess,
  question: { readonly kind: string },
  read: (message: unknown) => T | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      child.off('message', hear);
      child.off('exit', gone);
    };
    const hear = (message: unknown): void => {
      try {
        const found = read(message);
        if (found === undefined) return;
        end();
        resolve(found);
      } catch (error) {
        end();
        reject(error);
      }
    };
    const gone = (code: number | null): void => reject(new Error(`it ended with ${code} before it answered ${question.kind}`));
    const timer = setTimeout(() => reject(new Error(`no answer in time: ${question.kind}`)), ANSWER_MS);
    child.on('message', hear);
    child.once('exit', gone);
    child.send(question);
  });
}

function tell<K extends FromCrowd['kind']>(message: ToCrowd, kind: K): Promise<Extract<FromCrowd, { readonly kind: K }>> {
  return asked(crowd, message, (answer) => {
    const said = answer as FromCrowd;
    if (said.kind === 'failed') throw new Error(said.why);
    return said.kind === kind ? (said as Extract<FromCrowd, { readonly kind: K }>) : undefined;
  });
}

function loop(): Promise<LoopReport> {
  return asked(hub, { kind: 'loop?' }, (answer) => answer as LoopReport);
}

interface Row {
  readonly name: string;
  readonly crowd: CrowdReport;
  readonly loop: LoopReport;
}

/** Everybody comes at once. */
async function comeAll(name: string, having: 'nothing' | 'vector'): Promise<Row> {
  await loop();
  const report = await tell({ kind: 'come', with: having }, 'live');
  const row = { name, crowd: report, loop: await loop() };
  rows.push(row);
  console.error(`  ${name}: all live`);
  return row;
}

console.log(
  `${people} people in a room of ${show(count)} strokes of ${POINTS} points, stateful reconnect as in the product; ${pinning}.`,
);
console.log(
  "All come at once; bytes are those that all received. Blocked: longest time that the hub's event loop took for one turn;",
);
console.log('busy: processor time of the hub in one turn, where the machine does other things as well.\n');

const probe = `${import.meta.dirname}/reconnect/loop-probe.ts`;
const { child: hub, port } = await startServer('inkroom', { imports: [probe], ...(profile === undefined ? {} : { profile }) });
const crowd = startNode('load', ['test/bench/reconnect/crowd.ts']);
crowd.stderr?.pipe(process.stderr);
const rows: Row[] = [];
try {
  const board = await fillInkroom(port, boardStrokes(count, POINTS));
  await tell({ kind: 'plan', port, room: BENCH_ROOM, people }, 'ready');
  const first = await comeAll('first arrival', 'nothing');
  if (first.crowd.strokes !== count) throw new Error(`${first.crowd.strokes} strokes came of ${count}`);
  await tell({ kind: 'lose' }, 'lost');
  await board.drawMore(DRAWN_MEANWHILE);
  await comeAll('back with nothing', 'nothing');
  await tell({ kind: 'lose' }, 'lost');
  await board.drawMore(DRAWN_MEANWHILE);
  await comeAll('back with vector', 'vector');
  board.dispose();
} finally {
  await stop(crowd);
  if (profile !== undefined) {
    const gone = new Promise((resolve) => hub.once('exit', resolve));
    hub.kill('SIGTERM');
    await gone;
  }
  await stop(hub);
}

const MIB = 1024 * 1024;
printTable(
  ['all at once', 'how', 'MiB', 'MiB each', 'all live ms', 'median ms', 'blocked ms', 'busy ms', 'peak RSS MiB'],
  rows.map(({ name, crowd: { how, bytes, allLiveMs, medianLiveMs }, loop: { blockedMs, busyMs, peakRssBytes } }) => [
    name,
    Object.keys(how).join('+'),
    show(bytes / MIB),
    show(bytes / MIB / people),
    show(Math.round(allLiveMs)),
    show(Math.round(medianLiveMs)),
    show(blockedMs),
    show(busyMs),
    show(Math.round(peakRssBytes / MIB)),
  ]),
);
const targets: Target[] = rows.map(({ name, loop: { busyMs } }) => ({
  name: `Event loop of the hub busy in one go, ${name}`,
  figure: busyMs,
  unit: ' ms',
  goal: { atMost: BLOCKED_MAX_MS },
}));
process.exit(conclude('reconnect', targets, rows, options.json));
