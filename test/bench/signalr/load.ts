import { Agent, request } from 'node:http';
import { histogram } from '../fanout/histogram.ts';
import { openRawSocket, type RawSocket } from '../fanout/raw-socket.ts';
import { DIALECTS, type Dialect, TEXT } from './dialects.ts';
import type { Figure, Plan } from './plan.ts';

/** The clients of one measurement, in a process of their own. Tells when to look at the server, and what was done between. */
const BASE_MS = Date.now() - performance.now();
const nowText = (): string => (BASE_MS + performance.now()).toFixed(3).padEnd(TEXT.length, 'x');
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const tell = (message: unknown): void => void process.send?.(message);

/** A figure with fewer clients than it says would be worth nothing. */
function fail(error: unknown): void {
  console.error(String(error));
  process.exit(1);
}

function connect(
  dialect: Dialect,
  port: number,
  heard: (count: number, bytes: Buffer, start: number, end: number) => void,
): Promise<RawSocket> {
  return new Promise((resolve, reject) => {
    let isWelcome = false;
    let socket: RawSocket | undefined;
    openRawSocket({
      port,
      path: dialect.path,
      onMessage(bytes, start, end) {
        if (isWelcome) heard(dialect.count(bytes, start, end), bytes, start, end);
        else if (dialect.isWelcome(bytes, start, end)) {
          isWelcome = true;
          if (socket !== undefined) resolve(socket);
        }
      },
      onEnd(why) {
        const error = new Error(`a socket of ${dialect.path} ended: ${why}`);
        if (isWelcome) fail(error);
        else reject(error);
      },
    }).then((open) => {
      socket = open;
      for (const frame of dialect.greeting) open.send(frame);
    }, reject);
  });
}

/** Counts `done()` between two looks at the server, behind a time to warm up. */
async function measure(plan: Plan, done: () => number): Promise<number> {
  await pause(plan.warmMs);
  tell('look');
  const before = done();
  await pause(plan.measureMs);
  tell('look');
  return done() - before;
}

async function echo(dialect: Dialect, plan: Plan): Promise<Figure> {
  let answered = 0;
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      const socket: RawSocket = await connect(dialect, plan.port, (count) => {
        answered += count;
        if (count > 0) socket.send(dialect.echo);
      });
      socket.send(dialect.echo);
    }),
  );
  return { done: await measure(plan, () => answered) };
}

/** `perTurn` messages to a group of 200 at once, `turns` times a second. */
async function broadcast(dialect: Dialect, plan: Plan, perTurn: number, turns: number): Promise<Figure> {
  let delivered = 0;
  let isMeasuring = false;
  let seen = 0;
  const latency = histogram();
  const sockets: RawSocket[] = [];
  for (let i = 0; i < 200; i++) {
    const socket = await connect(dialect, plan.port, (count, bytes, start, end) => {
      delivered += count;
      if (!isMeasuring || count === 0 || ++seen % 16 !== 0) return;
      const at = /\d{13}\.\d{3}/.exec(bytes.toString('latin1', start, end))?.[0];
      if (at !== undefined) latency.add(BASE_MS + performance.now() - Number(at));
    });
    if (dialect.join !== undefined) socket.send(dialect.join);
    sockets.push(socket);
  }
  await pause(300);
  const began = performance.now();
  let sent = 0;
  const timer = setInterval(
    () => {
      for (const due = ((performance.now() - began) / 1000) * turns; sent < due; sent++)
        sockets[0]?.send(dialect.send(nowText(), perTurn));
    },
    1000 / turns / 2,
  );
  setTimeout(() => {
    isMeasuring = true;
  }, plan.warmMs);
  const done = await measure(plan, () => delivered);
  clearInterval(timer);
  return { done, due: (200 * perTurn * turns * plan.measureMs) / 1000, p50: latency.quantile(0.5), p99: latency.quantile(0.99) };
}

async function idle(dialect: Dialect, plan: Plan): Promise<Figure> {
  tell('look');
  await pause(1_000); // The server collects its garbage before it is looked at.
  const count = 5_000;
  for (let opened = 0; opened < count; opened += 50)
    await Promise.all(Array.from({ length: 50 }, () => connect(dialect, plan.port, () => undefined)));
  await pause(3_000);
  tell('look');
  return { done: count };
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

function negotiate(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request({ port, agent, method: 'POST', path: '/hub/negotiate?negotiateVersion=1' }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve((JSON.parse(text) as { connectionToken: string }).connectionToken));
    });
    asking.on('error', reject);
    asking.end();
  });
}

/** Negotiate where there is such a thing, connect, shake hands, leave. */
async function connects(dialect: Dialect, plan: Plan): Promise<Figure> {
  let done = 0;
  let phase: 'running' | 'over' = 'running';
  const isOver = (): boolean => phase === 'over';
  const worker = async (): Promise<void> => {
    while (!isOver()) {
      const path = dialect.path === '/hub' ? `/hub?id=${await negotiate(plan.port)}` : dialect.path;
      const socket = await connect({ ...dialect, path }, plan.port, () => undefined);
      socket.close();
      done++;
    }
  };
  const workers = Promise.all(Array.from({ length: 16 }, worker));
  const figure = { done: await measure(plan, () => done) };
  phase = 'over';
  await workers;
  return figure;
}

process.once('message', (plan: Plan) => {
  const dialect = DIALECTS[plan.peer];
  if (dialect === undefined) throw new Error(`Nobody speaks to ${plan.peer}`);
  const run = {
    echo: () => echo(dialect, plan),
    broadcast: () => broadcast(dialect, plan, 1, 200),
    bursts: () => broadcast(dialect, plan, 20, 10),
    idle: () => idle(dialect, plan),
    connects: () => connects(dialect, plan),
  }[plan.what];
  run().then((figure) => tell({ figure }), fail);
});
