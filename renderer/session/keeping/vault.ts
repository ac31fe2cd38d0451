import type { VaultName } from '../../../core/board/ids.ts';

/** Parts of a vault by name; undefined takes a part away. */
export type VaultChanges = ReadonlyMap<string, Uint8Array | undefined>;

/**
 * What outlives the page for one identity in one room on one server: named parts, bytes each (`vault-parts.ts` says what is in them).
 * Whoever holds a vault is the only one with its client id: opening one claims it, and another tab or window gets another identity. A
 * reload, the time after a crash and a later visit find the one that is free.
 */
export interface Vault {
  /** Where it is kept. The client id comes from the secret in its head. */
  readonly name: VaultName;
  /** What was kept when the vault was opened. Empty: an identity that nobody has used. */
  readonly found: ReadonlyMap<string, Uint8Array>;
  /** What is written outlives this page and the app, or does not. */
  readonly keeps: 'device' | 'memory';
  /**
   * Writes all of the changes or none of them, and says so once: `failure` in words for the log. Called again only after that. Takes
   * ownership of the bytes.
   */
  write(changes: VaultChanges, written: (failure: string | undefined) => void): void;
  /** Gives the identity back, after what is being written. Safe to call twice. */
  release(): void;
}

/** An unused vault, with nothing written for so long, is let go: nobody comes back for it. Milliseconds. */
export const VAULT_LIFE_MS = 30 * 24 * 60 * 60 * 1_000;
