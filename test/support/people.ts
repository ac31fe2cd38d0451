import { silentLog } from '../../core/base/host.ts';
import type { RoomId } from '../../core/board/ids.ts';
import { createSession } from '../../renderer/session/board-session.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import type { ConnectHub } from '../../renderer/session/link/hub-port.ts';
import type { Session } from '../../renderer/session/session.ts';
import type { SessionOptions } from '../../renderer/session/session-options.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';

/** A person without a browser, in real time. The session has started; the test disposes of it. */
export function startPerson(
  connect: ConnectHub,
  room: RoomId,
  name: string,
  over: Partial<Pick<SessionOptions, 'color'>> & Pick<SessionOptions, 'access' | 'program' | 'roomKey' | 'afterPaint'> = {},
): Session {
  const session = createSession({ room, name, color: 2, connect, clock: nodeClock, random: nodeRandom, log: silentLog, ...over });
  session.start();
  return session;
}

/** As behind a balancer: the next attempt goes to the next hub. */
export function anyOf(servers: readonly string[]): ConnectHub {
  const connects = servers.map((server) => signalRHub({ server }));
  let attempt = 0;
  return (tell, host) => (connects[attempt++ % connects.length] as ConnectHub)(tell, host);
}
