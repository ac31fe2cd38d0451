import type { RoomId } from '../../core/board/ids.ts';
import type { Role } from '../../core/contract/hub-contract.ts';

/** Says what a link allows in a room; undefined: nothing at all. The seam for signed links. */
export type Authorize = (room: RoomId, access: string | undefined) => Role | undefined;

/** Who knows the room's name may draw. */
export const openAccess: Authorize = () => 'edit';

/** The same, but who shows the host's key is the host: the desktop app's own windows. */
export function hostedAccess(hostKey: string): Authorize {
  return (_room, access) => (access === hostKey ? 'host' : 'edit');
}
