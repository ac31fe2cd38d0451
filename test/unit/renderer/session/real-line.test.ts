import { afterEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../../../core/base/host.ts';
import { newRoomId } from '../../../../core/board/ids.ts';
import { createSession } from '../../../../renderer/session/board-session.ts';
import { signalRHub } from '../../../../renderer/session/link/hub-client.ts';
import type { Session, SessionState } from '../../../../renderer/session/session.ts';
import { nodeClock, nodeRandom } from '../../../../server/process/node-host.ts';
import { type HubProcess, startHub } from '../../../harness/hub.ts';
import { openTcpLine, type TcpLine } from '../../../harness/tcp-line.ts';
import { draw, Pen } from './world.ts';

const WAIT = { timeout: 40_000, interval: 20 };
// Hubs are started for real, on machines that do other things, too.
vi.setConfig({ testTimeout: 120_000 });
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Scene {
  readonly hub: HubProcess;
  readonly line: TcpLine;
  /** On the line that the test breaks. */
  readonly ana: Session;
  /** Beside it. */
  readonly bo: Session;
}

async function scene(): Promise<Scene> {
  const hub = await startHub();
  ends.push(() => hub.kill());
  const line = await openTcpLine(hub.port);
  ends.push(() => line.close());
  const room = newRoomId(nodeRandom);
  const [ana, bo] = [line.server, hub.server].map((server) => {
    const connect = signalRHub({ server });
    const session = createSession({
      room,
      name: server,
      color: 2,
      connect,
      clock: nodeClock,
      random: nodeRandom,
      log: silentLog,
    });
    ends.push(() => session.dispose());
    session.start();
    return session;
  }) as [Session, Session];
  await Promise.all([phase(ana, 'live'), phase(bo, 'live')]);
  return { hub, line, ana, bo };
}

const phase = (session: Session, wanted: SessionState['phase']): Promise<void> =>
  vi.waitFor(() => expect(session.status().state.phase).toBe(wanted), WAIT);
const count = (hub: HubProcess, event: string): number => hub.log().split(event).length - 1;
/** [PRS-4] The others saw that two people came, and nothing after that. */
const expectNobodyLeft = (hub: HubProcess): void => {
  expect(count(hub, 'member.joined')).toBe(2);
  expect(count(hub, 'member.left')).toBe(0);
  expect(count(hub, 'member.returned')).toBeGreaterThan(0);
};
const agree = (...all: readonly Session[]): Promise<void> =>
  vi.waitFor(() => {
    for (const session of all) expect(session.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
    expect(new Set(all.map((session) => session.fingerprint())).size).toBe(1);
  }, WAIT);

test('[PRS-4] a line that is refused for a while is shown as such, nobody is seen to leave, and a stroke in the middle goes on', async () => {
  const { hub, line, ana, bo } = await scene();
  const pen = new Pen(ana);
  line.cut();
  const cutAt = nodeClock.mono();
  await phase(ana, 'connecting');
  pen.move();
  const others = draw(bo);
  // Longer than one attempt.
  await vi.waitFor(() => expect(nodeClock.mono() - cutAt).toBeGreaterThan(2_000), WAIT);
  pen.move();
  pen.lift();
  expect(ana.status().unsent).toBeGreaterThan(0);
  line.mend();
  await agree(ana, bo);
  expect(bo.board().get(pen.id)).toMatchObject({ pointCount: pen.count, ended: true });
  expect(ana.board().get(others)?.ended).toBe(true);
  expectNobodyLeft(hub);
});

test('[PRS-4] a silent line is given up without a word from the network, and nobody is seen to leave when something passes again', async () => {
  const { hub, line, ana, bo } = await scene();
  const before = line.open();
  line.become({ at: 'stalled' });
  await phase(ana, 'connecting');
  const id = draw(ana);
  await vi.waitFor(() => expect(line.open()).toBeGreaterThan(before), WAIT);
  line.mend();
  await agree(ana, bo);
  expect(bo.board().get(id)?.ended).toBe(true);
  expectNobodyLeft(hub);
});

test('a hub that forgot the connection is joined anew as soon as it answers', async () => {
  const { hub, line, ana } = await scene();
  const id = draw(ana);
  await vi.waitFor(() => expect(ana.status().unsent).toBe(0), WAIT);
  await hub.kill();
  await phase(ana, 'connecting');
  const again = await startHub({ port: hub.port });
  ends.push(() => again.kill());
  await vi.waitFor(() => expect(ana.status()).toMatchObject({ state: { phase: 'live' }, lostCopy: { elements: 1 } }), WAIT);
  expect(ana.board().get(id)).toBeUndefined();
  expect(line.bytes().up).toBeGreaterThan(0);
});
