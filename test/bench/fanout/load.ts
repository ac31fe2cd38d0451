import { PeerComplaint } from './dialect.ts';
import { dialectOf } from './dialects.ts';
import { histogram } from './histogram.ts';
import type { AskCount, FromLoad, LoadPlan } from './messages.ts';
import { openRawSocket, type RawSocket } from './raw-socket.ts';
import { authorOfUpdate, isAppend, isDrawing, MAX_TICKS, TICKS_PER_SECOND, tickOfUpdate, type Update } from './workload.ts';

/**
 * The load: all the people of a room in one process. It writes what it made before the run and reads just enough to count each
 * delivered update and to sample latencies. Sent and received on one clock.
 */
const TICK_MS = 1000 / TICKS_PER_SECOND;
/** A client whose server does not take its messages stops sending, as a browser's would pile up. */
const STALL_BYTES = 256 * 1024;
/** Every so many updates one latency is kept. */
const SAMPLE_EVERY = 16;
/** Frames that are the same for all are read once; this many of them are remembered. */
const REMEMBERED = 64;
/** Where a server must say itself how much processor time it has used, a drowned one takes this long at most. */
const MAX_WAIT_MS = 20_000;

interface Reading {
  readonly bytes: Buffer;
  readonly updates: readonly Update[];
  /** Own updates do not count as delivered: how many of each author there are. */
  readonly ofAuthor: ReadonlyMap<number, { readonly updates: number; readonly appends: number }>;
  readonly appends: number;
}

function tell(message: FromLoad): Promise<void> {
  return new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
}

async function run(plan: LoadPlan): Promise<void> {
  const { people } = plan;
  const dialect = await dialectOf(plan.peer);
  const ticks = Math.ceil((plan.warmMs + plan.measureMs) / TICK_MS);
  if (ticks > MAX_TICKS) throw new Error(`A run has at most ${MAX_TICKS} ticks`);
  const scripts = Array.from({ length: people }, (_, author) => dialect.script(author, ticks));
  const sentAt = new Float64Array(people * ticks);
  const latency = histogram();
  const late = histogram();
  let updates = 0;
  let appends = 0;
  let bytesIn = 0;
  let messages = 0;
  let measuring = false;
  let sinceSample = 0;
  let stalled = 0;
  let inkDue = 0;

  const sample = (update: Update, now: number): void => {
    const author = authorOfUpdate(update);
    const at = sentAt[author * ticks + tickOfUpdate(update)];
    if (at) latency.add(now - at);
  };

  const scratch: Update[] = [];
  const readOwn = (author: number, bytes: Buffer, start: number, end: number): void => {
    scratch.length = 0;
    dialect.read(bytes, start, end, scratch);
    for (const update of scratch) {
      if (authorOfUpdate(update) === author) continue;
      updates++;
      if (isAppend(update)) appends++;
      if (measuring && ++sinceSample >= SAMPLE_EVERY) {
        sinceSample = 0;
        sample(update, performance.now());
      }
    }
  };

  const remembered: Reading[] = [];
  let oldest = 0;
  const read = (bytes: Buffer, start: number, end: number): Reading => {
    for (let i = remembered.length - 1; i >= 0; i--) {
      const known = remembered[i] as Reading;
      if (known.bytes.length === end - start && bytes.compare(known.bytes, 0, known.bytes.length, start, end) === 0) return known;
    }
    const found: Update[] = [];
    dialect.read(bytes, start, end, found);
    const ofAuthor = new Map<number, { updates: number; appends: number }>();
    let inked = 0;
    for (const update of found) {
      const own = ofAuthor.get(authorOfUpdate(update)) ?? { updates: 0, appends: 0 };
      own.updates++;
      if (isAppend(update)) {
        own.appends++;
        inked++;
      }
      ofAuthor.set(authorOfUpdate(update), own);
    }
    const reading = { bytes: Buffer.from(bytes.subarray(start, end)), updates: found, ofAuthor, appends: inked };
    remembered[oldest] = reading;
    oldest = (oldest + 1) % REMEMBERED;
    return reading;
  };
  const readShared = (author: number, bytes: Buffer, start: number, end: number): void => {
    const reading = read(bytes, start, end);
    const own = reading.ofAuthor.get(author);
    updates += reading.updates.length - (own?.updates ?? 0);
    appends += reading.appends - (own?.appends ?? 0);
    if (!measuring) return;
    sinceSample += reading.updates.length;
    while (sinceSample >= SAMPLE_EVERY) {
      sinceSample -= SAMPLE_EVERY;
      const update = reading.updates[(sinceSample * 7 + author) % reading.updates.length];
      if (update !== undefined && authorOfUpdate(update) !== author) sample(update, performance.now());
    }
  };

  let broken: ((why: Error) => void) | undefined;
  const breaks = new Promise<never>((_, reject) => {
    broken = reject;
  });
  breaks.catch(() => undefined);

  const join = async (author: number): Promise<RawSocket> => {
    let opened: RawSocket | undefined;
    let ready = false;
    let isReady: (() => void) | undefined;
    const whenReady = new Promise<void>((resolve) => {
      isReady = resolve;
    });
    const guard = (read: () => void): void => {
      try {
        read();
      } catch (error) {
        broken?.(error instanceof Error ? error : new PeerComplaint(String(error)));
      }
    };
    const socket = await openRawSocket({
      port: plan.port,
      path: dialect.path(author),
      onEnd: (why) => broken?.(new PeerComplaint(`Person ${author} was cut off: ${why}`)),
      onMessage: (bytes, start, end) =>
        guard(() => {
          bytesIn += end - start;
          messages++;
          if (ready) {
            if (dialect.sameForAll) readShared(author, bytes, start, end);
            else readOwn(author, bytes, start, end);
            return;
          }
          const welcome = dialect.welcome(author, Uint8Array.prototype.slice.call(bytes, start, end));
          for (const frame of welcome.answer ?? []) opened?.send(frame);
          if (welcome.ready) {
            ready = true;
            isReady?.();
          }
        }),
    });
    opened = socket;
    const greeting = dialect.greeting(author);
    for (const frame of greeting) socket.send(frame);
    if (greeting.length === 0) ready = true;
    else await Promise.race([whenReady, breaks]);
    return socket;
  };

  const sockets: RawSocket[] = [];
  for (let author = 0; author < people; author += 25) {
    const some = Array.from({ length: Math.min(25, people - author) }, (_, i) => join(author + i));
    sockets.push(...(await Promise.all(some)));
  }

  /** People are not in step: each has its own place within the tick. */
  const begin = performance.now() + 50;
  let author = 0;
  let tick = 0;
  const sendDue = (): boolean => {
    for (;;) {
      const due = begin + (tick + author / people) * TICK_MS;
      const now = performance.now();
      if (due > now) return true;
      const socket = sockets[author];
      const step = scripts[author]?.[tick];
      if (socket && step) {
        if (socket.backlog > STALL_BYTES) stalled++;
        else {
          sentAt[author * ticks + tick] = now;
          socket.send(step.bytes);
          if (isDrawing(author)) inkDue += people - 1;
        }
        if (measuring) late.add(now - due);
      }
      if (++author === people) {
        author = 0;
        if (++tick === ticks) return false;
      }
    }
  };
  const edge = (which: 'start' | 'end'): Promise<void> => {
    measuring = which === 'start';
    return tell({ kind: 'edge', edge: which });
  };
  /** Twice: at the start of the window and at its end. */
  let counts = 0;
  process.on('message', (message: AskCount) => {
    if (message.kind !== 'count?') return;
    counts++;
    const { user, system } = process.cpuUsage();
    void tell({ kind: 'count', count: { updates, bytes: bytesIn, messages, cpuMicros: user + system, atMs: performance.now() } });
  });
  const sendAll = (): Promise<void> =>
    new Promise((resolve) => {
      const warmTicks = Math.floor(plan.warmMs / TICK_MS);
      const loop = (): void => {
        const more = sendDue();
        if (!measuring && tick >= warmTicks && more) void edge('start');
        if (more) setTimeout(loop, 1);
        else resolve(edge('end'));
      };
      loop();
    });
  await Promise.race([sendAll(), breaks]);

  const deadline = performance.now() + plan.drainMs;
  await Promise.race([
    breaks,
    new Promise<void>((resolve) => {
      const look = (): void => {
        const now = performance.now();
        if ((counts === 2 && (appends >= inkDue || now > deadline)) || now > deadline + MAX_WAIT_MS) resolve();
        else setTimeout(look, 20);
      };
      look();
    }),
  ]);
  for (const socket of sockets) socket.close();
  await tell({
    kind: 'done',
    report: {
      latency: { p50: latency.quantile(0.5), p99: latency.quantile(0.99), max: latency.max, samples: latency.count },
      inkDue,
      inkArrived: appends,
      stalled,
      lateP99: late.quantile(0.99),
    },
  });
}

process.once('message', (plan: LoadPlan) => {
  run(plan)
    .catch((error: unknown) => tell({ kind: 'failed', why: error instanceof Error ? error.message : String(error) }))
    .finally(() => process.disconnect?.());
});
