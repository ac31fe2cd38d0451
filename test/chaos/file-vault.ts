import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { Random } from '../../core/base/host.ts';
import { newVaultName, type VaultName } from '../../core/board/ids.ts';
import type { Vault } from '../../renderer/session/keeping/vault.ts';

interface Kept {
  readonly name: VaultName;
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

/** A vault in one file, for one person at a time: whoever comes back after a crash finds what was written. */
export function fileVault(path: string, random: Random): Vault {
  const kept: Kept | undefined = existsSync(path) ? (deserialize(readFileSync(path)) as Kept) : undefined;
  const name = kept?.name ?? newVaultName(random);
  const parts = new Map(kept?.parts);
  return {
    name,
    found: new Map(parts),
    keeps: 'device',
    write(changes, written) {
      // Later, as a disk answers; all or nothing, by the name.
      setImmediate(() => {
        for (const [part, bytes] of changes) {
          if (bytes) parts.set(part, bytes);
          else parts.delete(part);
        }
        writeFileSync(`${path}.new`, serialize({ name, parts } satisfies Kept));
        renameSync(`${path}.new`, path);
        written(undefined);
      });
    },
    release() {
      // What an identity that kept nothing used up is not known: nobody may be it again.
      if (parts.size === 0) rmSync(path, { force: true });
    },
  };
}
