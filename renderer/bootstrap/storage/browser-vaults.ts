import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Random } from '../../../core/base/host.ts';
import { isVaultName, newVaultName, type VaultName } from '../../../core/board/ids.ts';
import type { RoomLink } from '../../../core/contract/access/room-link.ts';
import { HEAD_PART } from '../../../core/contract/desktop/vault-part-names.ts';
import { memoryVault } from '../../session/keeping/memory-vault.ts';
import { VAULT_LIFE_MS, type Vault } from '../../session/keeping/vault.ts';
import { holdsWork, isUsable, readVault } from '../../session/keeping/vault-parts.ts';
import type { VaultDatabase } from './databases/vault-database.ts';
import { placeKey } from './place-key.ts';
import type { Claims } from './vault-claims.ts';

/** Opens the vault of a room for this page. Never rejects: without storage it returns one in memory. */
export type OpenVault = (link: RoomLink) => Promise<Vault>;

export interface BrowserVaultsOptions {
  /** Rejects without storage. */
  readonly database: () => Promise<VaultDatabase>;
  readonly claims: Claims | undefined;
  /** Remembers this tab's identity over a reload. */
  readonly tab: Pick<Storage, 'getItem' | 'setItem'> | undefined;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * The page before a reload may hold its identity for another moment, milliseconds. A duplicated tab waits equally long for its
 * original's.
 */
const OWN_WAIT_MS = 1_000;
/** Longest wait for storage before the board is shown without it, milliseconds. */
const STORAGE_MS = 5_000;

export function browserVaults(options: BrowserVaultsOptions): OpenVault {
  const { claims, clock, random } = options;
  let opened: Promise<VaultDatabase> | undefined;
  return async (link) => {
    if (!claims) return memoryVault(random);
    // A page of another version can block the opening without end.
    const patience = Promise.withResolvers<undefined>();
    const timer = clock.after(STORAGE_MS, () => patience.resolve(undefined));
    try {
      opened ??= options.database();
      const database = await Promise.race([opened, patience.promise]);
      if (!database) return memoryVault(random);
      const vault = await openIn(database, claims, placeKey(link), options);
      void prune(database, claims, clock).catch(() => {
        // A failed clean-up is repeated another day.
      });
      return vault;
    } catch {
      opened = undefined;
      return memoryVault(random);
    } finally {
      timer.dispose();
    }
  };
}

const claimName = (room: string, identity: string): string => `inkroom.vault ${room} ${identity}`;
const tabKey = (room: string): string => `inkroom.identity ${room}`;

async function openIn(database: VaultDatabase, claims: Claims, room: string, options: BrowserVaultsOptions): Promise<Vault> {
  const { tab, random } = options;
  const own = quietly(() => tab?.getItem(tabKey(room)));
  const vault =
    (isVaultName(own) ? await adopt(database, claims, { room, identity: own, waitMs: OWN_WAIT_MS }) : undefined) ??
    (await adoptAny(database, claims, room)) ??
    (await begin(database, claims, room, newVaultName(random)));
  quietly(() => tab?.setItem(tabKey(room), vault.name));
  return vault;
}

/** First an identity with unsent work, then the one used last. */
async function adoptAny(database: VaultDatabase, claims: Claims, room: string): Promise<Vault | undefined> {
  const candidates: { readonly identity: VaultName; readonly hasWork: boolean; readonly at: number }[] = [];
  for (const [identity, names] of await database.identities(room)) {
    if (!isVaultName(identity)) continue;
    const at = readVault({ name: identity, found: await database.read(room, identity) })?.at;
    if (at !== undefined) candidates.push({ identity, hasWork: holdsWork(names), at });
  }
  candidates.sort((a, b) => Number(b.hasWork) - Number(a.hasWork) || b.at - a.at);
  for (const { identity } of candidates) {
    const vault = await adopt(database, claims, { room, identity, waitMs: 0 });
    if (vault) return vault;
  }
  return undefined;
}

interface Wanted {
  readonly room: string;
  readonly identity: VaultName;
  readonly waitMs: number;
}

/** Undefined: another page has it, or it must not be used. */
async function adopt(database: VaultDatabase, claims: Claims, { room, identity, waitMs }: Wanted): Promise<Vault | undefined> {
  const claim = await claims.claim(claimName(room, identity), waitMs);
  if (!claim) return undefined;
  try {
    // Read now, because another page may have written until this moment.
    const found = await database.read(room, identity);
    if (found.size > 0 && isUsable(found)) return vaultOf(database, claim, { room, name: identity, found });
    claim.dispose();
    return undefined;
  } catch (error) {
    claim.dispose();
    throw error;
  }
}

async function begin(database: VaultDatabase, claims: Claims, room: string, name: VaultName): Promise<Vault> {
  const claim = await claims.claim(claimName(room, name), 0);
  if (!claim) throw new Error('a new identity is taken');
  return vaultOf(database, claim, { room, name, found: new Map() });
}

function vaultOf(
  database: VaultDatabase,
  claim: Disposable,
  at: { readonly room: string; readonly name: VaultName; readonly found: Vault['found'] },
): Vault {
  return {
    name: at.name,
    found: at.found,
    keeps: 'device',
    write: (changes, written) => database.write(at.room, at.name, changes, written),
    release: () => claim.dispose(),
  };
}

/** Deletes identities that were not used for long and contain no unsent work. */
async function prune(database: VaultDatabase, claims: Claims, clock: Clock): Promise<void> {
  for (const { room, identity } of await database.withPart(HEAD_PART)) {
    if (!isVaultName(identity)) continue;
    const isForgotten = async (): Promise<boolean> => {
      const found = await database.read(room, identity);
      const kept = readVault({ name: identity, found });
      return kept !== undefined && !holdsWork(found.keys()) && clock.now() - kept.at > VAULT_LIFE_MS;
    };
    if (!(await isForgotten())) continue;
    const claim = await claims.claim(claimName(room, identity), 0);
    if (!claim) continue;
    try {
      // Checked again, because another page may have used it meanwhile.
      if (await isForgotten()) await database.remove(room, identity);
    } finally {
      claim.dispose();
    }
  }
}

/** A browser may refuse even the access. */
function quietly<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
