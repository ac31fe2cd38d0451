import { parseRoomLink } from '../../core/contract/access/room-link.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import type { Session } from '../../renderer/session/session.ts';
import type { SessionOptions } from '../../renderer/session/session-options.ts';
import { startPerson } from './people.ts';

/** One more person in the room of a link, without a browser. The session has started. */
export function joinAsGuest(
  link: string,
  name: string,
  over: Pick<SessionOptions, 'program' | 'roomKey' | 'afterPaint'> = {},
): Session {
  const parsed = parseRoomLink(link);
  if (!parsed.ok) throw new Error(`no room link: ${link}`);
  const { server, room, access } = parsed.value;
  return startPerson(signalRHub({ server }), room, name, { color: 3, ...(access === undefined ? {} : { access }), ...over });
}
