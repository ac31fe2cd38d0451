import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../core/base/host.ts';
import { SerialQueue } from '../../core/base/serial-queue.ts';
import { isVaultName, type VaultName } from '../../core/board/ids.ts';
import type { ClaimedVault, VaultPartChanges, VaultToken } from '../../core/contract/desktop/shell-contract.ts';
import { HEAD_PART, STEPS_PART } from '../../core/contract/desktop/vault-part-names.ts';
import type { MainLog } from '../log.ts';
import { placeName } from './place-name.ts';
import { openVaultFile, type VaultFile } from './vault-file.ts';

/** The claimant: a window, and the number of its page. */
export interface VaultHolder {
  readonly window: number;
  readonly page: number;
}

/**
 * The vaults of this computer for the rooms in its windows: one file for each identity, and never two windows with one identity.
 */
export interface Vaults {
  claim(holder: VaultHolder, server: string, room: string): Promise<ClaimedVault>;
  /** Rejects for a token of another window. */
  write(window: number, token: VaultToken, changes: VaultPartChanges): Promise<void>;
  release(window: number, token: VaultToken): void;
  /** The window is gone. */
  releaseAll(window: number): void;
}

export interface VaultsOptions {
  /** The app's own folder; created when needed. */
  readonly folder: string;
  /** A new vault's name. */
  readonly newName: () => VaultName;
  /** Must be unguessable. */
  readonly newToken: () => string;
  readonly clock: Clock;
  readonly log: MainLog;
}

interface Claim {
  readonly holder: VaultHolder;
  /** Name of the file. */
  readonly name: string;
  readonly file: VaultFile;
}

interface FreeFile {
  readonly name: string;
  readonly vault: VaultName;
  readonly file: VaultFile;
}

interface AgedFile {
  readonly name: string;
  readonly path: string;
  readonly at: number;
}

const FILE_NAME = /^([0-9a-f]{32})\.([A-Za-z0-9_-]{11})\.vault$/;
const ASIDE = '.damaged';
/** A write that a crash has cut off leaves it. */
const DRAFT = /^\.[0-9a-f]{32}\.[A-Za-z0-9_-]{11}\.vault\.[0-9a-f]{8}\.tmp$/;
/**
 * A vault that was unused for this time is deleted if it contains no unsent work. Without such work it has a few hundred bytes.
 * Milliseconds.
 */
const LIFE_MS = 30 * 24 * 60 * 60 * 1_000;
/** This many damaged vaults stay, whatever their age: they may contain work, and one jump of the clock must not delete it. */
const DAMAGED_KEPT = 16;
/** Parts of a vault without work. */
const WITHOUT_WORK: readonly string[] = [HEAD_PART, STEPS_PART];

export function vaultFiles(options: VaultsOptions): Vaults {
  const { folder, log, clock } = options;
  const claims = new Map<VaultToken, Claim>();
  /** One claim at a time: two at once would find the same file free. */
  const claiming = new SerialQueue();
  let pruned: Promise<void> | undefined;

  const isClaimed = (name: string): boolean => [...claims.values()].some((claim) => claim.name === name);

  /**
   * The vaults of a window's earlier pages are free once the next page asks: those pages have ended, and their writes are done.
   */
  function freeEarlierPages({ window, page }: VaultHolder): void {
    for (const [token, { holder }] of claims) if (holder.window === window && holder.page < page) claims.delete(token);
  }

  async function claimNow(holder: VaultHolder, server: string, room: string): Promise<ClaimedVault> {
    freeEarlierPages(holder);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    pruned ??= prune().catch(() => log.warn('vault.not_pruned'));
    await pruned;
    const place = placeName(server, room);
    const [best] = await freeFiles(place);
    if (best) return hand(holder, best);
    const vault = options.newName();
    const name = `${place}.${vault}.vault`;
    const file = await openVaultFile(join(folder, name));
    if (!file) throw new Error('A new vault is there already.');
    return hand(holder, { name, vault, file });
  }

  function hand(holder: VaultHolder, { name, vault, file }: FreeFile): ClaimedVault {
    const token = options.newToken() as VaultToken;
    claims.set(token, { holder, name, file });
    return { token, name: vault, parts: [...file.parts] };
  }

  /** The free vaults of a room: those with work first, then the one written last. */
  async function freeFiles(place: string): Promise<readonly FreeFile[]> {
    const free: (FreeFile & { readonly at: number })[] = [];
    for (const name of await readdir(folder)) {
      const [, of, vault] = FILE_NAME.exec(name) ?? [];
      if (of !== place || !isVaultName(vault) || isClaimed(name)) continue;
      const path = join(folder, name);
      const file = await openVaultFile(path);
      if (file) free.push({ name, vault, file, at: (await stat(path)).mtimeMs });
      else {
        // Kept for inspection; its numbers must not be used again.
        log.warn('vault.damaged');
        await rename(path, path + ASIDE);
      }
    }
    return free.sort((a, b) => Number(holdsWork(b.file)) - Number(holdsWork(a.file)) || b.at - a.at);
  }

  async function prune(): Promise<void> {
    const found = await Promise.all((await readdir(folder)).map(agedFile));
    const aged = found.filter((one) => one !== undefined);
    const damaged = aged.filter(({ name }) => name.endsWith(ASIDE)).sort((a, b) => b.at - a.at);
    const kept = new Set(damaged.slice(0, DAMAGED_KEPT));
    for (const one of aged) {
      if (clock.now() - one.at < LIFE_MS || kept.has(one)) continue;
      // One file that resists, such as one that another program has open, must not save the others.
      await pruneOne(one).catch(() => log.warn('vault.not_pruned'));
    }
  }

  async function agedFile(name: string): Promise<AgedFile | undefined> {
    const path = join(folder, name);
    const found = await stat(path).catch(() => log.warn('vault.not_pruned'));
    return found ? { name, path, at: found.mtimeMs } : undefined;
  }

  /** A draft has its age too: a second start of the app may be writing one. */
  async function pruneOne({ name, path }: AgedFile): Promise<void> {
    const file = FILE_NAME.test(name) && !isClaimed(name) ? await openVaultFile(path) : undefined;
    if (name.endsWith(ASIDE) || DRAFT.test(name) || (file && !holdsWork(file))) await rm(path, { force: true });
  }

  return {
    claim: (holder, server, room) => claiming.add(() => claimNow(holder, server, room)),
    async write(window, token, changes) {
      const claim = claims.get(token);
      if (claim?.holder.window !== window) throw new Error('That vault was not opened here.');
      await claim.file.write(changes);
    },
    release(window, token) {
      if (claims.get(token)?.holder.window === window) claims.delete(token);
    },
    releaseAll(window) {
      for (const [token, { holder }] of claims) if (holder.window === window) claims.delete(token);
    },
  };
}

const holdsWork = ({ parts }: VaultFile): boolean => [...parts.keys()].some((name) => !WITHOUT_WORK.includes(name));
