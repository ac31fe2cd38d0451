import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openTcpLine, type TcpLine } from '../../harness/tcp-line.ts';
import { eventually } from '../../support/eventually.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A server that repeats what it hears, and remembers it. */
interface Echo {
  readonly port: number;
  readonly heard: string[];
  readonly sockets: Socket[];
  readonly ended: string[];
}

async function echo(): Promise<Echo> {
  const heard: string[] = [];
  const sockets: Socket[] = [];
  const ended: string[] = [];
  const server: Server = createServer((socket) => {
    const no = sockets.push(socket) - 1;
    heard[no] = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard[no] += text;
      socket.write(text);
    });
    socket.on('error', () => ended.push('lost'));
    socket.on('end', () => ended.push('finished'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, heard, sockets, ended };
}

interface Caller {
  readonly socket: Socket;
  /** Everything that came. */
  text(): string;
  /** Sends and waits for the echo. */
  say(text: string): Promise<void>;
  /** Resolves when the connection is gone, however. */
  readonly lost: Promise<void>;
}

async function call(line: TcpLine): Promise<Caller> {
  const socket = connect(Number(new URL(line.server).port), '127.0.0.1');
  let all = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    all += text;
  });
  socket.on('error', () => undefined);
  ends.push(() => socket.destroy());
  const lost = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), lost]);
  return {
    socket,
    lost,
    text: () => all,
    async say(text) {
      const before = all.length;
      socket.write(text, 'latin1');
      await eventually(() => expect(all.slice(before)).toBe(text));
    },
  };
}

async function lineTo(port: number): Promise<TcpLine> {
  const line = await openTcpLine(port);
  ends.push(() => line.close());
  return line;
}

/** Time enough for anything that could get through to get through: round trips over a line that passes. */
async function roundTrips(port: number): Promise<void> {
  const ann = await call(await lineTo(port));
  for (let i = 0; i < 20; i++) await ann.say('.');
}

test('a line passes everything in both directions and counts it', async () => {
  const { port } = await echo();
  const line = await lineTo(port);
  const ann = await call(line);
  await ann.say('x'.repeat(300_000));
  expect(line.bytes()).toEqual({ up: 300_000, down: 300_000 });
  expect(line.open()).toBe(1);
});

test('an end is passed on as an end, after everything that was sent before it', async () => {
  const server = await echo();
  const ann = await call(await lineTo(server.port));
  ann.socket.end('y'.repeat(200_000), 'latin1');
  await eventually(() => expect(server.ended).toEqual(['finished']));
  await eventually(() => expect(ann.text()).toHaveLength(200_000));
});

test('a lost client is a lost connection for the server', async () => {
  const server = await echo();
  const line = await lineTo(server.port);
  const ann = await call(line);
  await ann.say('hello');
  ann.socket.resetAndDestroy();
  await eventually(() => expect(server.ended).toEqual(['lost']));
  await eventually(() => expect(line.open()).toBe(0));
});

test('drop resets what runs, says how many that were, and serves what comes; cut refuses that too until the line is mended', async () => {
  const server = await echo();
  const line = await lineTo(server.port);
  const ann = await call(line);
  await ann.say('a');
  expect([line.drop(), line.drop()]).toEqual([1, 0]);
  await ann.lost;
  const bo = await call(line);
  await bo.say('b');
  line.cut();
  await bo.lost;
  const cy = await call(line);
  await cy.lost;
  line.mend();
  await (await call(line)).say('d');
  expect(server.heard).toEqual(['a', 'b', 'd']);
});

test('a line that refuses keeps what runs', async () => {
  const server = await echo();
  const line = await lineTo(server.port);
  const ann = await call(line);
  await ann.say('a');
  line.become({ at: 'refusing' });
  const bo = await call(line);
  await bo.lost;
  await ann.say('still here');
});

test('a stalled line holds bytes of both directions and passes them on when it is mended, in order', async () => {
  const server = await echo();
  const line = await lineTo(server.port);
  const ann = await call(line);
  await ann.say('a');
  line.become({ at: 'stalled' });
  ann.socket.write('bcd');
  server.sockets[0]?.write('xyz');
  await roundTrips(server.port);
  expect(server.heard[0]).toBe('a');
  expect(ann.text()).toBe('a');
  line.mend();
  await eventually(() => expect(ann.text()).toBe('axyzbcd'));
});

test('on a stalled line nobody hears of an end or a loss before it is mended', async () => {
  const server = await echo();
  const line = await lineTo(server.port);
  const [ann, bo] = [await call(line), await call(line)];
  await ann.say('a');
  await bo.say('b');
  line.become({ at: 'stalled' });
  ann.socket.end('last words');
  bo.socket.resetAndDestroy();
  await roundTrips(server.port);
  expect(server.ended).toEqual([]);
  line.mend();
  await eventually(() => expect([...server.ended].sort()).toEqual(['finished', 'lost']));
  expect(server.heard[0]).toBe('alast words');
});

test('a connection that begins while the line is stalled is served when it is mended', async () => {
  const server = await echo();
  const line = await lineTo(server.port);
  line.become({ at: 'stalled' });
  const ann = await call(line);
  ann.socket.write('early');
  await roundTrips(server.port);
  expect(ann.text()).toBe('');
  line.mend();
  await eventually(() => expect(ann.text()).toBe('early'));
});

test.each(['up', 'down'] as const)('a half-open line is dead %s and passes the other way', async (dead) => {
  const server = await echo();
  const line = await lineTo(server.port);
  const ann = await call(line);
  await ann.say('a');
  line.become({ at: 'halfOpen', dead });
  if (dead === 'up') {
    ann.socket.write('lost?');
    server.sockets[0]?.write('b');
    await eventually(() => expect(ann.text()).toBe('ab'));
    await roundTrips(server.port);
    expect(server.heard[0]).toBe('a');
  } else {
    ann.socket.write('c');
    await eventually(() => expect(server.heard[0]).toBe('ac'));
    await roundTrips(server.port);
    expect(ann.text()).toBe('a');
  }
  line.mend();
  await eventually(() => expect(ann.text()).toBe(dead === 'up' ? 'ablost?' : 'ac'));
});

test('the server hears nothing of a client that gave up on a line that is dead upwards', async () => {
  const server = await echo();
  const line = await lineTo(server.port);
  const ann = await call(line);
  await ann.say('a');
  line.become({ at: 'halfOpen', dead: 'up' });
  ann.socket.resetAndDestroy();
  for (let i = 0; i < 5; i++) server.sockets[0]?.write('are you there?');
  await roundTrips(server.port);
  expect(server.ended).toEqual([]);
  expect(server.sockets[0]?.destroyed).toBe(false);
  line.mend();
  await eventually(() => expect(server.ended).toEqual(['lost']));
});

test('a slow line takes its time, and loses nothing', async () => {
  const server = await echo();
  const line = await lineTo(server.port);
  const ann = await call(line);
  line.become({ at: 'slow', bytesPerSecond: 100_000 });
  const began = performance.now();
  await ann.say('z'.repeat(50_000));
  // Half a second at the least; a tenth of it is the clock's.
  expect(performance.now() - began).toBeGreaterThan(450);
  ann.socket.end();
  await eventually(() => expect(server.ended).toEqual(['finished']));
});

test('new connections lead to where the line was aimed last', async () => {
  const [first, second] = [await echo(), await echo()];
  const line = await lineTo(first.port);
  const ann = await call(line);
  await ann.say('a');
  line.aim(second.port);
  await ann.say('b');
  await (await call(line)).say('c');
  expect([first.heard, second.heard]).toEqual([['ab'], ['c']]);
});

test('a server that is gone resets who calls it', async () => {
  const server = await echo();
  const line = await lineTo(server.port);
  const port = await new Promise<number>((resolve) => {
    const free = createServer().listen(0, '127.0.0.1', () => {
      const { port: was } = free.address() as AddressInfo;
      free.close(() => resolve(was));
    });
  });
  line.aim(port);
  await (await call(line)).lost;
  await eventually(() => expect(line.open()).toBe(0));
});
