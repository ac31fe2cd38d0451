import type { Clock } from '../../../core/base/host.ts';
import type { RoomLink } from '../../../core/contract/access/room-link.ts';
import type { Shell } from '../../../core/contract/desktop/shell-contract.ts';
import type { LocalCopies } from '../../session/keeping/local-copies.ts';
import type { Vault } from '../../session/keeping/vault.ts';
import type { OpenVault } from '../storage/browser-vaults.ts';
import { placeKey } from '../storage/place-key.ts';

/** What this device holds of a room. */
export interface KeptHere {
  readonly vault: Vault;
  readonly lastBoard: Uint8Array | undefined;
  /** Proves to the app's own hub that this window is the host's. Undefined for a guest. */
  readonly hostKey: string | undefined;
}

export type AskKept = (link: RoomLink) => Promise<KeptHere>;

export interface KeptHereOptions {
  readonly shell: Pick<Shell, 'hostKey'>;
  readonly openVault: OpenVault;
  readonly localCopies: Pick<LocalCopies, 'read'>;
  readonly clock: Clock;
}

/** Storage that does not answer must not keep people from drawing, milliseconds. */
const COPY_WAIT_MS = 3_000;

/** Asks for all of it at once. Never rejects. */
export async function askKept(link: RoomLink, { shell, openVault, localCopies, clock }: KeptHereOptions): Promise<KeptHere> {
  // A window that cannot prove to be the host's is a guest's.
  const hostKey = shell.hostKey(link.server).catch(() => null);
  const [vault, lastBoard, key] = await Promise.all([openVault(link), lastBoardOf(link, localCopies, clock), hostKey]);
  return { vault, lastBoard, hostKey: key ?? undefined };
}

/**
 * A page that comes back knows its room before it knows anything else. It asks about that room at once, and the first opening of
 * that room takes the answer.
 */
export function askingAhead(link: RoomLink | undefined, ask: AskKept): AskKept {
  let ahead = link && { link, kept: ask(link) };
  return (wanted) => {
    const asked = ahead;
    ahead = undefined;
    if (!asked) return ask(wanted);
    if (placeKey(asked.link) === placeKey(wanted)) return asked.kept;
    void asked.kept.then(({ vault }) => vault.release());
    return ask(wanted);
  };
}

/** This device's last copy of the room. Undefined when there is none, or when it cannot be read in time. */
async function lastBoardOf(
  link: RoomLink,
  copies: KeptHereOptions['localCopies'],
  clock: Clock,
): Promise<Uint8Array | undefined> {
  const patience = Promise.withResolvers<undefined>();
  const timer = clock.after(COPY_WAIT_MS, () => patience.resolve(undefined));
  try {
    return await Promise.race([copies.read(link), patience.promise]);
  } catch {
    return undefined;
  } finally {
    timer.dispose();
  }
}
