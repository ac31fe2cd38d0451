import type { Clock } from '../../../core/base/host.ts';
import { changeKeyFile } from '../key-files/key-files.ts';

/** The list of revoked links lies next to the keys. */
export function revokedFileOf(keyFile: string): string {
  return `${keyFile}.revoked`;
}

/** The ids in a list of revoked links: one a line, `#` begins a remark. */
export function readRevoked(text: string): ReadonlySet<string> {
  const ids = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  return new Set(ids.filter((id) => id !== ''));
}

export async function revokeLink(keyFile: string, id: string, clock: Pick<Clock, 'after' | 'mono'>): Promise<void> {
  await changeKeyFile(revokedFileOf(keyFile), clock, (text = '') => {
    // People write it by hand, too, and may leave the end of the last line away.
    const lines = text === '' || text.endsWith('\n') ? text : `${text}\n`;
    return `${lines}${id}\n`;
  });
}
