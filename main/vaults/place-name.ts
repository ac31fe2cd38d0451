import { createHash } from 'node:crypto';

/** Stands for a room on a server in a file's name: no letter of theirs is one that a file system could stumble over. */
export function placeName(server: string, room: string): string {
  return createHash('sha256').update(`${server} ${room}`).digest('hex').slice(0, 32);
}
