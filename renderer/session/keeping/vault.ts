import type { VaultName } from '../../../core/board/ids.ts';

/** Parts of a vault by name. Undefined removes a part. */
export type VaultChanges = ReadonlyMap<string, Uint8Array | undefined>;

/**
 * The storage that survives the page, for one identity in one room on one server. It consists of named parts, bytes each
 * (`vault-parts.ts` defines their content). The holder of a vault is the only user of its client id: opening a vault claims it, and
 * another tab or window gets another identity. A reload, a start after a crash and a later visit find the free one.
 */
export interface Vault {
  /** Its place in the storage. The client id comes from the secret in its head. */
  readonly name: VaultName;
  /** The content at the time of opening. Empty for a new identity. */
  readonly found: ReadonlyMap<string, Uint8Array>;
  /** `device`: written parts survive this page and the app. `memory`: they do not. */
  readonly keeps: 'device' | 'memory';
  /**
   * Writes all of the changes or none of them, and calls `written` once: `failure` in words for the log. Called again only after
   * that. Takes ownership of the bytes.
   */
  write(changes: VaultChanges, written: (failure: string | undefined) => void): void;
  /** Releases the identity after the write under way. Safe to call twice. */
  release(): void;
}

/** An unused vault without a write for this time is deleted, because its person will not come back. Milliseconds. */
export const VAULT_LIFE_MS = 30 * 24 * 60 * 60 * 1_000;
