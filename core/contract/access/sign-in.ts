import type { RoomLink } from './room-link.ts';

/** [RGT-12] Where a hub sends people to their organisation's sign-in. */
export const SIGN_IN_PATH = '/sign-in';

/** The address at which a person signs in to enter the room. `inApp`: the desktop app opens it then. */
export function signInAddress({ server, room }: Pick<RoomLink, 'server' | 'room'>, inApp: boolean): string {
  return `${server}${SIGN_IN_PATH}?room=${room}${inApp ? '&app=1' : ''}`;
}
