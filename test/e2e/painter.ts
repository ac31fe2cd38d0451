import { silentLog } from '../../core/base/host.ts';
import { parseRoomLink } from '../../core/contract/room-link.ts';
import { createSession } from '../../renderer/session/board-session.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { Pen } from '../unit/renderer/session/world.ts';
import { expect } from './fixtures.ts';

/** Bytes of a stroke on the wire are about two for each of these. */
const POINTS = 300;

/** One more person, without a window, who fills a room with long strokes and stays in it. */
export async function paint(link: string, strokes: number): Promise<Session> {
  const parsed = parseRoomLink(link);
  if (!parsed.ok) throw new Error(`no room link: ${link}`);
  const { server, room } = parsed.value;
  const session = createSession({
    room,
    name: 'Painter',
    color: 3,
    connect: signalRHub({ server }),
    clock: nodeClock,
    random: nodeRandom,
    log: silentLog,
  });
  session.start();
  for (let i = 0; i < strokes; i++) new Pen(session, POINTS).lift();
  await expect.poll(() => session.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
  return session;
}
