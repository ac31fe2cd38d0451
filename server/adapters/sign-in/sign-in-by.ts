import { readFile } from 'node:fs/promises';
import type { Clock, Log } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import type { Identity, IdentityProvider } from '../../ports/identity-provider.ts';
import type { Links } from '../../ports/links.ts';
import { SignInLogEvent } from './log-events.ts';
import { proxyIdentity } from './proxy-identity.ts';
import { grantFor, lifeMsOf, parseSignInFile } from './sign-in-rules.ts';

export interface SignInOptions {
  readonly file: string;
  readonly links: Pick<Links, 'make'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** The short name of a room for logs. */
  readonly roomTag: (room: RoomId) => string;
}

export interface SignIn {
  readonly provider: IdentityProvider;
  /** [RGT-12] The token of a link to the room for this person. Undefined: the rules keep it out. */
  readonly linkFor: (identity: Identity, room: RoomId) => Promise<string | undefined>;
}

/** Reads the file of `--sign-in` once. Rejects with a sentence for the operator. */
export async function signInBy({ file, links, clock, log, roomTag }: SignInOptions): Promise<SignIn> {
  try {
    const rules = parseSignInFile(await readFile(file, 'utf8'));
    const { provider } = rules;
    return {
      provider: provider.kind === 'proxy' ? proxyIdentity(provider) : await openId(provider, log),
      async linkFor(identity, room) {
        const grant = grantFor(rules.grants, identity, room);
        const about = { who: identity.id, room: roomTag(room) };
        if (grant === undefined) {
          log.warn(SignInLogEvent.notAllowed, about);
          return undefined;
        }
        const { token, id } = await links.make({ room, grant, until: clock.now() + lifeMsOf(rules), who: identity.id });
        log.info(SignInLogEvent.done, { ...about, grant, link: id });
        return token;
      },
    };
  } catch (error) {
    throw new Error(`The file of --sign-in ${file} cannot be used: ${reasonOf(error)}.`);
  }
}

/** Loaded only where it is used: a hub without it starts sooner. */
async function openId(...[settings, log]: Parameters<typeof import('./openid.ts').openIdProvider>): Promise<IdentityProvider> {
  const { openIdProvider } = await import('./openid.ts');
  return openIdProvider(settings, log);
}
