import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Log, silentLog } from '../../../../core/base/host.ts';
import { newRoomId, type RoomId } from '../../../../core/board/ids.ts';
import { createSession } from '../../../../renderer/session/board-session.ts';
import { signalRHub } from '../../../../renderer/session/link/hub-client.ts';
import type { Session } from '../../../../renderer/session/session.ts';
import { nodeClock, nodeRandom } from '../../../../server/process/node-host.ts';
import { type HubProcess, startHub } from '../../../harness/hub.ts';
import { openTcpLine, type TcpLine } from '../../../harness/tcp-line.ts';
import { seededRandom } from '../../../support/seeded.ts';
import { scribble } from './world.ts';

/** A phone with one bar: a message of 64 KiB takes eleven seconds. */
const BYTES_PER_SECOND = 6_000;
const WAIT = { timeout: 150_000, interval: 50 };
vi.setConfig({ testTimeout: 240_000 });
const ends: (() => unknown)[] = [];
/** Each test has a room and a line of its own. */
let shared: HubProcess;
beforeAll(async () => {
  shared = await startHub();
}, 60_000);
afterAll(() => shared.kill());

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Scene {
  readonly line: TcpLine;
  readonly join: (server: string, log?: Log) => Session;
  /** Beside the line. */
  readonly bo: Session;
}

async function scene(): Promise<Scene> {
  const line = await openTcpLine(shared.port);
  ends.push(() => line.close());
  line.become({ at: 'slow', bytesPerSecond: BYTES_PER_SECOND });
  const room: RoomId = newRoomId(nodeRandom);
  const join = (server: string, log = silentLog): Session => {
    const connect = signalRHub({ server });
    const session = createSession({ room, name: 'somebody', color: 2, connect, clock: nodeClock, random: nodeRandom, log });
    ends.push(() => session.dispose());
    session.start();
    return session;
  };
  return { line, join, bo: join(shared.server) };
}

const agree = (...all: readonly Session[]): Promise<void> =>
  vi.waitFor(() => {
    for (const session of all) expect(session.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
    expect(new Set(all.map((session) => session.fingerprint())).size).toBe(1);
  }, WAIT);

test('a board of 150 KB comes over a line of 6 KB/s in one go, and the line is not given up once', async () => {
  const { line, join, bo } = await scene();
  scribble(bo, seededRandom(11), 150_000);
  await agree(bo);
  const events: string[] = [];
  const ana = join(line.server, { ...silentLog, info: (event) => events.push(event) });
  await agree(ana, bo);
  expect(line.bytes().down).toBeGreaterThan(150_000);
  expect(events).not.toContain('session.line_down');
  expect(events).not.toContain('session.closed');
  expect(events).not.toContain('session.given_up');
});

test('who changes the name while the board is still coming gets all of it over the same connection', async () => {
  const { line, join, bo } = await scene();
  line.become({ at: 'slow', bytesPerSecond: 60_000 });
  scribble(bo, seededRandom(14), 250_000);
  await agree(bo);
  const events: string[] = [];
  const note = (event: string): unknown => events.push(event);
  const ana = join(line.server, { ...silentLog, info: note, warn: note });
  await vi.waitFor(() => {
    const { state } = ana.status();
    expect(state.phase === 'joining' && state.received > 0).toBe(true);
  }, WAIT);
  ana.changeProfile({ name: 'Ana' });
  await agree(ana, bo);
  await vi.waitFor(() => expect(bo.members().map(({ name }) => name)).toEqual(['Ana']), WAIT);
  expect(events).not.toContain('session.stuck');
  expect(events).not.toContain('session.closed');
});

test('much that is drawn at once, both ways, comes over a line of 6 KB/s: what is too large for the usual patience is waited for', async () => {
  const { line, join, bo } = await scene();
  const events: string[] = [];
  const ana = join(line.server, { ...silentLog, info: (event) => events.push(event) });
  await agree(ana, bo);
  scribble(bo, seededRandom(12), 40_000);
  scribble(ana, seededRandom(13), 40_000);
  await agree(ana, bo);
  // All of it in one message would take 13 s, and the third time the line has 15.
  expect(events.filter((event) => event === 'session.line_down').length).toBeLessThanOrEqual(2);
  expect(events).not.toContain('session.closed');
  expect(events).not.toContain('session.given_up');
});
