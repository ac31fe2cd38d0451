import { expect, test } from 'vitest';
import { SocketLine } from '../../../../renderer/session/reattaching-socket.ts';
import { seededRandom } from '../../../support/seeded.ts';
import { FakeClock } from './fake-clock.ts';

const URL = 'ws://hub/hub?id=abc';
/** Milliseconds within which a lost line is tried again for the first time. */
const SPREAD_MS = 50;

/** A socket whose other end the test is. */
class Inner {
  readyState = 0;
  binaryType = '';
  readonly sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  onclose: ((event: { wasClean: boolean; code: number; reason: string }) => void) | null = null;

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  say(data: unknown): void {
    this.onmessage?.({ data });
  }
  break(code = 1_006): void {
    this.readyState = 3;
    this.onclose?.({ wasClean: code === 1_000, code, reason: '' });
  }
  send(data: unknown): void {
    this.sent.push(data);
  }
  close(): void {
    this.readyState = 3;
  }
}

/** What SignalR's transport does with a socket: one at a time, and after a loss the next one at once, once. */
class Scene {
  readonly clock = new FakeClock();
  readonly inners: Inner[] = [];
  readonly heard: unknown[] = [];
  readonly log: string[] = [];
  asked = 0;
  /** Whether anything answers at the hub's address. */
  isReachable = true;
  readonly line: SocketLine;
  socket: WebSocket;

  constructor(seed = 3) {
    this.line = new SocketLine({
      clock: this.clock,
      random: seededRandom(seed),
      dial: () => {
        const inner = new Inner();
        this.inners.push(inner);
        return inner as unknown as WebSocket;
      },
      answers: () => {
        this.asked++;
        return this.isReachable ? Promise.resolve() : Promise.reject(new Error('unreachable'));
      },
      onDown: () => this.log.push('down'),
    });
    this.socket = this.connect();
  }

  get inner(): Inner {
    return this.inners.at(-1) as Inner;
  }

  /** The socket breaks, and the moment passes at which the next one is opened. */
  lose(): void {
    this.inner.break();
    this.clock.advance(SPREAD_MS);
  }

  connect(url = URL): WebSocket {
    const socket = new this.line.WebSocket(url);
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.log.push('open');
    };
    socket.onmessage = ({ data }) => this.heard.push(data);
    socket.onclose = ({ code }) => {
      this.log.push(opened ? `close ${code}` : 'failed');
      // The transport does so with whatever is left.
      socket.close();
      if (opened) this.socket = this.connect(url);
    };
    this.socket = socket;
    return socket;
  }

  /** Lets time pass and promises settle, in small steps. */
  async pass(ms: number): Promise<void> {
    for (let at = 0; at < ms; at += 50) {
      this.clock.advance(50);
      for (let i = 0; i < 4; i++) await Promise.resolve();
    }
  }
}

test('a first connection makes one attempt', async () => {
  const scene = new Scene();
  scene.inner.break();
  await scene.pass(20_000);
  expect(scene.log).toEqual(['failed']);
  expect(scene.inners).toHaveLength(1);
  expect(scene.asked).toBe(0);
});

test('a token that is meant for a header goes into the address, as pages send it', () => {
  const dialled: string[] = [];
  const line = new SocketLine({
    clock: new FakeClock(),
    random: seededRandom(3),
    dial: (url) => {
      dialled.push(url);
      return new Inner() as unknown as WebSocket;
    },
    answers: () => Promise.resolve(),
    onDown: () => undefined,
  });
  // As the stock client does it in Node, whatever the types of pages say.
  const asInNode: unknown[] = [URL, undefined, { headers: { Authorization: 'Bearer a+b' } }];
  Reflect.construct(line.WebSocket, asInNode);
  Reflect.construct(line.WebSocket, [URL, undefined, { headers: {} }]);
  expect(dialled).toEqual([`${URL}&access_token=a%2Bb`, URL]);
});

test('what is said goes through in both directions, as bytes', () => {
  const scene = new Scene();
  expect(scene.socket.readyState).toBe(0);
  scene.inner.open();
  scene.socket.send('up');
  scene.inner.say('down');
  expect([scene.inner.sent, scene.heard, scene.socket.readyState]).toEqual([['up'], ['down'], 1]);
  expect(scene.inner.binaryType).toBe('arraybuffer');
});

test('a lost socket is told once and replaced in a moment, and the client goes on with the next', () => {
  const scene = new Scene();
  scene.inner.open();
  scene.lose();
  expect(scene.log).toEqual(['open', 'down', 'close 1006']);
  expect(scene.inners).toHaveLength(2);
  scene.inner.open();
  scene.inner.say('again');
  expect(scene.log.at(-1)).toBe('open');
  expect(scene.heard).toEqual(['again']);
  expect(scene.asked).toBe(0);
});

test('clients that lose their lines at the same moment come back at moments of their own, within 50 ms', () => {
  const moments = new Set<number>();
  for (let seed = 1; seed <= 20; seed++) {
    const scene = new Scene(seed);
    scene.inner.open();
    scene.inner.break();
    expect(scene.inners, 'not at the very moment of the loss').toHaveLength(1);
    let after = 0;
    for (; scene.inners.length === 1 && after < SPREAD_MS; after++) scene.clock.advance(1);
    expect(scene.inners).toHaveLength(2);
    moments.add(after);
  }
  expect(moments.size).toBeGreaterThan(12);
});

test('a line that is away for seconds is tried again and again, and found when it is back', async () => {
  const scene = new Scene();
  scene.inner.open();
  scene.isReachable = false;
  scene.lose();
  scene.inner.break();
  await scene.pass(6_000);
  expect(scene.log).toEqual(['open', 'down', 'close 1006']);
  expect(scene.asked).toBeGreaterThan(4);
  expect(scene.asked).toBeLessThan(20);
  expect(scene.inners).toHaveLength(2);
  scene.isReachable = true;
  await scene.pass(1_100);
  expect(scene.inners).toHaveLength(3);
  scene.inner.open();
  expect(scene.log.at(-1)).toBe('open');
});

test('who answers and refuses the socket has forgotten the connection: there is no point in going on', async () => {
  const scene = new Scene();
  scene.inner.open();
  scene.lose();
  scene.inner.break();
  await scene.pass(200);
  expect(scene.inners).toHaveLength(3);
  scene.inner.break();
  expect(scene.log.at(-1)).toBe('failed');
  await scene.pass(20_000);
  expect(scene.inners).toHaveLength(3);
});

test('a line that swallows every attempt is given up after the time for which the hub keeps the connection', async () => {
  const scene = new Scene();
  scene.inner.open();
  scene.lose();
  await scene.pass(11_000);
  expect(scene.log.at(-1)).not.toBe('failed');
  await scene.pass(6_000);
  expect(scene.log.at(-1)).toBe('failed');
  expect(scene.clock.pending).toBe(0);
});

test('that time begins with the first loss: a socket that opens and says nothing does not prolong it', async () => {
  const scene = new Scene();
  scene.inner.open();
  scene.inner.say('hello');
  for (let i = 0; i < 20 && scene.log.at(-1) !== 'failed'; i++) {
    scene.inner.break();
    await scene.pass(1_000);
    if (scene.inner.readyState === 0) scene.inner.open();
  }
  expect(scene.log.at(-1)).toBe('failed');
});

test('a wake does not wait for the back-off, and gives up an attempt that got stuck', async () => {
  const scene = new Scene();
  scene.inner.open();
  scene.isReachable = false;
  scene.lose();
  scene.inner.break();
  await scene.pass(5_000);
  const before = scene.asked;
  scene.line.wake();
  expect(scene.asked).toBe(before + 1);
  scene.isReachable = true;
  scene.line.wake();
  await scene.pass(1_500);
  const stuck = scene.inner;
  await scene.pass(1_100);
  scene.line.wake();
  await scene.pass(50);
  expect(scene.inner).not.toBe(stuck);
  expect(stuck.readyState).toBe(3);
});

test('a line that is cut here is replaced as one that broke', () => {
  const scene = new Scene();
  const old = scene.inner;
  old.open();
  scene.line.cut();
  scene.clock.advance(SPREAD_MS);
  expect(scene.log).toEqual(['open', 'down', 'close 4000']);
  old.say('from the grave');
  expect(scene.heard).toEqual([]);
  scene.inner.open();
  expect(scene.log.at(-1)).toBe('open');
  // Closed earlier, it would end the connection for a hub that still listens to it.
  expect(old.readyState).toBe(1);
  scene.inner.say('here');
  expect(old.readyState).toBe(3);
});

test('what the client closed is not opened again, and nothing is left behind', async () => {
  const scene = new Scene();
  scene.inner.open();
  scene.socket.close();
  expect(scene.inner.readyState).toBe(3);
  scene.connect();
  await scene.pass(100);
  expect(scene.log).toEqual(['open', 'failed']);
  expect(scene.inners).toHaveLength(1);
  expect(scene.clock.pending).toBe(0);
});

test('ending a line that is being replaced fails the attempt at once', async () => {
  const scene = new Scene();
  scene.inner.open();
  scene.lose();
  const attempt = scene.inner;
  scene.line.end();
  expect(scene.log.at(-1)).toBe('failed');
  expect(attempt.readyState).toBe(3);
  scene.line.dispose();
  await scene.pass(20_000);
  expect(scene.inners).toHaveLength(2);
  expect(scene.clock.pending).toBe(0);
});
