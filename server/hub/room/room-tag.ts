import type { RoomId } from '../../../core/board/ids.ts';

/**
 * Stands for a room in the log. Everyone who knows a room's name may enter it, so names are not logged. The tag (FNV-1a, 32 bits)
 * is the same for the same name and does not lead back to it.
 */
export function roomTag(id: RoomId): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
