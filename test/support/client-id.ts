import type { Random } from '../../core/base/host.ts';
import { type ClientId, clientIdOf, newClientSecret } from '../../core/board/ids.ts';

/** A client id without a proof, for authors of ops that no hub checks. */
export function newClientId(random: Random): ClientId {
  return clientIdOf(newClientSecret(random));
}
