import type { Random } from '../../../core/base/host.ts';
import { newVaultName, type VaultName } from '../../../core/board/ids.ts';
import type { Vault, VaultChanges } from './vault.ts';

/** Vaults of one room that last as long as this object. After a session is gone, the next one finds what it had written. */
export interface MemoryVaults {
  /** Claims a free identity, the last used one first, or a new one. */
  open(): Vault;
  /**
   * The session with this vault ended without a message. Earlier writes remain, later ones are lost, and the next `open` may get
   * the vault.
   */
  crash(name: VaultName): void;
}

export interface MemoryVaultsOptions {
  readonly random: Random;
  /** Carries a write out; default: at once. A crash before that loses it. */
  readonly carry?: (write: () => void) => void;
  /** The vaults' own statement: `memory`, unless a test plays a device. */
  readonly keeps?: Vault['keeps'];
}

interface Slot {
  readonly parts: Map<string, Uint8Array>;
  /** The owner: only that vault may write. */
  holder: Vault | undefined;
}

export function memoryVaults({ random, carry = (write) => write(), keeps = 'memory' }: MemoryVaultsOptions): MemoryVaults {
  const slots = new Map<VaultName, Slot>();

  function free(name: VaultName): void {
    const slot = slots.get(name);
    if (slot) slot.holder = undefined;
    // Its used-up numbers are unknown, so the identity must not be used again.
    if (slot?.parts.size === 0) slots.delete(name);
  }

  function claim(name: VaultName, slot: Slot): Vault {
    const vault: Vault = {
      name,
      found: new Map(slot.parts),
      keeps,
      write(changes: VaultChanges, written) {
        carry(() => {
          if (slot.holder !== vault) return;
          for (const [part, bytes] of changes) {
            if (bytes) slot.parts.set(part, bytes);
            else slot.parts.delete(part);
          }
          written(undefined);
        });
      },
      release() {
        carry(() => {
          if (slot.holder === vault) free(name);
        });
      },
    };
    slot.holder = vault;
    // Re-inserted, so that the last used one is found first.
    slots.delete(name);
    slots.set(name, slot);
    return vault;
  }

  return {
    open() {
      for (const [name, slot] of [...slots].reverse()) if (!slot.holder) return claim(name, slot);
      return claim(newVaultName(random), { parts: new Map(), holder: undefined });
    },
    crash: free,
  };
}

/** A vault for one session, without persistence. */
export function memoryVault(random: Random): Vault {
  return memoryVaults({ random }).open();
}
