import type { Random } from '../../../core/base/host.ts';
import { newVaultName, type VaultName } from '../../../core/board/ids.ts';
import type { Vault, VaultChanges } from './vault.ts';

/** Vaults of one room that last as long as this object: a session may be thrown away, what it had written is found by the next. */
export interface MemoryVaults {
  /** Claims an identity that is free, the one used last first, or a new one. */
  open(): Vault;
  /**
   * The session that has this vault is gone without a word: what was written is all that is left of it, what it still writes is lost, and
   * the next `open` may have the vault.
   */
  crash(name: VaultName): void;
}

export interface MemoryVaultsOptions {
  readonly random: Random;
  /** Carries a write out, at once unless given. A crash before it is carried out loses it. */
  readonly carry?: (write: () => void) => void;
  /** What every vault says of itself: `memory`, unless a test plays a device. */
  readonly keeps?: Vault['keeps'];
}

interface Slot {
  readonly parts: Map<string, Uint8Array>;
  /** Who has it: only that vault may write. */
  holder: Vault | undefined;
}

export function memoryVaults({ random, carry = (write) => write(), keeps = 'memory' }: MemoryVaultsOptions): MemoryVaults {
  const slots = new Map<VaultName, Slot>();

  function free(name: VaultName): void {
    const slot = slots.get(name);
    if (slot) slot.holder = undefined;
    // What it used up is not known: nobody may be it again.
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
    // The one used last is found first.
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

/** A vault for one session that nothing outlives. */
export function memoryVault(random: Random): Vault {
  return memoryVaults({ random }).open();
}
