import { assertNever } from '../../../../core/base/assert-never.ts';
import type { NetworkHosting } from '../../../../core/contract/desktop/shell-contract.ts';
import { isLoopback, type ServerAddresses, shareServers } from '../../../../core/contract/server-addresses.ts';

/** The content of the Share panel. `here`: the link works on this computer only, so it is not for sharing. */
export type ShareView =
  | { readonly kind: 'shared'; readonly servers: readonly string[] }
  | { readonly kind: 'here'; readonly server: string }
  | { readonly kind: 'own'; readonly hosting: NetworkHosting };

/** `server`: the address at which this window reaches the hub. `told`: the hub's own addresses; undefined if it has not sent any (yet). */
export function shareView(server: string, hosting: NetworkHosting | null, told: ServerAddresses | undefined): ShareView {
  if (hosting !== null && hosting.hub === server) return { kind: 'own', hosting };
  const servers = shareServers(server, told);
  const [first = server] = servers;
  return isLoopback(first) ? { kind: 'here', server: first } : { kind: 'shared', servers };
}

/** The server address in a link for others, as others can best reach it. */
export function sharedServer(view: ShareView): string {
  switch (view.kind) {
    case 'shared':
      return view.servers[0] ?? '';
    case 'here':
      return view.server;
    case 'own':
      return view.hosting.state.at === 'on' ? view.hosting.state.server : view.hosting.hub;
    default:
      return assertNever(view);
  }
}
