import type { RoomId } from '../../core/board/ids.ts';
import type { Role } from '../../core/contract/hub-contract.ts';

/** Returns the role that a link gives in a room, or undefined for no access. Reserved for signed links. */
export type Authorize = (room: RoomId, access: string | undefined) => Role | undefined;

/** Everyone who knows the room's name may draw. */
export const openAccess: Authorize = () => 'edit';

/** The same, but the holder of the host's key is the host: the desktop app's own windows. */
export function hostedAccess(hostKey: string): Authorize {
  return (_room, access) => (access === hostKey ? 'host' : 'edit');
}
