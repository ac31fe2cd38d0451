import type { Random } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import { isVaultName } from '../../../core/board/ids.ts';
import type { ClaimedVault, Shell } from '../../../core/contract/desktop/shell-contract.ts';
import { memoryVault } from '../../session/keeping/memory-vault.ts';
import type { Vault } from '../../session/keeping/vault.ts';
import type { OpenVault } from './browser-vaults.ts';

/** Vaults as files of the desktop. */
export function shellVaults(shell: Pick<Shell, 'claimVault' | 'writeVault' | 'releaseVault'>, random: Random): OpenVault {
  return async ({ server, room }) => {
    // An unreadable disk must not keep people from drawing.
    const claimed = await shell.claimVault(server, room).catch(() => null);
    return claimed && isVaultName(claimed.name) ? vaultOf(shell, claimed) : memoryVault(random);
  };
}

function vaultOf(shell: Pick<Shell, 'writeVault' | 'releaseVault'>, { token, name, parts }: ClaimedVault): Vault {
  return {
    name,
    found: new Map(parts),
    keeps: 'device',
    write(changes, written) {
      shell
        .writeVault(
          token,
          [...changes].map(([part, bytes]) => [part, bytes ?? null] as const),
        )
        .then(
          () => written(undefined),
          (error: unknown) => written(reasonOf(error)),
        );
    },
    release() {
      // A closing window cannot react.
      shell.releaseVault(token).catch(() => {});
    },
  };
}
