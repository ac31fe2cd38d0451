import { createHash } from 'node:crypto';

/** A file name that stands for a room on a server. It contains only characters that every file system accepts. */
export function placeName(server: string, room: string): string {
  return createHash('sha256').update(`${server} ${room}`).digest('hex').slice(0, 32);
}
