import { fail, ok } from '../../../core/base/result.ts';
import type { IdentityProvider } from '../../ports/identity-provider.ts';
import { identityText } from './identity-text.ts';
import type { ProxySettings } from './sign-in-rules.ts';

/** IPv4 addresses come with this in front on a socket that takes both kinds. */
const MAPPED = /^::ffff:(?=\d+\.)/;

/** Believes what the organisation's reverse proxy says in a header, and only the proxy. */
export function proxyIdentity({ header, from }: ProxySettings): IdentityProvider {
  return {
    async begin({ headers, peer }) {
      const isProxy = from === 'any' || from.includes(peer.replace(MAPPED, ''));
      // Two headers of one name come as one with a comma, which no identity has.
      const id = isProxy ? identityText(headers[header]) : undefined;
      return id === undefined ? fail('sign_in.unknown') : ok({ kind: 'known', identity: { id } });
    },
    async finish() {
      return fail('sign_in.stale');
    },
  };
}
