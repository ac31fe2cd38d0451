import type { Random } from '../../core/base/host.ts';
import { type ClientId, clientIdOf, newClientSecret } from '../../core/board/ids.ts';

/** The id of a client that need not prove it: authors of ops that no hub is asked about. */
export function newClientId(random: Random): ClientId {
  return clientIdOf(newClientSecret(random));
}
