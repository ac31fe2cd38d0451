import { inkroomDialect } from '../fanout/dialect-inkroom.ts';
import { histogram } from '../fanout/histogram.ts';
import { openRawSocket, type RawSocket } from '../fanout/raw-socket.ts';
import { authorOfUpdate, isAppend, MAX_TICKS, TICKS_PER_SECOND, tickOfUpdate, type Update } from '../fanout/workload.ts';
import type { FromHonest, HonestPlan, ToHonest } from './messages.ts';

/** A few people who draw at 30 Hz as the product's client does, in one process, and how long it takes until the others have it. */
const TICK_MS = 1000 / TICKS_PER_SECOND;
/** Node's shortest timer. */
const LOOK_MS = 1;

let latency = histogram();
let late = histogram();

function tell(message: FromHonest): void {
  process.send?.(message);
}

const fail = (error: unknown): void => tell({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });

function draw({ port, room, people }: HonestPlan): void {
  const dialect = inkroomDialect({ room });
  const scripts = Array.from({ length: people }, (_, author) => dialect.script(author, MAX_TICKS));
  const sentAt = new Float64Array(people * MAX_TICKS);
  const updates: Update[] = [];
  const read = (reader: number, bytes: Buffer, start: number, end: number): void => {
    updates.length = 0;
    dialect.read(bytes, start, end, updates);
    const now = performance.now();
    for (const update of updates) {
      const author = authorOfUpdate(update);
      // A tick of somebody who draws is ink and a cursor: the ink counts.
      if (author !== reader && isAppend(update)) latency.add(now - (sentAt[author * MAX_TICKS + tickOfUpdate(update)] ?? now));
    }
  };

  const enter = (author: number): Promise<RawSocket> =>
    new Promise((resolve, reject) => {
      let isReady = false;
      const opening = openRawSocket({
        port,
        path: dialect.path(author),
        onEnd: (why) => fail(new Error(`Person ${author} was cut off: ${why}`)),
        onMessage: (bytes, start, end) => {
          try {
            if (isReady) read(author, bytes, start, end);
            else if (dialect.welcome(author, Buffer.from(bytes.subarray(start, end))).ready) {
              isReady = true;
              resolve(opening);
            }
          } catch (error) {
            fail(error);
          }
        },
      });
      opening.then((socket) => {
        for (const frame of dialect.greeting(author)) socket.send(frame);
      }, reject);
    });

  const begin = (sockets: readonly RawSocket[]): void => {
    const start = performance.now();
    let author = 0;
    let tick = 0;
    const timer = setInterval(() => {
      for (;;) {
        // People are not in step: each has its own place within the tick.
        const due = start + (tick + author / people) * TICK_MS;
        const now = performance.now();
        if (due > now) return;
        sentAt[author * MAX_TICKS + tick] = now;
        late.add(now - due);
        const step = scripts[author]?.[tick];
        if (step) sockets[author]?.send(step.bytes);
        if (++author < people) continue;
        author = 0;
        if (++tick < MAX_TICKS) continue;
        clearInterval(timer);
        fail(new Error('the bench took longer than the people can draw'));
        return;
      }
    }, LOOK_MS);
  };

  Promise.all(Array.from({ length: people }, (_, author) => enter(author))).then((sockets) => {
    begin(sockets);
    tell({ kind: 'live' });
  }, fail);
}

process.on('message', (message: ToHonest) => {
  if (message.kind === 'plan') {
    draw(message);
    return;
  }
  const { max, count: samples } = latency;
  tell({
    kind: 'window',
    p50: latency.quantile(0.5),
    p99: latency.quantile(0.99),
    max,
    samples,
    lateP99: late.quantile(0.99),
  });
  latency = histogram();
  late = histogram();
});
