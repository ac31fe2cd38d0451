import { resolve } from 'node:path';
import type { Clock, Log, Random } from '../core/base/host.ts';
import type { SignIn } from './adapters/sign-in/sign-in-by.ts';
import type { SignedLinks } from './adapters/signed-links/signed-links.ts';
import type { Config } from './cli/config.ts';
import { roomTag } from './hub/room/room-tag.ts';

interface Host {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** [RGT-3] Loaded only where rooms have signed links. */
export async function openLinks({ linkKey }: Config, { clock, random, log }: Host): Promise<SignedLinks | undefined> {
  if (linkKey === undefined) return undefined;
  const { SignedLinks } = await import('./adapters/signed-links/signed-links.ts');
  return SignedLinks.open({ file: resolve(linkKey), clock, random, log });
}

/** [RGT-12] Loaded only where people sign in. */
export async function openSignIn(
  links: SignedLinks | undefined,
  { signIn: file }: Config,
  host: Host,
): Promise<SignIn | undefined> {
  if (file === undefined || links === undefined) return undefined;
  const { signInBy } = await import('./adapters/sign-in/sign-in-by.ts');
  return signInBy({ ...host, file, links, roomTag });
}
