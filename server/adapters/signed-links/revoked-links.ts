import { appendFile } from 'node:fs/promises';
import { PRIVATE } from '../key-files/key-files.ts';

/** The list of revoked links lies next to the keys. */
export function revokedFileOf(keyFile: string): string {
  return `${keyFile}.revoked`;
}

/** The ids in a list of revoked links: one a line, `#` begins a remark. */
export function readRevoked(text: string): ReadonlySet<string> {
  const ids = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  return new Set(ids.filter((id) => id !== ''));
}

export async function appendRevoked(keyFile: string, id: string): Promise<void> {
  await appendFile(revokedFileOf(keyFile), `${id}\n`, { mode: PRIVATE });
}
